"""Tables and papers as HTML. A paper is one file that needs nothing else, on screen and on paper."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from documents.paper import Paper, numbered
from documents.tables import EMPTY, Cell, Table

LONGEST_UNBROKEN_TABLE = 14  # rows; a longer one may run on over pages, with its head repeated
COLUMNS_OF_A_WIDE_TABLE = 4  # on a phone it scrolls in a box of its own


def table_context(table: Table, number: int | None = None) -> dict[str, Any]:
    """What the template of a table needs: its cells in the order of its columns."""
    looks = [(column.key, "text" if table.is_text_column(column.key) else "number") for column in table.columns]

    def line(cells: Mapping[str, Cell]) -> list[tuple[Cell, str]]:
        return [(cells.get(key, EMPTY), look) for key, look in looks]

    return {
        "table": table,
        "number": number,
        "columns": [(column, look) for column, (_key, look) in zip(table.columns, looks, strict=True)],
        "rows": [(row, line(row.cells)) for row in table.rows],
        "total": None if table.total is None else line(table.total),
        "width": len(looks) + 1,
        "is_wide": len(looks) >= COLUMNS_OF_A_WIDE_TABLE or any(look == "text" for _key, look in looks),
        "is_long": len(table.rows) > LONGEST_UNBROKEN_TABLE,
    }


def render_html(paper: Paper) -> str:
    """The paper in the active language as one HTML document with its styles inside."""
    context = {"paper": paper, "sections": numbered(paper.sections), "styles": _styles(paper)}
    return render_to_string("documents/paper.html", context)


def css_string(text: str) -> SafeString:
    """`text` as a CSS string that can end neither the string nor the style element."""
    safe = "".join(char if char.isalnum() or char in " .,-–:()" else f"\\{ord(char):x} " for char in text)
    return mark_safe(f'"{safe}"')  # noqa: S308


def _styles(paper: Paper) -> SafeString:
    words = {
        "running": paper.running,
        "mark": paper.mark,
        "page": pgettext("page 1 of 9", "page") + " ",
        "of": " " + pgettext("page 1 of 9", "of") + " ",
    }
    page = render_to_string("documents/page.css", {name: css_string(text) for name, text in words.items()})
    return mark_safe(stylesheet("exitcase/paper.css") + page)  # noqa: S308


@cache
def stylesheet(name: str) -> str:
    """The static file `name`, to be set within a paper. Raises FileNotFoundError."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")
