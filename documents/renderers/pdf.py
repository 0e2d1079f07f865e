from typing import Any

from documents.paper import Paper
from documents.renderers.html import render_html


def render_pdf(paper: Paper) -> bytes:
    return pdf_of(render_html(paper))


def pdf_of(html: str) -> bytes:
    """A document of HTML as pages: tagged for readers aloud, fonts inside, nothing fetched from anywhere."""
    from weasyprint import HTML  # slow to load, and only needed here

    document = HTML(string=html, base_url=None, url_fetcher=_refuse)
    return document.write_pdf(pdf_variant="pdf/ua-1")


def _refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    """A paper brings everything with it; an address in it is a defect, so the whole rendering stops."""
    from weasyprint.urls import FatalURLFetchingError

    raise FatalURLFetchingError(f"A paper may fetch nothing, yet it names {url}.")
