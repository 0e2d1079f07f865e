import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from audit.models import AuditEvent
from conftest import person
from projects.access import Role
from projects.models import Organisation, Partnership
from projects.services import add_partner, grant_by_command, new_organisation, propose_membership

PAGE = "/p/AAR/people/"
PARTNER = "/p/AAR/people/partner/"


@pytest.fixture
def lead(as_user, cast):
    return as_user(cast.lead)


def outcome(client, address, **data):
    return client.post(address, {"starts_on": localdate().isoformat(), **data})


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 403),
        ("caseworker", 403),
        ("evaluator", 404),
        ("administrator", 404),
        ("officer", 404),
        ("stranger", 404),
        ("outsider", 404),
    ],
)
@pytest.mark.parametrize("address", [PAGE, PARTNER])
def test_only_the_project_s_lead_comes_in(as_user, cast, who, status, address):
    client = as_user(getattr(cast, who))
    assert client.get(address).status_code == status
    assert client.post(address).status_code == status


def test_the_page_names_the_project_s_people_and_partners_and_no_other(lead, cast):
    text = lead.get(PAGE).content.decode()
    for user in (cast.coordinator, cast.caseworker, cast.colleague, cast.other_caseworker, cast.lead):
        assert user.name in text
        assert user.email not in text
    for organisation in (cast.municipality, cast.ngo, cast.other_ngo):
        assert organisation.name in text
    for user in (cast.outsider, cast.administrator, cast.officer, cast.stranger):
        assert not re.search(rf"\b{user.name}\b", text)
    assert cast.client.code not in text


def test_other_projects_proposals_are_not_shown(lead, cast):
    propose_membership(
        user=cast.stranger, role=Role.CASEWORKER, project=cast.other_project, organisation=cast.other_ngo,
        starts_on=localdate(), by=cast.administrator,
    )  # fmt: skip
    assert lead.get(PAGE).context["waiting"] == []


def test_the_page_takes_as_many_queries_for_many_as_for_few(lead, cast, django_assert_num_queries):
    def propose(number):
        user = person(f"new-{number}")
        place = {"project": cast.project, "organisation": cast.ngo}
        propose_membership(user=user, role=Role.CASEWORKER, starts_on=localdate(), by=cast.administrator, **place)
        grant_by_command(user=user, role=Role.COORDINATOR, starts_on=localdate(), **place)

    propose(0)
    with CaptureQueriesContext(connection) as few:
        lead.get(PAGE)
    for number in range(1, 8):
        propose(number)
        add_partner(cast.project, new_organisation(name=f"NGO {number}", by=None), starts_on=localdate(), by=None)
    with django_assert_num_queries(len(few)):
        lead.get(PAGE)


def test_a_known_organisation_becomes_a_partner(lead, cast):
    known = Organisation.objects.create(name="NGO three", kind="ngo")
    offered = set(lead.get(PARTNER).context["form"].fields["organisation"].queryset)
    assert known in offered
    assert not offered & {cast.municipality, cast.ngo, cast.other_ngo}
    assert outcome(lead, PARTNER, organisation=known.pk).url == PAGE
    partnership = Partnership.objects.get(project=cast.project, organisation=known)
    assert (partnership.starts_on, partnership.ends_on, partnership.is_host) == (localdate(), None, False)
    event = AuditEvent.objects.filter(subject_type="partnership").latest("pk")
    assert (event.actor_id, event.project_id) == (cast.lead.pk, cast.project.pk)
    assert known.name in lead.get(PAGE).content.decode()


def test_a_new_organisation_becomes_a_partner(lead, cast):
    last = localdate() + dt.timedelta(days=30)
    assert outcome(lead, PARTNER, name="  NGO four ", ends_on=last.isoformat()).status_code == 302
    partnership = Partnership.objects.get(project=cast.project, organisation__name="NGO four")
    assert (partnership.organisation.kind, partnership.ends_on) == ("ngo", last)
    assert AuditEvent.objects.filter(subject_type="organisation").latest("pk").actor_id == cast.lead.pk


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "__all__"),
        ({"organisation": "known", "name": "NGO four"}, "__all__"),
        ({"name": "ngo ONE"}, "name"),
        ({"organisation": "999999"}, "organisation"),
        ({"organisation": "partner"}, "organisation"),
        ({"name": "NGO four", "starts_on": ""}, "starts_on"),
        ({"name": "NGO four", "ends_on": "2001-01-01"}, "__all__"),
    ],
)
def test_a_wrong_partner_comes_back_and_nothing_is_made(lead, cast, data, field):
    keys = {"known": Organisation.objects.create(name="NGO three", kind="ngo").pk, "partner": cast.ngo.pk}
    if "organisation" in data:
        data = {**data, "organisation": keys.get(data["organisation"], data["organisation"])}
    before = (Organisation.objects.count(), Partnership.objects.count())
    response = outcome(lead, PARTNER, **data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert (Organisation.objects.count(), Partnership.objects.count()) == before
