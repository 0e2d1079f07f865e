import io
import zipfile

import pytest
from openpyxl import Workbook

from exchange.workbook import bounds, reading
from exchange.workbook.reading import UnreadableWorkbookError, read_workbook
from tests.workbooks import HEADINGS, answer, citizen, saved, sheets


def of_sheet(raw, name):
    return next(read for read in raw.sheets if read.sheet.name == name)


def by_heading(read):
    """The sheet's rows as a person sees them: each cell under its heading."""
    return [dict(zip([column.heading for column in read.columns], cells, strict=True)) for _number, cells in read.rows]


def places(issues):
    return [(issue.sheet, issue.row, issue.column) for issue in issues]


def by_hand(fill):
    book = Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_rows_keep_the_spreadsheets_numbers_and_blank_ones_are_skipped():
    def fill(book):
        sheet = book.active
        sheet.title = "Borgere"
        sheet.append(HEADINGS["Borgere"])
        sheet["A4"], sheet["A9"], sheet["B5"] = "1", "2", "  "

    raw = read_workbook(by_hand(fill))
    assert [number for number, _cells in of_sheet(raw, "Borgere").rows] == [4, 9]
    assert raw.errors == []


def test_headings_stand_in_any_order_and_any_case():
    headings = {**HEADINGS, "Borgere": ["startdato ", *HEADINGS["Borgere"][:3], *HEADINGS["Borgere"][4:]]}
    headings["Borgere"][1] = " BORGER-ID"
    rows = [{"startdato ": "2021-01-01", " BORGER-ID": "7"}]
    raw = read_workbook(saved({"Borgere": rows}, headings))
    assert raw.errors == []
    (cells,) = by_heading(of_sheet(raw, "Borgere"))
    assert (cells["Startdato"], cells["Borger-ID"], cells["Køn"]) == ("2021-01-01", "7", None)


def test_unknown_missing_and_repeated_headings():
    headings = {**HEADINGS, "Trivsel": ["Borger-ID", "Borger-ID", "Dato", *HEADINGS["Trivsel"][2:6], "Humør"]}
    raw = read_workbook(saved(sheets([citizen()], answers=[answer()]), headings))
    assert places(raw.errors) == [
        ("Trivsel", 1, "Borger-ID"),
        ("Trivsel", 1, "Humør"),
        ("Trivsel", 1, "Spørgsmål 5"),
    ]


def test_a_heading_that_identifies_somebody_is_not_repeated():
    headings = {"Borgere": [*HEADINGS["Borgere"], "Ring til 20304050"]}
    (error,) = read_workbook(saved({"Borgere": []}, headings)).errors
    assert error.column == "…"


def test_a_column_without_a_heading_is_a_warning():
    headings = {"Borgere": [*HEADINGS["Borgere"], ""]}
    raw = read_workbook(saved({"Borgere": [{**citizen(), "": "a remark"}]}, headings))
    assert (raw.errors, places(raw.warnings)) == ([], [("Borgere", 1, "")])


def test_a_sheet_with_rows_but_no_headings():
    def fill(book):
        book.active.title = "Borgere"
        book.active.append(HEADINGS["Borgere"])
        book.create_sheet("Indsatser")["A2"] = "1"

    raw = read_workbook(by_hand(fill))
    assert places(raw.errors) == [("Indsatser", 1, heading) for heading in HEADINGS["Indsatser"]]


@pytest.mark.parametrize("names", [["Borgere"], list(HEADINGS)])
def test_other_sheets_may_be_missing_or_empty(names):
    raw = read_workbook(saved({name: [] for name in names}, {"Borgere": HEADINGS["Borgere"]}))
    assert (raw.errors, raw.warnings) == ([], [])


def test_the_sheet_of_citizens_must_be_there():
    raw = read_workbook(saved({"Indsatser": []}))
    assert places(raw.errors) == [("Borgere", 1, "")]


def test_an_empty_sheet_of_citizens_misses_every_column():
    raw = read_workbook(saved({"Borgere": []}, {}))
    assert places(raw.errors) == [("Borgere", 1, heading) for heading in HEADINGS["Borgere"]]


