from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext

from audit.models import Action
from audit.services import record
from casework.listing import citizens_listing
from casework.views.citizens import CitizensView
from clients.models import Client
from documents.listing import Listing
from documents.renderers.listing import listing_csv, listing_xlsx
from projects.access import Permission

FORMATS: dict[str, tuple[Callable[[Listing], bytes], str]] = {
    "xlsx": (listing_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (listing_csv, "text/csv; charset=utf-8"),
}


class CitizensFile(CitizensView):
    """All pages of the list that the same address shows on the screen, of the citizens who may be taken out."""

    permission: ClassVar[Permission] = Permission.LIST_EXPORT

    def prepare(self, **kwargs: Any) -> None:
        if kwargs["format"] not in FORMATS:
            raise Http404

    def _found(self, words: str) -> HttpResponse:
        reached = Client.objects.visible_to(self.user, self.permission)
        citizens = list(self._citizens(words).filter(pk__in=reached))
        if not citizens:
            return self._nothing()
        return self._file(citizens)

    def _nothing(self) -> HttpResponse:
        messages.error(self.request, gettext("The list holds no citizen to take out. Widen the search."))
        query = self.request.GET.urlencode()
        return redirect(f"{self._list()}?{query}" if query else self._list())

    @transaction.atomic
    def _file(self, citizens: list[Any]) -> HttpResponse:
        """The log names every citizen in the file."""
        format = self.kwargs["format"]
        render, content_type = FORMATS[format]
        content = render(citizens_listing(self.project, citizens))
        about: dict[str, Any] = {"by": self.user, "project_id": self.project.pk}
        record(Action.EXPORTED, citizens, **about, format=format, rows=len(citizens))
        disposition = content_disposition_header(as_attachment=True, filename=self._file_name(format))
        return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition or ""})

    def _file_name(self, format: str) -> str:
        """Neutral: it stands in a folder of downloads."""
        word = gettext("list")
        return f"{self.project.code}-{word}-{localdate().isoformat()}.{format}"

    def _refused(self, error: ValidationError) -> HttpResponse:
        """What was searched for is not repeated, not even in the address that one is sent back to."""
        self._record_refusal()
        for message in error.messages:
            messages.error(self.request, message)
        return redirect(self._list())

    def _list(self) -> str:
        return reverse("casework:citizens", args=[self.project.code])
