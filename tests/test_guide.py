"""The user guide says what is so: its words are the interface's, its numbers the code's, its links lead somewhere."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from accounts import unsent
from accounts.models import INVITATION_DAYS
from casework.due import consents, contact, courses
from clients.drafts import querysets as drafts
from clients.merging.models import UNDOABLE_FOR
from projects.models import Partnership, Project
from tests.test_access_table import BACKEND
from tests.test_texts import CATALOGUE, UNWELCOME, entries

pytestmark = pytest.mark.words

GUIDE = settings.BASE_DIR / "docs" / "guide"
CHAPTERS = sorted(GUIDE.glob("*.md"))
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
SAID = re.compile(r"»([^»«]{12,})«", re.DOTALL)
ADDRESS = re.compile(r"`(/[^`]*)`")
NOT_ON_A_PAGE = {
    "Fed skrift",
    "Navne kan systemet ikke kende.",
}  # emphasis that speaks of the guide and of nothing clicked
MOST_BYTES = 2_500_000

by_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def words(text):
    return " ".join(text.split())


def folded(text):
    """With a capital: choices are written small in the catalogue and shown with one."""
    return text[:1].upper() + text[1:]


def texts_of(catalogue):
    """Every Danish text of the catalogue, unescaped."""
    found = re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', entries(catalogue, "--translated"), re.MULTILINE)
    return {folded(words(text.replace('\\"', '"').replace("\\n", " "))) for text in found}


def pattern_of(text):
    """`text` with anything where the interface fills something in."""
    return re.compile(r".+".join(re.escape(part) for part in re.split(r"%\(\w+\)[sd]", text)))


@pytest.fixture(scope="module")
def interface():
    return texts_of(CATALOGUE)


@pytest.fixture(scope="module")
def with_places(interface):
    return [pattern_of(text) for text in interface if "%(" in text and len(re.sub(r"%\(\w+\)[sd]", "", text)) >= 12]


def is_said(quoted, interface, with_places):
    return folded(quoted) in interface or any(pattern.fullmatch(folded(quoted)) for pattern in with_places)


def anchors(chapter):
    """The anchors that a reader of Markdown gives the headings."""
    headings = re.findall(r"^#+ (.+)$", chapter.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def missing(target, chapter):
    """What of a link's `target`, as `chapter` writes it, is not there."""
    name, _, anchor = target.partition("#")
    other = (chapter.parent / name).resolve() if name else chapter
    if not other.is_file():
        return target
    return target if anchor and anchor not in anchors(other) else None


def test_there_is_a_guide_for_each_reader():
    assert {path.stem for path in CHAPTERS} == {"README", "faelles", "koordinator", "medarbejder", "projektleder"}


@by_chapter
def test_its_links_and_pictures_are_there(chapter):
    targets = [target for _, _, target in LINK.findall(chapter.read_text())]
    assert targets
    assert [target for target in targets if missing(target, chapter)] == []


def test_every_picture_is_shown_once_and_described():
    shown = [
        (target, text) for path in CHAPTERS for is_image, text, target in LINK.findall(path.read_text()) if is_image
    ]
    files = {f"images/{path.name}" for path in (GUIDE / "images").iterdir()}
    assert sorted(target for target, _ in shown) == sorted(files)
    assert all(len(text) > 10 for _, text in shown)


def test_every_picture_is_taken_by_the_script():
    script = (GUIDE / "screenshots.py").read_text()
    taken = set(re.findall(r'shoot\(page, "([\w-]+)"', script))
    assert taken == {path.stem for path in (GUIDE / "images").iterdir()}


def test_the_folder_stays_small():
    assert sum(path.stat().st_size for path in GUIDE.rglob("*") if path.is_file()) < MOST_BYTES


@by_chapter
def test_what_is_bold_stands_on_a_page(chapter, interface):
    bold = {words(text) for text in BOLD.findall(chapter.read_text())} - NOT_ON_A_PAGE
    assert bold
    assert sorted(text for text in bold if folded(text) not in interface) == []


