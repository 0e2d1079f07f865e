"""docs/figures.md: the catalogue as a document."""

from collections.abc import Iterator, Mapping

from reports.catalogue.parts import Entry, Figure

OPENING = """\
# Figures

Written by `manage.py describe_figures` from `reports/catalogue`; a test says when it is stale.

Every report is as of a day. What begins later does not exist, what ends later counts as open; undated facts are as
known now. A day after a project's end or lapse is read as that last day. Numbers are computed exactly and rounded
once, half away from zero, when they are displayed; a report's JSON carries the unrounded `value` beside the
`display`. Without a base the value is null and the display `–`.

Ids and keys are those of the JSON. A key in angle brackets stands for one row or column for each such thing. Source
000 is the status statement of 18 March 2014, source 002 the report on the projects of 2020–2023;
`docs/reproduction.md` sets their numbers beside ours.
"""


def as_markdown(catalogue: Mapping[str, Figure]) -> str:
    lines = [OPENING.rstrip()]
    for figure in catalogue.values():
        lines += _figure(figure)
    return "\n".join(lines) + "\n"


def _figure(figure: Figure) -> Iterator[str]:
    reports = ", ".join(f"`report {kind}`" for kind in figure.reports)
    yield f"\n## `{figure.id}`\n"
    yield f"{figure.meaning}\n"
    yield f"- In: {reports}"
    yield f"- Source: {figure.source}"
    for setting in figure.settings:
        yield f"- Setting of the programme: `{setting.field}`, {setting.meaning} ({setting.default} by default)"
    yield from _entries("row", figure.rows)
    yield from _entries("column", figure.columns)
    yield from _closing(figure)


def _entries(kind: str, entries: Mapping[str, Entry]) -> Iterator[str]:
    yield f"\n| {kind} | meaning | displayed with |\n|---|---|---|"
    for key, entry in entries.items():
        yield f"| `{key}` | {entry.meaning} | {entry.rounding.value if entry.rounding else ''} |"


def _closing(figure: Figure) -> Iterator[str]:
    if figure.total or figure.unknown:
        yield ""
    if figure.total:
        yield f"- `total`: {figure.total}"
    if figure.unknown:
        yield f"- `unknown`: {figure.unknown}"
