"""Chromium against a live server: every page styled, axe clean, wide and narrow, light and dark."""

from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.test import override_settings

from tests.browser.person import WIDE, WIDTHS, Person
from tests.memory import put_back, stored

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTIFACTS: pytest.StashKey[TemporaryDirectory] = pytest.StashKey()


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": "/usr/bin/chromium", "args": CHROMIUM, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args():
    """Without motion, or axe would measure colours halfway between two."""
    return {"locale": "da-DK", "timezone_id": "Europe/Copenhagen", "viewport": WIDE, "reduced_motion": "reduce"}


@pytest.fixture(scope="session", autouse=True)
def _static_root(tmp_path_factory):
    """The live server warns of a missing folder before any test's own settings hold."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(scope="session", autouse=True)
def _artifacts(pytestconfig, _pw_artifacts_folder):
    pytestconfig.stash[ARTIFACTS] = _pw_artifacts_folder


def pytest_sessionfinish(session):
    """pytest-playwright removes its folder when pytest ends; a worker of xdist ends earlier, and would warn of it."""
    if folder := session.config.stash.get(ARTIFACTS, None):
        folder.cleanup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A file of each worker's own: in memory all threads of the live server would share one connection, and two
    requests at the same moment one transaction."""
    settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")


@pytest.fixture(autouse=True)
def _import_dir(settings, tmp_path):
    """Nor do two workers share the folder of uploaded workbooks."""
    settings.IMPORT_DIR = tmp_path


@pytest.fixture(scope="session")
def loaded_by_migrations(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return stored()


@pytest.fixture(autouse=True)
def _national_data(loaded_by_migrations, transactional_db):
    """What migrations load is gone after the flush of an earlier test; put it back under the same keys."""
    put_back({model: rows for model, rows in loaded_by_migrations.items() if not QuerySet(model).exists()})


@pytest.fixture
def person(page, live_server):
    return Person(page, live_server)


@pytest.fixture(params=WIDTHS)
def walker(person, request):
    """Somebody who walks a whole journey: once on a phone, once at a desk."""
    person.page.set_viewport_size(WIDTHS[request.param])
    return person


@pytest.fixture
def another(live_server, person):
    """A second window of the same browser, as wide: its session is the first one's."""
    other = Person(new_window(person.page), live_server)
    other.page.set_viewport_size(person.page.viewport_size)
    return other


def new_window(page):
    """Beside the page's own: a new tab would hide it, and what is hidden is drawn once a second."""
    here = page.context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    window = {"url": "about:blank", "newWindow": True, "browserContextId": here}
    with page.context.expect_page() as opened:
        page.context.browser.new_browser_cdp_session().send("Target.createTarget", window)
    return opened.value
