from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from audit.models import Action
from audit.services import record
from casework.sheet.printing import LANGUAGES, print_card, print_sheet, sheet_html
from clients.pages import ClientView
from projects.access import Permission


class SheetView(ClientView):
    """The sheet on the screen, in the language that `?language=` names, else the reader's own."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record(Action.VIEWED, self.client, by=self.user)
        asked = request.GET.get("language", "")
        language = asked if asked in LANGUAGES else str(get_language())
        context = {
            "client": self.client,
            "body": sheet_html(self.client, language),
            "sheet_language": language,
            "back_url": self.citizen_url("access"),
        }
        return render(request, "casework/sheet/page.html", context)


class SheetFile(ClientView):
    """The sheet as a PDF."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest, language: str, **kwargs: Any) -> HttpResponse:
        if language not in LANGUAGES:
            raise Http404
        return pdf_response(print_sheet(self.client, language=language, by=self.user), f"{self.client.code}.pdf")


class CardView(ClientView):
    """The code on a neutral card, as a PDF."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return pdf_response(print_card(self.client, by=self.user), f"{self.client.code}-1.pdf")


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows; its name says no more than the paper."""
    disposition = f'inline; filename="{name}"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
