"""docs/reproduction.md: the comparison as a document."""

from collections.abc import Iterator

from exchange.reproduction.comparison import ComparedExhibit, Comparison

OPENING = """\
# Reproduction

Written by `manage.py reproduce`; a test says when it is stale. The page `/reports/reproduction/` shows the same.

Every number that two published sources print stands beside the one that our reports give of the demonstration, whose
rows are invented to give what is printed. Source 000 is the status statement to a parliamentary committee of 18 March
2014, source 002 the report on the four projects of 2020–2023. Numbers are written as in the sources, in Danish.
What a source does not print (the bars and points of its pictures) is not listed.

Where a source contradicts itself, no rows can give all that it prints. The contradiction is named, with our reading;
a number that differs from ours stands only where there is one.
"""
HEAD = ("| | printed | ours | |", "|---|---|---|---|")


def as_markdown(comparison: Comparison) -> str:
    return "\n".join([OPENING, *_summary(comparison), *_parts(comparison)]) + "\n"


def _summary(comparison: Comparison) -> Iterator[str]:
    yield (
        f"{comparison.numbers} numbers: {comparison.numbers - comparison.differing} are the same, "
        f"{comparison.differing} differ. {comparison.contradictions} contradictions."
    )


def _parts(comparison: Comparison) -> Iterator[str]:
    for part in comparison.parts:
        yield f"\n## {part.title.en}"
        for one in part.exhibits:
            yield from _exhibit(one)


def _exhibit(one: ComparedExhibit) -> Iterator[str]:
    yield f"\n### {one.exhibit.title.en}\n"
    yield f"{one.exhibit.place.en}\n"
    if one.pairs:
        yield from HEAD
    for pair in one.pairs:
        yield f"| {pair.label.en} | {pair.printed} | {pair.ours} | {'same' if pair.is_same else '**differs**'} |"
    if one.pairs and one.exhibit.contradictions:
        yield ""
    for contradiction in one.exhibit.contradictions:
        yield f"- {contradiction.text.en} *{contradiction.reading.en}*"
