"""What sources 000 and 002 print beside ours: the committed data and document are those of today's code."""

import json
from fractions import Fraction

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from documents.tables import Cell
from exchange.management.commands.reproduce import DOCUMENT, as_json, numbers_of_the_demonstration
from exchange.reproduction import comparison
from exchange.reproduction.comparison import compare
from exchange.reproduction.markdown import as_markdown
from exchange.reproduction.ours import Reader, rules
from exchange.reproduction.published import LANGUAGES, Contradiction, Exhibit, Part, Printed, Published, Shown, Words
from exchange.reproduction.published import published as read_published
from projects.models import Project

pytestmark = pytest.mark.django_db

STALE = "Run `manage.py reproduce` with an empty database and look at what has changed."
EXHIBITS = read_published().exhibits
IDS = [exhibit.id for exhibit in EXHIBITS]
TABLES = (1, 3, 5, 6, 8, 9, 11, 12, 14, 15)  # those with figures; 2, 4, 7, 10, 13 and 16 are descriptions
# What the source prints against itself: every number of ours that differs, by exhibit.
DIFFERING = {
    "figur-1": 2, "figur-3": 4, "tabel-8": 2, "tabel-9": 1, "figur-5": 1, "tabel-11": 2, "tabel-12": 4,
    "figur-7": 1, "tabel-15": 2, "metode": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def ours(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return numbers_of_the_demonstration()


def words(text):
    return Words(da=f"{text} på dansk", en=f"{text} in English")


def test_the_data_is_that_of_today(ours):
    assert comparison.FILE.read_text() == as_json(ours), STALE


def test_the_document_is_that_of_today(ours):
    assert DOCUMENT.read_text() == as_markdown(compare(read_published(), ours)), STALE


def test_nothing_of_the_demonstration_stays(ours):
    assert not Project.objects.exists()


def test_every_table_and_figure_of_the_report_is_there():
    expected = {f"tabel-{n}" for n in TABLES} | {f"figur-{n}" for n in range(1, 9)}
    assert {one for one in IDS if one[:5] in ("tabel", "figur")} == expected
    assert set(IDS) - expected == {"metode", "beskrivelser", "status", "oekonomi"}
    assert len(IDS) == len(set(IDS))


def test_every_number_that_differs_is_known():
    differing = {one.exhibit.id: one.differing for one in comparison.comparison().exhibits if one.differing}
    assert differing == DIFFERING


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=IDS)
def test_a_number_differs_only_where_a_contradiction_is_named(exhibit):
    compared = next(one for one in comparison.comparison().exhibits if one.exhibit.id == exhibit.id)
    assert not compared.differing or exhibit.contradictions


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=IDS)
def test_every_text_is_in_both_languages(exhibit):
    texts = [exhibit.title, exhibit.place, *(number.label for number in exhibit.numbers)]
    for contradiction in exhibit.contradictions:
        texts += [contradiction.text, contradiction.reading]
    for text in texts:
        assert all(getattr(text, language).strip() for language in LANGUAGES)
    for contradiction in exhibit.contradictions:
        assert contradiction.text.da != contradiction.text.en
        assert contradiction.text.da.endswith(".")


def test_citizens_are_called_citizens():
    written = json.dumps(json.loads(comparison.FILE.with_name("published.json").read_text()), ensure_ascii=False)
    assert not any(word in written.lower() for word in ("klient", "bruger ", "brugere", "prostituerede"))


def test_descriptions_have_contradictions_and_no_numbers():
    described = next(exhibit for exhibit in EXHIBITS if exhibit.id == "beskrivelser")
    assert described.numbers == ()
    assert "descriptions, not figures" in described.title.en
    assert len(described.contradictions) == 12


# The statement of source 000 and the grants of source 002 have no contradiction between two numbers.
@pytest.mark.parametrize("exhibit_id", ["tabel-1", "tabel-3", "tabel-5", "tabel-6", "figur-2", "status", "oekonomi"])
def test_all_of_an_exhibit_is_given(exhibit_id):
    compared = next(one for one in comparison.comparison().exhibits if one.exhibit.id == exhibit_id)
    assert compared.pairs
    assert [pair.ours for pair in compared.pairs] == [pair.printed for pair in compared.pairs]


class FakeReader(Reader):
    """Cells by address, so that the arithmetic is tried alone."""

    def __init__(self, **values):
        self.values = values

    def cell(self, address):
        return Cell(self.values[address], f"<{self.values[address]}>")


