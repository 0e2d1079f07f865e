"""Files made to hurt: small to send, immense when unpacked. Each is refused before anything large is in memory."""

import io
import time
import tracemalloc
import zipfile

import pytest

from exchange.workbook import bounds
from exchange.workbook.reading import UnreadableWorkbookError, read_workbook
from tests.workbooks import HEADINGS, citizen, saved, sheets

MEGABYTE = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"


def workbook_with(part, pieces):
    """A small real workbook in which `part` holds `pieces`."""
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(saved(sheets([citizen()]))) as old,
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w") as stream:
            for piece in pieces:
                stream.write(piece)
    whole.seek(0)
    return whole


def sheet_of(*pieces):
    opening = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return [opening, *pieces, b"</sheetData></worksheet>"]


def texts_of(*pieces):
    return [b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">', *pieces, b"</sst>"]


HOSTILE = {
    "a zip bomb": ("xl/theme/theme1.xml", [b" " * MEGABYTE] * 420),
    "millions of empty rows": (SHEET, sheet_of(*[b"<row/>" * 100_000] * 170)),
    "rows that all say they are the first": (SHEET, sheet_of(*[b'<row r="1"></row>' * 50_000] * 170)),
    "one row without an end": (SHEET, sheet_of(b"<row>", *[b"<c/>" * 100_000] * 8, b"</row>")),
    "one row of another name": (SHEET, sheet_of(b"<x:r>", *[b"<x:c/>" * 100_000] * 8, b"</x:r>")),
    "millions of columns": (SHEET, [b"<worksheet><cols>", *[b'<col min="1" max="1"/>' * 50_000] * 4, b"</cols>"]),
    "millions of shared texts": (TEXTS, texts_of(*[b"<si><t/></si>" * 50_000] * 14)),
    "immense styles": ("xl/styles.xml", [b"<styleSheet><cellXfs>", b"<xf/>" * 310_000]),
    "a part that nobody knows": ("xl/other.xml", [b"<a>" * 310_000]),
}


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_little_memory_and_time(part):
    file = workbook_with(*part)
    assert len(file.getvalue()) < 2 * MEGABYTE
    tracemalloc.start()
    begun = time.process_time()
    with pytest.raises(UnreadableWorkbookError) as error:
        read_workbook(file)
    seconds, (_now, peak) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * MEGABYTE
    assert seconds < 10
    assert str(error.value) == "Regnearket er for stort. Del det i flere filer."


def test_more_parts_than_a_workbook_has():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(bounds.MOST_PARTS + 1):
            archive.writestr(f"{number}", b"")
    with zipfile.ZipFile(file) as archive:
        assert bounds.is_too_large(archive)


def test_rows_below_each_other_are_no_long_row():
    """A sheet as long as it likes, each of whose rows is short, also where the rows' tags lie across two chunks."""
    row = b'<row r="%d"><c><v>1</v></c></row>'
    file = workbook_with(SHEET, sheet_of(*(row % number for number in range(1, 150_000))))
    with zipfile.ZipFile(file) as archive:
        assert archive.getinfo(SHEET).file_size > 2 * bounds.ROW_BYTES
        assert not bounds.is_too_large(archive)


def test_the_widest_row_of_a_spreadsheet_passes():
    headings = {"Borgere": [*HEADINGS["Borgere"], *[f"En bemærkning {number}" for number in range(16_000)]]}
    with zipfile.ZipFile(saved({"Borgere": []}, headings)) as archive:
        assert not bounds.is_too_large(archive)


def test_the_limits_leave_room_for_the_most_rows_that_are_read(monkeypatch):
    """Of a full row's tags, 200,000 times: the limit of rows speaks first, and says what it is."""
    full = dict.fromkeys(HEADINGS["Borgere"], "tekst")
    with zipfile.ZipFile(saved({"Borgere": [full] * 100})) as archive:
        tags = archive.read(SHEET).count(b"<")
    assert 200_000 * tags / 100 < bounds.TAGS_OF_SHEETS
