import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import BadSignature

from exchange.workbook import uploads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def import_dir(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "var" / "imports"
    return settings.IMPORT_DIR


def keep(user, project, content=b"content"):
    return uploads.keep(SimpleUploadedFile("Anna Andersen.xlsx", content), user=user, project=project)


def test_a_kept_file_is_found_again_whole(cast):
    content = os.urandom(200_000)
    token = keep(cast.coordinator, cast.project, content)
    assert uploads.find(token, user=cast.coordinator, project=cast.project).read_bytes() == content


def test_neither_token_nor_file_tells_the_uploaded_name(cast):
    token = keep(cast.coordinator, cast.project)
    (path,) = uploads.kept_files()
    assert "Anna" not in str(path)
    assert "Anna" not in token


def test_one_person_keeps_one_file_a_project(cast):
    first = keep(cast.coordinator, cast.project)
    second = keep(cast.coordinator, cast.project)
    other = keep(cast.coordinator, cast.other_project)
    assert uploads.find(first, user=cast.coordinator, project=cast.project) is None
    assert uploads.find(second, user=cast.coordinator, project=cast.project)
    assert uploads.find(other, user=cast.coordinator, project=cast.other_project)


def test_two_people_do_not_replace_each_others_files(cast):
    first = keep(cast.coordinator, cast.project)
    keep(cast.outsider, cast.project)
    assert uploads.find(first, user=cast.coordinator, project=cast.project)


def test_a_token_of_somebody_else_or_changed_is_refused(cast):
    token = keep(cast.coordinator, cast.project)
    for user, project, given in (
        (cast.outsider, cast.project, token),
        (cast.coordinator, cast.other_project, token),
        (cast.coordinator, cast.project, f"x{token}"),
        (cast.coordinator, cast.project, ""),
    ):
        with pytest.raises(BadSignature):
            uploads.find(given, user=user, project=project)
        with pytest.raises(BadSignature):
            uploads.remove(given, user=user, project=project)
    assert len(list(uploads.kept_files())) == 1


def test_removing_twice_is_removing_once(cast):
    token = keep(cast.coordinator, cast.project)
    for _time in range(2):
        uploads.remove(token, user=cast.coordinator, project=cast.project)
    assert list(uploads.kept_files()) == []


@pytest.mark.parametrize(("age", "stays"), [(-5, True), (5, False)])
def test_only_old_files_are_removed(cast, age, stays):
    keep(cast.coordinator, cast.project)
    (path,) = uploads.kept_files()
    then = time.time() - uploads.SECONDS_KEPT - age
    os.utime(path, (then, then))
    uploads.remove_old()
    assert path.exists() is stays


def test_nothing_kept_is_nothing_to_remove(import_dir):
    uploads.remove_old()
    assert not import_dir.exists()
