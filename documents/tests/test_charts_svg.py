import re

import pytest
from django.template import Context, Template
from django.utils import translation
from fontTools.ttLib import TTFont

from documents.charts import NARROW, WIDE, Bar, Point, bar_chart, line_chart, score_curve, score_thresholds
from documents.tests.samples import LONG_LABELS, SVG, age_chart, svg_root, svg_texts
from documents.tests.test_charts_lines import chart as wave_chart
from documents.tests.test_charts_scores import SCORES

FONTS = "/usr/share/fonts/truetype/dejavu/DejaVuSans"


def render(chart):
    return Template("{% load documents %}{% chart chart %}").render(Context({"chart": chart}))


def long_chart(width):
    bars = [Bar(label, 1234, "100 pct. (1.234)") for label in LONG_LABELS]
    return bar_chart("long", "Indsatser", [*bars, Bar("Ingen", 0, "0", is_muted=True)], width=width)


CHARTS = {
    "ages": age_chart,
    "narrow": lambda: long_chart(NARROW),
    "wide": lambda: long_chart(WIDE),
    "waves": wave_chart,
    "wide_waves": lambda: wave_chart(width=WIDE),
    "scores": lambda: score_curve(SCORES),
    "muted": lambda: bar_chart("m", "Titel", [Bar("Ingen", 20, "20", is_muted=True), Bar("En", 3, "3")]),
}


@pytest.fixture(params=CHARTS)
def chart(request):
    return CHARTS[request.param]()


def test_the_picture_has_its_alternative_text(chart):
    root = svg_root(render(chart))
    title = root.find(f"{SVG}title")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert title.text == chart.description
    assert root.find(f"{SVG}title") is root[0]


def test_the_picture_scales_and_has_no_size_of_its_own(chart):
    root = svg_root(render(chart))
    assert root.get("viewBox") == f"0 0 {chart.width} {chart.height}"
    assert (root.get("width"), root.get("height")) == ("100%", None)


def test_nothing_in_it_needs_what_the_content_policy_forbids(chart):
    svg = render(chart)
    assert "style" not in svg
    assert "<script" not in svg
    assert not re.search(r"\son\w+=", svg)
    assert not re.search(r"(href|url)\s*=?\s*\(?[\"']?https?:", svg.replace('xmlns="http://www.w3.org/2000/svg"', ""))


def test_numbers_in_it_are_written_for_a_machine(chart):
    with translation.override("da"):
        root = svg_root(render(chart))
    for element in root.iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "cx", "cy", "dy"):
            value = element.get(name)
            assert value is None or re.fullmatch(r"-?[\d.]+%?", value), (element.tag, name, value)


def test_ids_are_the_charts_own(chart):
    ids = [element.get("id") for element in svg_root(render(chart)).iter() if element.get("id")]
    assert ids
    assert all(name.endswith(f"-{chart.id}") for name in ids)


def test_labels_and_values_are_text(chart):
    texts = svg_texts(render(chart))
    drawing = chart.drawing
    if hasattr(drawing, "bars"):
        expected = [line.text for bar in drawing.bars for line in [*bar.label, bar.display]]
    else:
        expected = [p.display.text for p in drawing.points] + [t.text for t in [*drawing.beneath, *drawing.heads]]
    assert set(expected) - {""} <= set(texts)


def test_no_text_runs_out_of_the_picture(chart):
    """Measured with the font of the paper, which is wider than a screen's."""
    regular, bold = TTFont(f"{FONTS}.ttf"), TTFont(f"{FONTS}-Bold.ttf")
    root = svg_root(render(chart))
    moved = {text for group in root.iter(f"{SVG}g") for text in group.iter(f"{SVG}text")}
    for element in root.iter(f"{SVG}text"):
        size = float(element.get("font-size") or root.get("font-size"))
        width = measured(bold if element.get("font-weight") else regular, element.text or "", size)
        if element not in moved:
            left = float(element.get("x")) - width * {"end": 1, "middle": 0.5}.get(element.get("text-anchor"), 0)
            assert left >= 0, element.text
            assert left + width <= chart.width, element.text


def measured(font, text, size):
    names, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[names[ord(char)]][0] for char in text) * size / font["head"].unitsPerEm


def test_a_bar_without_a_value_is_not_drawn():
    svg = render(bar_chart("x", "Titel", [Bar("Mand", None, "·"), Bar("Non-binær", 0, "0"), Bar("Kvinde", 9, "9")]))
    assert svg.count('class="chart-bar"') == 1
    assert {"·", "0", "9"} <= set(svg_texts(svg))


def test_a_muted_bar_is_told_apart_by_its_pattern():
    svg = render(CHARTS["muted"]())
    assert svg.count('fill="url(#hatch-m)"') == 1
    assert 'id="hatch-m"' in svg


def test_thresholds_are_told_apart_by_their_dashes():
    dashes = re.findall(r'stroke-dasharray="([^"]+)"', render(wave_chart()))
    assert len(dashes) == len(set(dashes)) == 3


def test_labels_are_escaped():
    svg = render(bar_chart("x", "A & B", [Bar("<b>Reden</b> & co", 3, "3")]))
    assert "<b>" not in svg
    assert "<b>Reden</b> & co" in svg_texts(svg)


def test_two_charts_on_one_page_share_no_id():
    both = render(age_chart()) + render(wave_chart())
    ids = re.findall(r'\bid="([^"]+)"', both)
    assert len(ids) == len(set(ids)) > 1


@pytest.mark.parametrize(
    "empty",
    [bar_chart("x", "Titel", []), line_chart("x", "Titel", []), score_curve([])],
)
def test_an_empty_chart_is_a_sentence(empty):
    html = render(empty)
    assert "<svg" not in html
    assert html.strip().startswith('<p class="chart-empty">')


def test_the_last_point_of_a_long_series_stays_within_the_plot():
    points = [Point(k, 100, "100", (str(k), "1.234")) for k in range(1, 25)]
    made = line_chart("x", "T", points, thresholds=score_thresholds(), heads=("Måling", "n"))
    assert max(point.x for point in made.drawing.points) < made.drawing.right
    assert svg_texts(render(made)).count("100") >= 2