@pytest.mark.parametrize(
    ("ours", "shown", "expected"),
    [
        (("a",), None, "<23300000>"),  # as the report displays it
        (("a", "b"), None, "23.300.004"),
        (("a", "-b"), None, "23.299.996"),
        (("a",), Shown("{} mio. kr.", 1, 1_000_000), "23,3 mio. kr."),
        (("b",), Shown("{} point"), "4 point"),
        (("none",), Shown("{} point"), "0 point"),
    ],
)
def test_how_a_number_of_ours_is_written(ours, shown, expected):
    reader = FakeReader(a=23_300_000, b=4, none=None)
    with translation.override("da"):
        assert reader.displayed(Printed(words("x"), "", ours, shown)) == expected


def test_an_exact_half_is_rounded_away_from_zero():
    with translation.override("da"):
        assert FakeReader(a=0.5).displayed(Printed(words("x"), "", ("a",), Shown("{}"))) == "1"
    assert Fraction(0.5) == Fraction(1, 2)


def test_the_rules_that_a_source_also_prints():
    assert rules() == {
        "population_mean": 68, "high_risk_to": 35, "risk_to": 50, "factor": 4, "significant": 10, "minimum": 10,
        "course_months": 12,
    }  # fmt: skip


def exhibit(*numbers, contradictions=()):
    return Exhibit("one", words("Title"), words("Place"), numbers, contradictions)


def publication(*numbers, contradictions=()):
    return Published({}, (Part(words("Part"), (exhibit(*numbers, contradictions=contradictions),)),))


def test_a_comparison_counts_what_differs():
    numbers = [Printed(words("a"), "1", ()), Printed(words("b"), "2", ())]
    found = compare(publication(*numbers, contradictions=(Contradiction(words("c"), words("r")),)), {"one": ["1", "3"]})
    assert (found.numbers, found.differing, found.contradictions) == (2, 1, 1)
    assert [pair.is_same for pair in found.exhibits[0].pairs] == [True, False]


@pytest.mark.parametrize("ours", [{}, {"one": []}, {"one": ["1", "2"]}])
def test_data_of_another_publication_is_refused(ours):
    with pytest.raises(ValueError, match="zip"):
        compare(publication(Printed(words("a"), "1", ())), ours)


def test_the_document_says_what_differs_in_words():
    numbers = [Printed(words("a"), "1", ()), Printed(words("b"), "2", ())]
    one = publication(*numbers, contradictions=(Contradiction(words("c"), words("r")),))
    text = as_markdown(compare(one, {"one": ["1", "3"]}))
    assert "2 numbers: 1 are the same, 1 differ. 1 contradictions." in text
    assert "| a in English | 1 | 1 | same |\n| b in English | 2 | 3 | **differs** |" in text
    assert "- c in English *r in English*" in text


@pytest.mark.parametrize(("language", "expected"), [("da", "a på dansk"), ("en", "a in English")])
def test_words_follow_the_language(language, expected):
    with translation.override(language):
        assert str(words("a")) == expected


def run(tmp_path, **more):
    paths = {"output": tmp_path / "document.md", "data": tmp_path / "compared.json"} | more
    call_command("reproduce", output=paths["output"], data=paths["data"])
    return paths["output"].read_text(), paths["data"].read_text()


def test_the_command_writes_both_files(db, tmp_path):
    assert run(tmp_path) == (DOCUMENT.read_text(), comparison.FILE.read_text())
    assert not Project.objects.exists()


@pytest.mark.parametrize("where", ["output", "data"])
def test_a_path_that_cannot_be_written_is_one_line(db, tmp_path, where, monkeypatch, ours):
    monkeypatch.setattr("exchange.management.commands.reproduce.numbers_of_the_demonstration", lambda: ours)
    with pytest.raises(CommandError, match=r"missing/file: No such file or directory") as caught:
        run(tmp_path, **{where: tmp_path / "missing" / "file"})
    assert caught.value.returncode == 2


def test_a_database_with_projects_is_left_alone(cast, tmp_path):
    with pytest.raises(CommandError, match="empty") as caught, translation.override("en"):
        run(tmp_path)
    assert caught.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_not_in_production(db, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "PRODUCTION", True)
    with pytest.raises(CommandError, match="production"), translation.override("en"):
        run(tmp_path)
