"""Every text has its Danish: nothing missing, nothing guessed, nothing left over."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

pytestmark = pytest.mark.words

CATALOGUE = settings.BASE_DIR / "locale" / "da" / "LC_MESSAGES" / "django.po"
# Words that the field's own law and sources call otherwise in Danish (look.md, method.md).
UNWELCOME = re.compile(r"\b(klient|klienter|prostitueret|prostituerede|bruger|brugere|brugeren)\b", re.IGNORECASE)


def entries(catalogue: Path, *options: str) -> str:
    done = subprocess.run(["msgattrib", "--no-wrap", *options, catalogue], capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout


def identifiers(catalogue: Path) -> set[str]:
    return set(re.findall(r'^msgid (".+")$', entries(catalogue, "--no-obsolete"), re.MULTILINE))


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The texts as they stand in code and templates now, collected in a copy of the tree made of links."""
    copy = tmp_path_factory.mktemp("texts")
    for entry in settings.BASE_DIR.iterdir():
        if entry.is_dir() and entry.name not in {"locale", "var", "staticfiles"} and not entry.name.startswith("."):
            (copy / entry.name).symlink_to(entry)
    shutil.copytree(settings.BASE_DIR / "locale", copy / "locale")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr(settings, "LOCALE_PATHS", [copy / "locale"])
        call_command("makemessages", locale=["da"], no_location=True, no_wrap=True, symlinks=True, verbosity=0)
    return copy / "locale" / "da" / "LC_MESSAGES" / "django.po"


def test_every_text_is_collected(collected):
    assert identifiers(collected) == identifiers(CATALOGUE), "Run script/messages and translate what is new."


def test_nothing_is_untranslated_or_guessed():
    assert re.findall(r'^msgid ".+"', entries(CATALOGUE, "--untranslated"), re.MULTILINE) == []
    assert re.findall(r'^msgid ".+"', entries(CATALOGUE, "--only-fuzzy"), re.MULTILINE) == []


def test_nothing_obsolete_is_kept():
    assert "#~" not in CATALOGUE.read_text()


def test_the_citizen_is_called_citizen():
    translations = "\n".join(re.findall(r'^msgstr(?:\[\d\])? (".*")$', entries(CATALOGUE), re.MULTILINE))
    assert UNWELCOME.findall(translations) == []
    assert "borger" in translations
