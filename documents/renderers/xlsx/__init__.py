"""A paper as a workbook: a sheet about the report, one for each table, one of definitions."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

from django.utils.translation import get_language
from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.writer.excel import ExcelWriter

from documents.paper import Paper
from documents.renderers.bundle import dated, listed, packed, plain
from documents.renderers.xlsx.front import write_about, write_definitions
from documents.renderers.xlsx.names import sheet_names
from documents.renderers.xlsx.tables import write_table


def render_xlsx(paper: Paper, *, creator: str = "") -> bytes:
    """The paper in the active language; `creator` is who the file's properties name. Same paper, same bytes."""
    return workbook_bytes(_workbook(paper, creator), paper)


def empty_workbook(title: str, creator: str, moment: dt.datetime) -> Workbook:
    """Without a sheet; what a reader sees among the file's properties is ours alone."""
    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties = DocumentProperties(
        title=plain(title),
        creator=plain(creator),  # an empty one too: without it readers name the library
        language=get_language(),
        created=moment,
        modified=moment,
    )
    return book


def _workbook(paper: Paper, creator: str) -> Workbook:
    book = empty_workbook(f"{paper.kind} – {paper.running}", creator, dated(paper))
    tables = listed(paper)
    names = sheet_names(tables)
    write_about(book, paper, tables, names)
    for one, name in zip(tables, names, strict=True):
        write_table(book.create_sheet(name), paper, one)
    write_definitions(book, paper)
    return book


def workbook_bytes(book: Workbook, paper: Paper) -> bytes:
    """The file, dated as the paper is."""
    return packed(_parts(book), dated(paper))


def _parts(book: Workbook) -> Iterator[tuple[str, bytes]]:
    """`Workbook.save` would date the file now, so the writer beneath it is used."""
    buffer = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(buffer, "w")).save()
    with zipfile.ZipFile(buffer) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
