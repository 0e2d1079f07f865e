"""The invented country holds what it says, and the figures say the same of it as SQL written by hand."""

import datetime as dt

import pytest
from django.db import connection

from accounts.models import User
from benchmarks.by_hand import SQL
from benchmarks.country import Refused, make_country
from benchmarks.figures import by_hand, differences
from clients.models import Client, Enrolment
from interventions.models import Intervention
from projects.models import Project
from wellbeing.models import WellbeingResponse
from wellbeing.waves import renumber

pytestmark = pytest.mark.django_db
CITIZENS = 98 * 6
DAYS = [dt.date(2020, 1, 1), dt.date(2021, 6, 30), dt.date(2023, 11, 30)]
is_postgresql = connection.vendor == "postgresql"


def constraints_and_indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint")
        constraints = set(cursor.fetchall())
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
        return constraints, set(cursor.fetchall())


def test_a_database_that_is_in_use_or_no_postgresql_is_refused():
    User.objects.create_user("somebody@example.org", "a long enough password", name="Somebody")
    with pytest.raises(Refused, match="accounts_user has rows" if is_postgresql else "PostgreSQL only"):
        make_country(CITIZENS)
    assert not Project.objects.exists()


if is_postgresql:

    def test_a_small_country_has_everything_in_proportion():
        before = constraints_and_indexes()
        made = make_country(CITIZENS)
        assert constraints_and_indexes() == before
        assert (Project.objects.count(), Client.objects.count()) == (98, CITIZENS)
        assert Intervention.objects.count() == made["interventions_intervention"] == 17 * CITIZENS
        assert 4 * CITIZENS <= WellbeingResponse.objects.count() <= 4.3 * CITIZENS
        assert CITIZENS < Enrolment.objects.count() < 1.3 * CITIZENS
        assert renumber(Client.objects.values_list("pk", flat=True), interval_days=45) == 0
        with pytest.raises(Refused, match="in use"):
            make_country(CITIZENS)

    def test_the_figures_are_those_of_sql_written_by_hand():
        make_country(CITIZENS)
        ids = list(Project.objects.values_list("pk", flat=True))
        for day in DAYS:
            assert differences(ids, day) == {}
            assert differences(ids[:1], day) == {}
        assert all(by_hand(name, ids) for name in ("waves", "attrition", "standing", "citizens_by_challenge"))

    def test_a_difference_is_seen(monkeypatch):
        make_country(CITIZENS)
        ids = list(Project.objects.values_list("pk", flat=True))[:2]
        monkeypatch.setattr("benchmarks.figures.SQL", {**SQL, "genders": SQL["genders"].replace("count(*)", "0")})
        assert set(differences(ids)) == {"genders"}
