"""Tables and papers made by hand, and readers of what the renderers write."""

from html.parser import HTMLParser
from xml.etree import ElementTree

from documents.charts import WIDE, Bar, bar_chart
from documents.paper import Definition, Exhibit, Figure, Paper, Section
from documents.tables import Column, Note, Row, Table, count_cell, number_cell, percent

SVG = "{http://www.w3.org/2000/svg}"
AGES = {"18-25": 18, "26-30": 16, "31-35": 6, "36-45": 11, "46+": 8}
LONG_LABELS = [
    "Rådgivning og vejledning",
    "Beskæftigelses- og uddannelsesrettet indsats",
    "Udlevering af gratis tøj, madvarer og hygiejneartikler til borgere på gaden om natten",
    "Speciallægepsykiatribehandlingskoordineringsmødevirksomhed",
    "MØDE MED KOMMUNENS MEDARBEJDERE OM NØDBOLIG OG HJEM I HVERDAGEN",
]


def share_table(counts=None, *, unknown=19, **facts) -> Table:
    counts = AGES if counts is None else counts
    base = sum(counts.values())
    rows = tuple(Row(key, f"{key} år", share_cells(count, base)) for key, count in counts.items())
    made = {
        "id": "age_distribution",
        "title": "Aldersfordeling",
        "source": "Projektets egne registreringer",
        "row_label": "Alder",
        "columns": (Column("percent", "Andel (pct.)"), Column("count", "Antal")),
        "rows": rows,
        "notes": (Note(f"{unknown} borgere er uden alder.", (unknown,)), Note("Andelene er afrundet.")),
        "total": share_cells(base, base),
        "unknown": unknown,
    }
    return Table(**(made | facts))


def share_cells(count, base):
    return {"percent": number_cell(percent(count, base)), "count": count_cell(count)}


def long_table(rows=60) -> Table:
    return Table(
        id="citizens_by_intervention",
        title="Borgere efter indsats",
        source="Registreringer",
        row_label="Indsats",
        columns=(Column("count", "Antal"),),
        rows=tuple(Row(str(n), f"Indsats nummer {n}", {"count": count_cell(100 + n)}) for n in range(rows)),
    )


def age_chart(table=None, width=WIDE):
    table = table or share_table()
    bars = [Bar(row.label, row.cells["count"].value, row.cells["count"].display) for row in table.rows]
    return bar_chart("ages", "Borgere efter alder", bars, width=width)


def paper(**facts) -> Paper:
    exhibits = (Exhibit(share_table(), Figure(age_chart(), "Alder", "Registreringer", (Note("N = 59."),))),)
    made = {
        "title": "Nye skridt",
        "kind": "Projektrapport",
        "running": "Nye skridt, opgjort pr. 30. november 2023",
        "facts": (("Kommune", "Aarhus Kommune"), ("Opgjort pr.", "30. november 2023")),
        "letterhead": ("Aarhus Kommune", "Øvegade 1"),
        "status": "Intern",
        "mark": "Intern",
        "notes": ("Projektet sluttede den 30. november 2023.",),
        "sections": (
            Section("citizens", "Borgerne", ("Projektet har 78 borgere.", "De er unge."), exhibits),
            Section("interventions", "Indsatserne", (), (Exhibit(long_table()),)),
        ),
        "definitions": (Definition("Alder", "Året for indskrivningen minus fødselsåret."),),
    }
    return Paper(**(made | facts))


class TableReader(HTMLParser):
    """Reads HTML back: `tables` as rows of cell texts, `elements` as (tag, attributes), `texts` by tag."""

    def __init__(self, html):
        super().__init__()
        self.tables, self.elements, self.texts, self._open = [], [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        text = " ".join(data.split())
        if not text:
            return
        for tag in self._open:
            self.texts[tag][-1] = f"{self.texts[tag][-1]} {text}".strip()
        if self._open[-1:] in (["td"], ["th"]):
            self.tables[-1][-1][-1] += text

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def svg_root(svg):
    return ElementTree.fromstring(svg)  # noqa: S314


def svg_texts(svg):
    return [element.text for element in svg_root(svg).iter(f"{SVG}text")]
