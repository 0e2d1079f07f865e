"""The project's settings for its lead, and everybody's own."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from audit.models import Action, AuditEvent
from projects.models import Partnership, Project
from projects.services import change_project_settings

PAGE, OWN = "/p/AAR/settings/", "/me/"


@pytest.fixture(autouse=True)
def _in_english(cast):
    User.objects.update(language="en")


@pytest.fixture
def lead(as_user, cast):
    return as_user(User.objects.get(pk=cast.lead.pk))


def sent(project, **changes):
    """What the form sends when nothing but `changes` is typed."""
    days = {f"answer_days_{each.pk}": each.answer_days for each in project.partnerships.all()}
    kept = {name: getattr(project, name) for name in ("visitation", "silent_days", "note_lock_days")}
    return {**kept, **days, **changes}


def of(project, organisation):
    return f"answer_days_{project.partnerships.get(organisation=organisation).pk}"


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 403), ("caseworker", 403), ("outsider", 404), ("administrator", 404), ("stranger", 404)],
)
def test_only_the_lead_comes_in(as_user, cast, who, status):
    client = as_user(getattr(cast, who))
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, sent(cast.project, silent_days=1)).status_code == status
    assert Project.objects.get(code="AAR").silent_days == 28


def test_the_page_shows_what_holds_and_what_it_means(lead, cast):
    text = lead.get(PAGE).content.decode()
    assert 'value="28"' in text
    assert "Silent citizens stand on My day" in text
    assert "Days to answer a referral: NGO one" in text
    assert "central" in text


def test_every_setting_is_saved(lead, cast):
    data = sent(
        cast.project, visitation="decentral", silent_days=21, note_lock_days=7, **{of(cast.project, cast.ngo): 3}
    )
    assert lead.post(PAGE, data).status_code == 302
    project = Project.objects.get(code="AAR")
    assert (project.visitation, project.silent_days, project.note_lock_days) == ("decentral", 21, 7)
    days = dict(project.partnerships.values_list("organisation__name", "answer_days"))
    assert days == {cast.municipality.name: 7, "NGO one": 3, "NGO two": 7}


@pytest.mark.parametrize("days", ["0", "366", "-1", "", "many", "1.5"])
@pytest.mark.parametrize("name", ["silent_days", "note_lock_days", "answer_days"])
def test_a_number_that_cannot_be_is_refused_at_its_field(lead, cast, name, days):
    name = of(cast.project, cast.ngo) if name == "answer_days" else name
    response = lead.post(PAGE, sent(cast.project, **{name: days}))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [name]
    assert "Write a number of days from 1 to 365." in response.content.decode()
    assert Partnership.objects.filter(answer_days=7).count() == Partnership.objects.count()


def test_another_project_s_partnership_cannot_be_sent_in(lead, cast):
    other = cast.other_project.partnerships.get(organisation=cast.other_ngo)
    lead.post(PAGE, sent(cast.project, **{f"answer_days_{other.pk}": 1}))
    other.refresh_from_db()
    assert other.answer_days == 7


def test_the_log_keeps_what_it_was_and_what_it_is(lead, cast):
    lead.post(PAGE, sent(cast.project, silent_days=21, **{of(cast.project, cast.ngo): 3}))
    events = AuditEvent.objects.filter(action=Action.CHANGED, actor_id=cast.lead.pk).order_by("pk")
    assert [(each.subject_type, each.detail) for each in events] == [
        ("project", {"changed": {"silent_days": [28, 21]}}),
        ("partnership", {"changed": {"answer_days": [7, 3]}}),
    ]
    assert {each.project_id for each in events} == {cast.project.pk}


def test_what_is_saved_unchanged_leaves_no_event(lead, cast):
    before = AuditEvent.objects.count()
    assert lead.post(PAGE, sent(cast.project)).status_code == 302
    assert AuditEvent.objects.count() == before


def test_the_service_refuses_what_the_form_would(cast):
    with pytest.raises(ValidationError):
        change_project_settings(cast.project, answer_days={}, silent_days=0, by=cast.lead)


@pytest.mark.parametrize("who", ["coordinator", "caseworker", "lead", "officer", "stranger"])
def test_everybody_chooses_language_and_mails_for_themselves(as_user, cast, who):
    user = getattr(cast, who)
    client = as_user(user)
    assert "checked" in client.get(OWN).content.decode()
    response = client.post(OWN, {"language": "da"}, follow=True)
    user.refresh_from_db()
    assert (user.language, user.wants_digest) == ("da", False)
    assert "Indstillingerne er gemt." in response.content.decode()
    others = User.objects.exclude(pk=user.pk)
    assert not others.exclude(language="en", wants_digest=True).exists()


def test_a_language_that_is_not_spoken_is_refused(as_user, cast):
    response = as_user(cast.caseworker).post(OWN, {"language": "fr", "wants_digest": "on"})
    assert response.status_code == 422
    assert User.objects.get(pk=cast.caseworker.pk).language == "en"
