import io
import re
import socket

import pytest
from django.utils import translation
from django.utils.translation import pgettext
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from documents.paper import Section
from documents.renderers import html
from documents.renderers.pdf import render_pdf
from documents.tests.samples import AGES, paper


def read(made):
    with translation.override("da"):
        return PdfReader(io.BytesIO(render_pdf(made)))


@pytest.fixture(scope="module")
def pdf():
    return read(paper())


@pytest.fixture(scope="module")
def pages(pdf):
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pdf.pages]


def test_title_and_language_are_set(pdf):
    assert pdf.metadata.title == "Projektrapport – Nye skridt, opgjort pr. 30. november 2023"
    assert pdf.trailer["/Root"]["/Lang"] == "da"


def test_it_is_tagged(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_tags_tell_headings_tables_heads_and_figures(pdf):
    kinds = tags(pdf.trailer["/Root"]["/StructTreeRoot"])
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 4
    assert kinds.count("/Table") == 3  # the long one stands on two pages, a part on each
    assert kinds.count("/TH") >= 3 + len(AGES)
    assert kinds.count("/Figure") == 1
    assert "/Caption" in kinds


def test_the_chart_has_its_alternative_text(pdf):
    figure = next(node for node in nodes(pdf.trailer["/Root"]["/StructTreeRoot"]) if node.get("/S") == "/Figure")
    assert figure["/Alt"].startswith("Borgere efter alder. 18-25 år: 18;")


def test_pages_are_a4(pdf):
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages} == {(595, 842)}


def test_fonts_are_inside(pdf):
    fonts = [font for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "DejaVu" in descriptor["/FontName"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_every_page_has_its_number_of_all_pages(pages):
    with translation.override("da"):
        page, of = (pgettext("page 1 of 9", word) for word in ("page", "of"))
    for number, text in enumerate(pages, start=1):
        assert f"{page} {number} {of} {len(pages)}" in text


def test_every_page_carries_mark_and_running_title(pages):
    assert all("Intern" in text for text in pages)
    assert all("Nye skridt, opgjort pr. 30. november 2023" in text for text in pages[1:])


def test_a_paper_without_a_mark_has_none_on_any_page():
    made = read(paper(mark="", status="Offentlig"))
    assert not [page for page in made.pages if "Intern" in page.extract_text()]


def test_every_value_is_printed(pages):
    text = " ".join(pages)
    for shown in ("Aldersfordeling", "18-25 år 31 18", "46+ år 14 8", "100 59", "N = 59.", "Projektet har 78 borgere."):
        assert shown in text
    for number in range(60):
        assert f"Indsats nummer {number} {100 + number}" in text


def test_the_head_of_a_long_table_is_repeated_on_each_of_its_pages(pages):
    with_rows = [text for text in pages if "Indsats nummer" in text]
    assert len(with_rows) > 1
    assert all("Indsats Antal" in text for text in with_rows)


def test_the_contents_name_the_page_of_each_section(pages):
    place = next(n for n, text in enumerate(pages, start=1) if n > 2 and "Indsatserne" in text)
    assert re.search(rf"Indsatserne[ .]*{place}\b", pages[1])


def test_a_caption_stands_on_the_page_of_its_first_row(pages):
    (page,) = [text for text in pages[2:] if "Borgere efter indsats" in text]
    assert "Indsats nummer 0 100" in page


def test_definitions_stand_on_the_last_page(pages):
    assert "Året for indskrivningen minus fødselsåret." in pages[-1]


def test_a_paper_of_nothing_is_a_paper():
    made = read(paper(sections=(Section("a", "Tom"),), notes=(), letterhead=(), definitions=()))
    assert len(made.pages) == 4


def test_the_same_paper_gives_the_same_pages(pages):
    assert [re.sub(r"\s+", " ", page.extract_text()) for page in read(paper()).pages] == pages


def test_nothing_is_fetched(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("A paper opened a socket.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert read(paper()).pages


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/hostname", "data:image/png;base64,AA"])
def test_an_address_in_a_paper_stops_it(monkeypatch, address):
    monkeypatch.setattr(html, "_styles", lambda paper: "")
    monkeypatch.setattr("documents.renderers.pdf.render_html", lambda paper: f'<img src="{address}" alt="x">')
    with pytest.raises(FatalURLFetchingError, match="may fetch nothing"):
        render_pdf(paper())


def test_no_warning_is_logged(caplog):
    read(paper())
    assert caplog.records == []


def nodes(node):
    """Every structure element beneath `node`."""
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if hasattr(child, "get") and "/S" in child:
            yield child
            yield from nodes(child)


def tags(root):
    return [node["/S"] for node in nodes(root)]
