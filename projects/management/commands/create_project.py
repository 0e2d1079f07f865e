from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from projects.management.base import PlainCommand, iso_day, refusal, refusal_of
from projects.models import Municipality, Programme, Project
from projects.services import create_project


class Command(PlainCommand):
    help = "Create a project with its municipality as host."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--name", required=True)
        parser.add_argument("--municipality", required=True, metavar="0751", help="The municipality's four digits.")
        parser.add_argument("--start", required=True, type=iso_day, metavar="YYYY-MM-DD")
        parser.add_argument("--end", type=iso_day, metavar="YYYY-MM-DD")
        parser.add_argument("--programme", metavar="CODE", help="For example EXIT2020.")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("da"):
            if Project.objects.filter(code=options["code"]).exists():
                message = _("There is a project with the code %(code)s already. Choose another code.")
                raise refusal(message % {"code": options["code"]})
            try:
                project = create_project(
                    code=options["code"],
                    name=options["name"],
                    municipality=_municipality(options["municipality"]),
                    starts_on=options["start"],
                    ends_on=options["end"],
                    programme=_programme(options["programme"]),
                    by=None,
                )
            except ValidationError as error:
                raise refusal_of(error) from None
            self.stdout.write(_("The project %(code)s has been created.") % {"code": project.code})


def _municipality(code: str) -> Municipality:
    municipality = Municipality.objects.filter(code=code).first()
    if municipality is None:
        raise refusal(_("There is no municipality with the code %(code)s. Write four digits.") % {"code": code})
    return municipality


def _programme(code: str | None) -> Programme | None:
    if code is None:
        return None
    programme = Programme.objects.filter(code=code).first()
    if programme is None:
        known = ", ".join(Programme.objects.order_by("code").values_list("code", flat=True))
        message = _("There is no programme with the code %(code)s. These exist: %(known)s.")
        raise refusal(message % {"code": code, "known": known})
    return programme
