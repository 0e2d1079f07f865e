import json

import pytest

from documents.renderers.json import render_json
from documents.tests.samples import share_table


def test_letters_stay_letters_and_the_file_ends_with_a_line():
    text = render_json({"title": "Rådgivning – også Øst", "rows": [1, 2]})
    assert text == '{\n "title": "Rådgivning – også Øst",\n "rows": [\n  1,\n  2\n ]\n}\n'


def test_a_table_is_read_back():
    table = share_table()
    read = json.loads(render_json(table.as_json()))
    assert read["rows"][0]["cells"]["percent"] == {"value": 30.508474576271187, "display": "31"}
    assert read == table.as_json() | {"columns": read["columns"], "notes": read["notes"]}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_is_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        render_json({"value": value})