def test_an_unknown_sheet_is_left_out_with_a_warning():
    raw = read_workbook(saved({"Borgere": [], "Noter": [{}]}))
    assert places(raw.warnings) == [("Noter", None, "")]
    assert [read.sheet.name for read in raw.sheets] == ["Borgere"]


def test_the_size_that_a_file_says_of_itself_is_not_believed():
    file = saved({"Borgere": [citizen(str(number)) for number in range(5)]})
    small = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(small, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.startswith("xl/worksheets/"):
                content = content.replace(b"<sheetData>", b"", 1).replace(
                    b"<sheetFormatPr", b'<dimension ref="A1:A1"/><sheetFormatPr', 1
                )
                content = content.replace(b"<row ", b"<sheetData><row ", 1)
            new.writestr(part, content)
    small.seek(0)
    assert len(of_sheet(read_workbook(small), "Borgere").rows) == 5


def encrypted():
    return io.BytesIO(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def truncated():
    content = saved(sheets([citizen()])).getvalue()
    return io.BytesIO(content[: len(content) // 2])


def spoiled():
    content = bytearray(saved(sheets([citizen(str(number)) for number in range(50)])).getvalue())
    content[len(content) // 3 : len(content) // 3 + 40] = b"\0" * 40
    return io.BytesIO(bytes(content))


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(b""),
        io.BytesIO(b"Borger-ID;Startdato\n1;2021-01-01\n"),
        encrypted(),
        zipped(a="b"),
        truncated(),
        spoiled(),
    ],
    ids=["empty", "csv", "encrypted", "another zip", "truncated", "spoiled"],
)
def test_what_is_no_workbook_is_one_clear_error(file):
    with pytest.raises(UnreadableWorkbookError) as error:
        read_workbook(file)
    assert str(error.value)


def test_a_password_has_its_own_words():
    with pytest.raises(UnreadableWorkbookError) as locked:
        read_workbook(encrypted())
    with pytest.raises(UnreadableWorkbookError) as other:
        read_workbook(io.BytesIO(b"text"))
    assert str(locked.value) != str(other.value)


def test_limits_of_rows_and_of_unpacked_size(monkeypatch):
    file = saved(sheets([citizen(str(number)) for number in range(6)], answers=[answer(), answer()]))
    monkeypatch.setattr(reading, "MOST_ROWS", 8)
    assert len(read_workbook(file).sheets) == 4
    monkeypatch.setattr(reading, "MOST_ROWS", 7)
    with pytest.raises(UnreadableWorkbookError):
        read_workbook(file)
    monkeypatch.setattr(reading, "MOST_ROWS", 100)
    monkeypatch.setattr(bounds, "UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableWorkbookError):
        read_workbook(file)


def test_rows_far_below_the_last_one_end(monkeypatch):
    def fill(book):
        book.active.title = "Borgere"
        book.active["A40"] = "1"

    monkeypatch.setattr(reading, "SPREADSHEET_ROWS", 39)
    with pytest.raises(UnreadableWorkbookError):
        read_workbook(by_hand(fill))


def test_a_path_is_read_like_an_open_file(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(saved(sheets([citizen()])).getvalue())
    assert len(of_sheet(read_workbook(path), "Borgere").rows) == 1
    assert len(of_sheet(read_workbook(str(path)), "Borgere").rows) == 1


def test_a_cell_far_to_the_right_widens_no_row():
    """Its row would be 16,384 cells wide, and thousands of such rows would keep the server busy for minutes."""

    def fill(book):
        book.active.title = "Borgere"
        book.active.append(HEADINGS["Borgere"])
        book.active.cell(2, 1, "B-1")
        book.active.cell(2, reading.MOST_COLUMNS + 1, "far away")
        book.active.cell(1, 16_384, "Heading")

    book = Workbook()
    fill(book)
    assert {len(row) for _number, row in reading._numbered(book.active)} == {reading.MOST_COLUMNS}
    raw = read_workbook(by_hand(fill))
    assert [cells["Borger-ID"] for cells in by_heading(of_sheet(raw, "Borgere"))] == ["B-1"]
    assert (raw.errors, raw.warnings) == ([], [])
