"""What a page says to its reader, and which of it belongs to the other language.

The texts of both languages are those of the catalogue `locale/da`: English identifiers, Danish translations.
"""

import ast
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, SlugField, TextField

LANGUAGES = ("da", "en")
CATALOGUE = settings.BASE_DIR / "locale" / "da" / "LC_MESSAGES" / "django.po"
SPOKEN_ATTRIBUTES = ("alt", "aria-label", "aria-description", "placeholder", "title", "data-label", "summary")
SILENT = {"script", "style", "template"}
WITHOUT_END = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
KEYS = {"key", "token_hash"}  # which no page shows
WORD = re.compile(r"[^\W\d_]{2}")  # a single letter is a symbol, as n and p are
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)
# Dates and numbers in the other language's manner.
FORMATS = {
    # A number with a point is also that of a section.
    "da": [r"\d{1,2} [a-z]{3,9} \d{4}", r"\b[1-9]\d{0,2},\d{3}\b", r"(?<!afsnit )(?<![\d.])\d+\.\d(?![\d.])"],
    "en": [r"\d{1,2}\. [a-z]{3,9} \d{4}", r"\d\d\.\d\d\.\d{4}", r"\b[1-9]\d{0,2}\.\d{3}\b", r"\d,\d\b", r"kl\. \d"],
}


class Reader(HTMLParser):
    """Collects what is seen or read aloud, without the parts that are marked as being in another language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.declared = language, ""
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []  # each open element, and whether it is to be heard

    def _is_heard(self) -> bool:
        return self._open[-1][1] if self._open else True

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.declared = values.get("lang", "")
        is_heard = self._is_heard() and tag not in SILENT and values.get("lang", self.language) == self.language
        if is_heard or tag == "html":
            self._hear_attributes(tag, values)
        if tag not in WITHOUT_END:
            self._open.append((tag, is_heard or tag == "html"))

    def _hear_attributes(self, tag, values):
        self.texts += [values[name] for name in SPOKEN_ATTRIBUTES if values.get(name)]
        if tag == "input" and values.get("type") in ("submit", "button", "reset"):
            self.texts.append(values.get("value", ""))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in WITHOUT_END:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self._is_heard():
            self.texts.append(data)


def plain(text: str) -> str:
    """One line, as a reader sees it; capitals and soft hyphens make no difference."""
    return " ".join(text.replace("\xad", "").split()).casefold()


def read(html: str, language: str) -> tuple[str, set[str]]:
    """The language that the page declares, and its texts."""
    reader = Reader(language)
    reader.feed(html)
    return reader.declared, {plain(text) for text in reader.texts} - {""}


# A chart can break a line before the first word; then kinds of files, and months that both languages write alike.
ALIKE = (
    "prostitution", "csv", "html", "json", "pdf", "xlsx", "april", "august", "september", "november", "december",
)  # fmt: skip


@cache
def texts(language: str) -> frozenset[str]:
    """Every text of ours in this language, plural forms included."""
    fields = ("msgid", "msgid_plural") if language == "en" else ("msgstr", "msgstr[0]", "msgstr[1]")
    found = {
        plain("".join(ast.literal_eval(line) for line in quoted.splitlines()))
        for field, quoted in ENTRY.findall(CATALOGUE.read_text().partition("\n\n")[2])
        if field in fields
    }
    return frozenset(found - {""})


def _pattern(text: str) -> str:
    """A regular expression for the text as whole words, with anything in the place of its values."""
    return r"(?<!\w)" + ".+?".join(re.escape(part) for part in PLACEHOLDER.split(text)) + r"(?!\w)"


@cache
def foreign(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What must not stand on a page in this language: the texts of the other one, unless the very same words can
    stand in this language too ("type", or "to", which is two in Danish). Each with the longest of its words that
    stand together: where they are not found, the expression need not be tried."""
    (other,) = set(LANGUAGES) - {language}
    own = PLACEHOLDER.sub("…", "\n".join(texts(language)))
    candidates = [
        (max(PLACEHOLDER.split(text), key=len), re.compile(_pattern(text)))
        for text in texts(other)
        if WORD.search(PLACEHOLDER.sub("", text))
    ]
    formats = (("", re.compile(each)) for each in FORMATS[language])
    return (*(each for each in candidates if not each[1].search(own)), *formats)


@cache
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


@cache
def shared() -> re.Pattern[str]:
    """The texts and words that are the same in both languages, and the installation's name."""
    return _any_of(frozenset({plain(settings.SITE_NAME), *ALIKE, *(texts("da") & texts("en"))}))


def our_models():
    """Those of the application; the log holds no text, but words like "session" for kinds of rows."""
    ours = [app for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    return [model for app in ours for model in app.get_models() if app.label != "audit"]


def is_written(field):
    """Whether the field holds words that somebody wrote, and not one of our own choices or keys."""
    is_text = isinstance(field, CharField | TextField) and not isinstance(field, SlugField)
    return is_text and not field.choices and field.name not in KEYS


def names(*typed: str) -> re.Pattern[str]:
    """What people and the national catalogue have written into the database, and what is `typed` only now; it is
    never translated."""
    columns = [(model, field.name) for model in our_models() for field in model._meta.fields if is_written(field)]
    stored = [model.objects.values_list(name, flat=True).distinct() for model, name in columns]
    values = {*typed}.union(*stored)
    return _any_of(frozenset(plain(line) for value in values for line in value.splitlines()) - {""})


def without(words: re.Pattern[str], found: set[str]) -> set[str]:
    """The texts after `words` are taken out of them."""
    return {" ".join(words.sub(" ", text).split()) for text in found}


@cache
def _foreign_words(text: str, language: str) -> frozenset[str]:
    return frozenset(hit[0] for words, pattern in foreign(language) if words in text and (hit := pattern.search(text)))


def of_the_other_language(found: set[str], language: str) -> set[str]:
    """Words, dates and numbers of the other language that stand in the texts."""
    return {words for text in found for words in _foreign_words(text, language)}


def the_same_in_both(danish: set[str], english: set[str]) -> set[str]:
    """Texts that a page shows in both languages alike: they have not been translated at all."""
    return {text for text in without(shared(), danish & english) if WORD.search(text)}
