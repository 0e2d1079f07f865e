"""The citizen's papers as HTML and as PDF. Both say the installation's neutral name and nothing about the project."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from audit.models import Action
from audit.services import record
from casework.sheet.contents import sheet_of
from clients.models import Client
from documents.renderers.html import stylesheet
from documents.renderers.pdf import pdf_of

LANGUAGES = ("da", "en")
STYLES = "exitcase/sheet.css"


def sheet_html(client: Client, language: str) -> SafeString:
    """The sheet's text, to be set within a page."""
    with translation.override(language):
        return render_to_string("casework/sheet/body.html", {"sheet": sheet_of(client)})


@transaction.atomic
def print_sheet(client: Client, *, language: str, by: Any) -> bytes:
    """The sheet as a PDF of A4; leaves an audit event. Raises KeyError for a language that it does not exist in."""
    if language not in LANGUAGES:
        raise KeyError(language)
    with translation.override(language):
        content = _pdf("casework/sheet/paper.html", body=sheet_html(client, language))
    record(Action.PRINTED, client, by=by, paper="sheet", language=language)
    return content


@transaction.atomic
def print_card(client: Client, *, by: Any) -> bytes:
    """The code on a card to cut out, and the installation's name; leaves an audit event."""
    content = _pdf("casework/sheet/card.html", code=client.code)
    record(Action.PRINTED, client, by=by, paper="card")
    return content


def _pdf(template: str, **context: Any) -> bytes:
    styles = mark_safe(stylesheet(STYLES))  # noqa: S308 - our own file
    return pdf_of(render_to_string(template, {"site_name": settings.SITE_NAME, "styles": styles, **context}))
