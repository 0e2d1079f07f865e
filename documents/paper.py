"""What a paper is: a title page, numbered tables and figures in sections, and a last page of definitions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from documents.charts import Chart
from documents.tables import Note, Table


@dataclass(frozen=True)
class Figure:
    """A chart and what stands beneath it. It has no number where its chart has nothing to draw."""

    chart: Chart
    title: str
    source: str
    notes: tuple[Note, ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class Exhibit:
    """A table, and the figure that draws it."""

    table: Table
    figure: Figure | None = None
    number: int | None = None


@dataclass(frozen=True)
class Section:
    """`sentences` say the main figures in words; `code` is that of the project whose tables these are, where the
    paper tells of several."""

    id: str
    title: str
    sentences: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Definition:
    term: str
    text: str


@dataclass(frozen=True)
class Paper:
    """`kind` says what sort of paper it is, `facts` stand on the title page as label and value, `running` at the
    top of every page, and `mark` too where the paper must not leave the house. `notes` concern all of it. Files made of
    it are dated `as_of`, so that the same paper gives the same bytes."""

    title: str
    kind: str
    running: str
    facts: tuple[tuple[str, str], ...] = ()
    letterhead: tuple[str, ...] = ()
    status: str = ""
    mark: str = ""
    notes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    definitions: tuple[Definition, ...] = field(default=())
    as_of: dt.date | None = None


def numbered(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections with their tables and figures numbered from 1, each kind by itself."""
    tables, figures, result = 0, 0, []
    for section in sections:
        exhibits = []
        for exhibit in section.exhibits:
            tables += 1
            figure = exhibit.figure
            if figure is not None and not figure.chart.is_empty:
                figures += 1
                figure = replace(figure, number=figures)
            exhibits.append(replace(exhibit, number=tables, figure=figure))
        result.append(replace(section, exhibits=tuple(exhibits)))
    return tuple(result)
