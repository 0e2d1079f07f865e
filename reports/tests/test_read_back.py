"""Every format of every report read back as its readers read it, cell by cell against the one report object."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import pytest
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from documents.renderers.bundle import listed, unknown_cells
from documents.tables import EMPTY
from projects.models import Programme
from projects.tests.money import earmark, framework, grant, payment
from reports.presentation import report_paper
from reports.printing import print_report
from reports.tests.test_reports import fill
from reports.tests.world import AS_OF, World, day

KINDS = ["project", "overview", "status of a project", "status of a programme"]
AUDIENCES = ["internal", "public"]


@pytest.fixture(params=KINDS)
def subject(request, db):
    """(kind, subject) with something in every table."""
    programme = Programme.objects.get(code="EXIT2020")
    worlds = [World("AAA"), World("BBB")]
    for number, world in enumerate(worlds, start=12):
        fill(world, number)
        grant(world.project, 1_234_567 * number, line="municipal", granted_on=day("2021-02-01"))
        payment(world.project, 500_000, paid_on=day("2022-01-01"))
    framework(programme, 46_000_000, decided_on=day("2020-01-01"))
    earmark(programme, "ngo", 6_400_000, decided_on=day("2020-01-01"))
    is_of_programme = request.param in ("overview", "status of a programme")
    return request.param.split(" ")[0], programme if is_of_programme else worlds[0].project


def made(subject, format, audience="internal"):
    """The file, and the paper's tables as `listed` gives them: with number and project."""
    kind, about = subject
    report, content = print_report(kind, about, format=format, by=None, as_of=AS_OF, audience=audience)
    with override("da"):
        return content, report, listed(report_paper(report))


def lines(table):
    """(label, cells) of every line that a reader sees, in the order of the columns."""
    if table.is_withheld:
        return []
    rows = [(row.label, row.cells) for row in table.rows]
    if table.total is not None:
        rows.append(("I alt", table.total))
    return [(label, [cells.get(column.key, EMPTY) for column in table.columns]) for label, cells in rows]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_xlsx_holds_numbers_as_numbers(subject, audience):
    content, _report, tables = made(subject, "xlsx", audience)
    book = load_workbook(io.BytesIO(content))
    sheets = book.worksheets[1:-1]
    assert len(sheets) == len(tables)
    for sheet, one in zip(sheets, tables, strict=True):
        expected = [
            [label, *(cell.display or None if cell.value is None else cell.value for cell in row)]
            for label, row in lines(one.table)
        ]
        found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=3 + len(expected))]
        assert found[: len(expected)] == expected
        for row in sheet.iter_rows(min_row=4, max_row=3 + len(expected), min_col=2):
            assert {cell.data_type for cell in row if cell.value is not None} <= {"n", "s"}
    assert (sheets[0].page_setup.paperSize, book.worksheets[-1].title) == (9, "Definitioner")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_csv_holds_displays_and_values(subject, audience):
    content, _report, tables = made(subject, "csv", audience)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        files = [archive.read(name) for name in names]
    assert all(content.startswith(b"\xef\xbb\xbf") for content in files)
    for content, one in zip(files, tables, strict=False):
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        keys = [column.key for column in one.table.columns]
        assert rows[0] == ["key", "label", *(name for key in keys for name in (key, f"{key}_display"))]
        expected = lines(one.table)
        if one.table.unknown is not None:
            cells = unknown_cells(one.table)
            expected.append(("Uoplyst", [cells[key] for key in keys]))
        assert [row[3::2] for row in rows[1:]] == [[cell.display for cell in row] for _label, row in expected]
        for row, (_label, cells) in zip(rows[1:], expected, strict=True):
            values = [None if text == "" else float(text.replace(",", ".")) for text in row[2::2]]
            assert values == [cell.value for cell in cells]
    assert len(names) == len(tables) + 4


def test_json_is_the_report(subject):
    content, report, _tables = made(subject, "json")
    assert json.loads(content) == json.loads(json.dumps(report.as_json()))


class Tables(HTMLParser):
    """The cells of every table of a page, and whether the page asks for anything else."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.asked, self._cell = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.asked += [
            value for name, value in attrs if name in ("src", "srcset") or (tag == "link" and name == "href")
        ]
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = ""

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append(self._cell)
            self._cell = None


@pytest.mark.parametrize("audience", AUDIENCES)
def test_html_is_one_file_with_every_cell(subject, audience):
    content, _report, tables = made(subject, "html", audience)
    page = Tables(content.decode())
    shown = [one.table for one in tables if not one.table.is_withheld]
    assert page.asked == []
    assert len(page.tables) == len(shown)
    for found, table in zip(page.tables, shown, strict=True):
        assert found[0] == [table.row_label, *(column.label for column in table.columns)]
        expected = [[label, *(cell.display for cell in row)] for label, row in lines(table)]
        assert found[1:] == (expected or [["Der er ingen tal at vise."]])


def test_pdf_tells_every_number_in_the_order_of_the_tables(subject):
    content, _report, tables = made(subject, "pdf")
    reader = PdfReader(io.BytesIO(content))
    text = squeezed(" ".join(page.extract_text() for page in reader.pages))
    for one in tables:
        for label, row in lines(one.table):
            assert squeezed(label + "".join(cell.display for cell in row)) in text, (one.table.id, label)
    assert len(reader.outline) > 0
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def squeezed(text):
    """Without blanks and line breaks, which a PDF sets where its lines end."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", text)
