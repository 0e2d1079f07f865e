from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate

from accounts.models import User
from accounts.services import begin_account, invite
from projects.access import Role
from projects.management.base import PlainCommand, refusal_of
from projects.models import Membership
from projects.services import grant_by_command


class Command(PlainCommand):
    """The first administrator, by somebody who has the server's own command line.

    The account and its membership exist at once, but nobody can sign in to it: the printed link, which is
    sent by e-mail too, sets the password. A second run makes a new link and nothing else.
    """

    help = "Invite an administrator and print the link that sets the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("da"):
            try:
                link = self.prepare(options["email"], options["name"])
            except ValidationError as error:
                raise refusal_of(error) from None
            self.stdout.write(link)

    @transaction.atomic
    def prepare(self, email: str, name: str) -> str:
        user = begin_account(email=email, name=name)
        if not self.is_administrator(user):
            grant_by_command(user=user, role=Role.ADMINISTRATOR, starts_on=localdate())
        return invite(email=user.email, name=name, by=None).link

    @staticmethod
    def is_administrator(user: User) -> bool:
        return Membership.objects.valid_on(localdate()).filter(user=user, role=Role.ADMINISTRATOR).exists()
