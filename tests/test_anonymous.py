"""Nothing is written in words about an anonymous citizen: every guarded text of the data model, by its service."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from casework.baseline.services import save_baseline
from casework.services import start_course
from clients.anonymity import CODE
from clients.assignments.services import assign
from clients.homes import agree_with_home, change_home
from clients.referrals.services import draft_referral
from clients.services import set_reference
from clients.visitation.services import decide_intake
from cti.services import plan_activity, set_goal
from interventions.notes.services import add_to_note
from interventions.other_work.services import log_consultation
from interventions.services import log_intervention, log_session
from projects.models import Municipality
from tests.test_canaries import PLANTED

WORD = "Hverdagen"


@pytest.fixture
def anonymous(cast, rows):
    """The anonymous citizen, in a course that an NGO runs."""
    client = change_home(rows.anonymous, home_municipality=Municipality.objects.get(code="0730"), by=cast.coordinator)
    rows.own_course = start_course(
        client, goal="leave", starts_on=localdate(), runs_as=rows.course.runs_as.intervention.type, provider=cast.ngo,
        by=cast.coordinator,
    )  # fmt: skip
    return client


def plan(r, by, **texts):
    return plan_activity(r.own_course.phases.first(), area="economy", by=by, **{"activity": "", **texts})


def agree(r, by, **texts):
    return agree_with_home(r.anonymous_now, starts_on=localdate(), by=by, **{"approved_by": WORD, **texts})


def locked(r, c, by):
    """A session of the anonymous citizen's that can no longer be corrected."""
    session = log_session(r.own_course.runs_as.intervention, held_on=localdate(), logged_for=c.municipality, by=by)
    session.logged_at -= dt.timedelta(days=c.project.note_lock_days)
    session.save()
    return session


# What would write each guarded text: (cast, rows, citizen, by).
WRITERS = {
    ("clientreference", "reference"): lambda c, r, a, by: set_reference(
        a, c.municipality, reference=WORD, alias="", by=by
    ),
    ("clientreference", "alias"): lambda c, r, a, by: set_reference(a, c.municipality, reference="", alias=WORD, by=by),
    ("intervention", "provider_text"): lambda c, r, a, by: log_intervention(
        client=a, type=r.intervention.type, starts_on=localdate(), provider_text=WORD, logged_for=c.municipality, by=by
    ),
    ("session", "note"): lambda c, r, a, by: log_session(
        r.own_course.runs_as.intervention, held_on=localdate(), note=WORD, logged_for=c.municipality, by=by
    ),
    ("sessionaddendum", "text"): lambda c, r, a, by: add_to_note(locked(r, c, by), text=WORD, by=by),
    ("assignment", "reason_text"): lambda c, r, a, by: assign(
        a, worker=by, since=localdate(), reason="other", reason_text=WORD, by=by
    ),
    ("intakedecision", "reason_text"): lambda c, r, a, by: decide_intake(
        a, decision="admitted", decided_on=localdate(), reason="other", reason_text=WORD, by=by
    ),
    ("referral", "wish"): lambda c, r, a, by: draft_referral(
        a, from_organisation=c.municipality, to_organisation=c.ngo, how_we_meet="drop_in", wish=WORD, by=by
    ),
    ("professionalconsultation", "department"): lambda c, r, a, by: log_consultation(
        project=c.project,
        organisation=c.municipality,
        held_on=localdate(),
        workplace="ngo",
        department=WORD,
        client=a,
        minutes=5,
        by=by,
    ),
    ("course", "own_words"): lambda c, r, a, by: set_goal(
        r.own_course, goal="improve", since=localdate(), own_words=WORD, by=by
    ),
    ("plannedactivity", "activity"): lambda c, r, a, by: plan(r, by, activity=WORD),
    ("plannedactivity", "provider_text"): lambda c, r, a, by: plan(r, by, provider_text=WORD),
    ("baseline", "language"): lambda c, r, a, by: save_baseline(r.own_course, language=WORD, by=by),
    ("baseline", "motivation_words"): lambda c, r, a, by: save_baseline(r.own_course, motivation_words=WORD, by=by),
    ("homeagreement", "approved_by"): lambda c, r, a, by: agree(r, by),
    ("homeagreement", "payment_terms"): lambda c, r, a, by: agree(r, by, payment_terms=WORD),
}


# A proposal is about nobody who is registered, a group's note about no one of the many, and an anonymous citizen has no
# referral that could be declined.
ABOUT_NO_CITIZEN = {
    ("proposal", "remark"),
    ("proposal", "reason_text"),
    ("groupsession", "note"),
    ("referral", "decline_text"),
}


def test_every_text_has_its_writer():
    assert set(WRITERS) == set(PLANTED) - ABOUT_NO_CITIZEN


def codes(error):
    """The codes of all of an error's messages."""
    if hasattr(error, "error_dict"):
        return {each.code for errors in error.error_dict.values() for each in errors}
    return {each.code for each in error.error_list}


@pytest.mark.parametrize("text", WRITERS, ids=".".join)
def test_its_writer_refuses_it(cast, rows, anonymous, text):
    rows.anonymous_now = anonymous
    with pytest.raises(ValidationError) as refused:
        WRITERS[text](cast, rows, anonymous, cast.coordinator)
    assert codes(refused.value) == {CODE}