@by_chapter
def test_what_the_system_is_said_to_answer_is_what_it_answers(chapter, interface, with_places):
    said = {words(text) for text in SAID.findall(chapter.read_text())} - {"Citationstegn"}
    assert sorted(text for text in said if not is_said(text, interface, with_places)) == []


def test_words_that_drifted_would_be_found(interface, with_places):
    assert folded("registrér en borger") in interface
    assert "Opret en borger" not in interface
    assert is_said("Der er en kladde fra kl. 9.30.", interface, with_places)
    assert not is_said("Der ligger en kladde fra kl. 9.30.", interface, with_places)


def test_a_broken_link_would_be_found(tmp_path):
    chapter = tmp_path / "chapter.md"
    chapter.write_text("# Søg, før du registrerer\n")
    assert missing("#søg-før-du-registrerer", chapter) is None
    assert missing("#søg", chapter) == "#søg"
    assert missing("other.md", chapter) == "other.md"


@by_chapter
def test_its_addresses_exist(chapter):
    for address in ADDRESS.findall(chapter.read_text()):
        assert resolve(address)


def title(html):
    return words(unescape(re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL).group(1)))


def test_the_pages_at_its_addresses_are_called_what_it_says(cast):
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| `(/[^`]+)` \| (.+?) \|$", (GUIDE / "README.md").read_text(), re.MULTILINE)
    assert len(rows) == 15
    for name, address, readers in rows:
        client = Client(headers={"accept-language": "da"})
        user = cast.lead if readers == "projektleder" else cast.coordinator
        client.force_login(user, backend=BACKEND)
        page = client.get(address.replace("PROJEKT", "AAR"))
        assert (page.status_code, title(page.content.decode())) == (200, name), address


def test_who_has_a_page_is_whom_it_names(cast):
    """The lead's pages are refused to a coordinator, and the daily ones to the lead."""
    for address, user in (("today", cast.lead), ("settings", cast.coordinator), ("offers", cast.caseworker)):
        client = Client()
        client.force_login(user, backend=BACKEND)
        assert client.get(f"/p/AAR/{address}/").status_code == 403


def default(model, field):
    return model._meta.get_field(field).default


NUMBERS = [
    ("faelles", f"Linket virker i {INVITATION_DAYS} dage"),
    ("faelles", f"logget ud efter {settings.SESSION_COOKIE_AGE // 3600} timer"),
    ("faelles", f"inden for {unsent.SECONDS // 60} minutter"),
    ("faelles", f"slettet efter {drafts.DAYS} dage"),
    ("faelles", f"højst {courses.SOON_DAYS} dage tilbage"),
    ("faelles", f"ingen kontakt har været i {default(Project, 'silent_days')} dage"),
    ("faelles", f"inden for {consents.SOON_DAYS} dage"),
    ("faelles", f"kommet til dig inden for {contact.NEW_DAYS} dage"),
    ("koordinator", f"minder dig om det {consents.SOON_DAYS} dage før"),
    ("koordinator", f"Partneren har {default(Partnership, 'answer_days')} dage til at svare"),
    ("koordinator", f"fortryde i {UNDOABLE_FOR.days} dage"),
    ("medarbejder", f"rette en session i {default(Project, 'note_lock_days')} dage"),
]


@pytest.mark.parametrize(("chapter", "sentence"), NUMBERS)
def test_its_numbers_are_those_of_the_code(chapter, sentence):
    assert sentence in words((GUIDE / f"{chapter}.md").read_text())


@by_chapter
def test_it_calls_the_citizen_citizen(chapter):
    text = chapter.read_text()
    assert UNWELCOME.findall(text) == []
    assert re.search(r"\bborger", text)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_whoever_develops_finds_it(name):
    text = Path(settings.BASE_DIR / name).read_text()
    assert "docs/guide" in text
    assert "script/guide" in text
