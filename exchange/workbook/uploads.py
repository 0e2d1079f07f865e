"""An uploaded workbook between preview and confirmation: in a private folder, for one person and one project.

The file may hold more about citizens than the system ever stores, so it is deleted as soon as it is used or
given up, and at the next upload of anybody when it is an hour old.
"""

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from projects.models import Project

LARGEST_BYTES = 20 * 1024 * 1024
SECONDS_KEPT = 60 * 60


def keep(file: UploadedFile, *, user: Any, project: Project) -> str:
    """Store the file in place of the person's former one; returns the token that finds it again."""
    remove_old()
    folder = _folder(user)
    for former in folder.glob(f"{project.pk}-*.xlsx"):
        former.unlink(missing_ok=True)
    name = secrets.token_hex(16)
    with os.fdopen(os.open(_path(user, project, name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return _signer(user, project).sign(name)


def find(token: str, *, user: Any, project: Project) -> Path | None:
    """The kept file, or None when its hour is over or it has been used.

    Raises BadSignature for a token that was not made for this person and this project.
    """
    try:
        name = _signer(user, project).unsign(token, max_age=SECONDS_KEPT)
    except SignatureExpired:
        return None
    path = _path(user, project, name)
    return path if path.is_file() else None


def remove(token: str, *, user: Any, project: Project) -> None:
    path = find(token, user=user, project=project)
    if path is not None:
        path.unlink(missing_ok=True)


def remove_old() -> None:
    """Delete every file that is an hour old, whoever's it is."""
    for path in _root().glob("*/*.xlsx"):
        try:
            if time.time() - path.stat().st_mtime > SECONDS_KEPT:
                path.unlink()
        except FileNotFoundError:  # somebody else's upload has just removed it
            continue


def kept_files() -> Iterator[Path]:
    yield from _root().glob("*/*.xlsx")


def _root() -> Path:
    return Path(settings.IMPORT_DIR)


def _folder(user: Any) -> Path:
    folder = _root() / str(user.pk)
    _root().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _path(user: Any, project: Project, name: str) -> Path:
    return _root() / str(user.pk) / f"{project.pk}-{name}.xlsx"


def _signer(user: Any, project: Project) -> TimestampSigner:
    return TimestampSigner(salt=f"exchange.import.{user.pk}.{project.pk}")


__all__ = ["BadSignature", "find", "keep", "kept_files", "remove", "remove_old"]
