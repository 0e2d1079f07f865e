"""What figures make of proposals and of two codes made one."""

import pytest
from django.utils.timezone import localdate

from casework.merging.services import merge_citizens, undo_merge
from clients.visitation.services import propose
from reports.reports import project_report


def tables(cast):
    return {table["id"]: table for table in project_report(cast.project, as_of=None).as_json()["tables"]}


def value(cast, table, row, column="value"):
    found = next(each for each in tables(cast)[table]["rows"] if each["key"] == row)
    return found["cells"][column]["value"]


@pytest.mark.parametrize("kept", ["client", "untouched"])
def test_two_codes_count_as_one_citizen_and_as_two_again(cast, rows, kept):
    """Interventions, sessions, WHO-5, the course: nothing of the one citizen is lost or counted twice."""
    pair = {"client": rows.client, "untouched": rows.untouched}
    before = tables(cast)
    registered = value(cast, "citizen_facts", "registered")
    merge = merge_citizens(pair.pop(kept), pair.popitem()[1], by=cast.coordinator)
    assert value(cast, "citizen_facts", "registered") == registered - 1
    assert value(cast, "interventions_per_citizen", "0", "count") < registered
    for table in ("who5_by_wave", "citizens_by_challenge", "referrals_onward", "citizens_by_intervention"):
        assert tables(cast)[table]["rows"] == before[table]["rows"]
    undo_merge(merge, by=cast.coordinator)
    assert tables(cast) == before


def test_days_of_both_codes_are_counted_once(cast, rows):
    both = [rows.client, rows.untouched]
    days = (localdate() - rows.client.enrolments.get().starts_on).days
    merge_citizens(*both, by=cast.coordinator)
    stays = rows.client.enrolments.all()
    assert sum(((stay.ends_on or localdate()) - stay.starts_on).days for stay in stays) == days


def test_no_figure_counts_a_proposal(cast, rows):
    before = tables(cast)
    propose(project=cast.project, organisation=cast.ngo, how_to_meet="drop_in", gender="woman", by=cast.caseworker)
    assert tables(cast) == before
