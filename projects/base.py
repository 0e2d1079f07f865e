from typing import Any, NoReturn, TypeVar

from django.db import models


class ServiceModel(models.Model):
    """A row that decides who may see what: only its service writes it, through `write()`."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is saved through its service only.")


Row = TypeVar("Row", bound=models.Model)


def write(row: Row) -> Row:
    """Validate `row` in full and save it; raises ValidationError with a message per field."""
    row.full_clean()
    models.Model.save(row)
    return row
