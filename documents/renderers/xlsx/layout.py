"""What a sheet needs before it is printed: A4, as wide as the page, its title above and its number below."""

from django.utils.translation import pgettext
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from documents.paper import Paper
from documents.renderers.bundle import plain

A4 = 9
WIDEST_UPRIGHT = 100  # characters
LONGEST_HEADER = 110  # characters; Excel allows 255 for the three parts and their codes


def lay_out(sheet: Worksheet, paper: Paper, *, width: float) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "portrait" if width <= WIDEST_UPRIGHT else "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0  # as many pages down as it takes
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    page, of = pgettext("page 1 of 9", "page"), pgettext("page 1 of 9", "of")
    sheet.HeaderFooter.oddHeader = _sides(header_text(paper.running), header_text(paper.mark))
    sheet.HeaderFooter.oddFooter = _sides(header_text(paper.kind), f"{page} &P {of} &N")


def _sides(left: str, right: str) -> HeaderFooterItem:
    item = HeaderFooterItem()
    item.left.text, item.right.text = left, right
    item.left.size = item.right.size = 9
    return item


def header_text(text: str) -> str:
    """`text` where an ampersand would begin a code."""
    short = " ".join(plain(text).split())
    if len(short) > LONGEST_HEADER:
        short = short[: LONGEST_HEADER - 1].rstrip() + "…"
    return short.replace("&", "&&").replace("&&[", "&& [")  # openpyxl reads "&[Page]" even where it is doubled
