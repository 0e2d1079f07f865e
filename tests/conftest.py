"""What the tests across all rooms begin with."""

import pytest

from tests.rows import keep_workbook, make_rows


@pytest.fixture
def rows(cast, memory, settings, tmp_path):
    settings.IMPORT_DIR = tmp_path
    rows = memory.recall((make_rows, cast.project.pk), lambda: make_rows(cast), known=vars(cast))
    rows.workbook = keep_workbook(cast)
    return rows
