"""One row of everything that an address can name, around the citizen `fixed` of the cast's project AAR."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from accounts.models import User
from accounts.services import invite
from casework.merging.services import merge_citizens
from casework.services import start_course
from clients.assignments.services import arrange_cover
from clients.directory.services import add_offer, add_routing_rule
from clients.homes import agree_with_home, change_home
from clients.onward import refer_onward
from clients.referrals.services import accept_referral, draft_referral, send_referral
from clients.services import give_consent, register_client
from clients.visitation.services import propose
from cti.services import open_contact_period, plan_activity
from exchange.workbook import uploads
from interventions.groups.services import log_group_session
from interventions.models import NationalInterventionType
from interventions.other_work.services import log_consultation, log_meeting, log_outreach, log_training
from interventions.services import log_intervention, log_session, offer_type
from projects.access import Role
from projects.models import Membership, Municipality
from projects.services import propose_membership
from projects.tests import money
from tests.workbooks import citizen, saved
from wellbeing.services import record_answer


@dataclass
class Rows:
    client: Any  # linked to the municipality and NGO one; everything below belongs to this citizen
    consent: Any
    intervention: Any
    session: Any  # the municipality's, of today
    group: Any  # led by the municipality
    drop_in: Any  # a type of which one tap logs a visit
    course: Any
    activity: Any
    answer: Any
    contact: Any  # a course in its contact period, of the municipality's own citizen
    untouched: Any  # a citizen without a course, from another municipality, linked to the municipality and NGO one
    agreement: Any  # that municipality's, about the untouched
    anonymous: Any  # a citizen who takes part anonymously, of the municipality's own
    national: Any
    draft: Any  # the client's referral to NGO two
    sent: Any  # the untouched citizen's to NGO two
    accepted: Any  # the client's to NGO one
    onward: Any
    offer: Any
    rule: Any
    token: str  # an open invitation's
    invitation: Any
    installation_role: Any  # proposed, for administrators to decide
    project_role: Any  # proposed, for the lead to decide
    running: Any  # the colleague's membership
    closed: Any  # a closed account
    grant: Any  # the project's
    payment: Any  # the project's
    framework: Any
    earmark: Any
    programme_grant: Any  # of no project
    programme_payment: Any  # of no project
    cover: Any  # by the caseworker, for the coordinator
    merged: Any  # two codes of the municipality's that were made one
    proposal: Any  # of NGO one, for the coordinator to answer
    outreach: Any
    training: Any
    meeting: Any
    consultation: Any  # about `client`
    workbook: str = ""  # a kept file's token, the coordinator's


def make_rows(cast) -> Rows:
    today = localdate()
    by, where = cast.coordinator, {"project": cast.project, "organisation": cast.municipality}
    kinds = {kind.is_course: kind for kind in NationalInterventionType.objects.order_by("-order")}
    plain, runs_as = (offer_type(cast.project, national=kinds[is_course], by=None) for is_course in (False, True))
    intervention = log_intervention(
        client=cast.client, type=plain, starts_on=today, provider=cast.ngo, logged_for=cast.municipality, by=by
    )
    session = log_session(
        intervention, held_on=today, note="Vi talte om hverdagen.", logged_for=cast.municipality, by=by
    )
    drop_in = offer_type(cast.project, national=NationalInterventionType.objects.get(key="drop_in"), by=None)
    group = log_group_session(
        cast.project, type=drop_in, held_on=today, codes=[cast.client.code], without_code=2, note="God stemning.",
        logged_for=cast.municipality, by=by,
    )  # fmt: skip
    course = start_course(
        cast.client, goal="leave", starts_on=today, runs_as=runs_as, provider=cast.municipality, by=by
    )
    untouched = register_client(starts_on=today, by=by, **where)
    give_consent(untouched, cast.ngo, starts_on=today, by=by)
    change_home(untouched, home_municipality=Municipality.objects.get(code="0730"), by=by)
    agreement = agree_with_home(
        untouched, approved_by="Socialchefen", starts_on=today, payment_terms="Fuld pris", has_capacity=True, by=by
    )
    issued = invite(email="invited@example.org", name="Invited", by=cast.administrator)
    proposed = {"user": cast.stranger, "starts_on": today, "by": cast.administrator}
    referral = {"from_organisation": cast.municipality, "how_we_meet": "drop_in", "by": by}
    sent = draft_referral(untouched, to_organisation=cast.other_ngo, **referral)
    accepted = send_referral(draft_referral(cast.client, to_organisation=cast.ngo, **referral), by=by)
    return Rows(
        client=cast.client,
        consent=cast.client.consents.get(),
        intervention=intervention,
        session=session,
        group=group,
        drop_in=drop_in,
        course=course,
        activity=plan_activity(course.phases.get(number=1), area="economy", activity="Læg et budget", by=by),
        answer=record_answer(
            cast.client, answered_on=today, items=[1, 2, 3, 4, 5], recorded_for=cast.municipality, by=by
        ),
        contact=open_contact_period(cast.municipal_client, goal="leave", contact_starts_on=today, by=by),
        untouched=untouched,
        agreement=agreement,
        anonymous=register_client(starts_on=today, is_anonymous=True, by=by, **where),
        national=kinds[False],
        draft=draft_referral(cast.client, to_organisation=cast.other_ngo, **referral),
        sent=send_referral(sent, consent_given_how="spoken", by=by),
        accepted=accept_referral(accepted, by=cast.caseworker),
        onward=refer_onward(cast.client, kind="other_offer", referred_on=today, by=by),
        offer=add_offer(cast.project, name="Klinikken", starts_on=today, by=cast.lead),
        rule=add_routing_rule(cast.project, organisation=cast.ngo, age_from=18, age_to=30, by=cast.lead),
        token=issued.link.rstrip("/").rsplit("/", 1)[1],
        invitation=issued.invitation,
        installation_role=propose_membership(role=Role.EVALUATOR, **proposed),
        project_role=propose_membership(role=Role.CASEWORKER, project=cast.project, organisation=cast.ngo, **proposed),
        running=Membership.objects.get(user=cast.colleague),
        closed=User.objects.create_user("closed@example.org", None, name="Closed", is_active=False),
        grant=money.grant(cast.project),
        payment=money.payment(cast.project),
        framework=money.framework(cast.project.programme),
        earmark=money.earmark(cast.project.programme),
        programme_grant=money.grant(cast.project.programme),
        programme_payment=money.payment(cast.project.programme),
        cover=arrange_cover(
            project=cast.project,
            person=cast.coordinator,
            colleague=cast.caseworker,
            starts_on=today + dt.timedelta(days=40),
            ends_on=today + dt.timedelta(days=50),
            by=by,
        ),
        merged=merge_citizens(*(register_client(starts_on=today, by=by, **where) for _ in range(2)), by=by),
        proposal=propose(
            project=cast.project,
            organisation=cast.ngo,
            how_to_meet="drop_in",
            remark="Helst om formiddagen.",
            by=cast.caseworker,
        ),
        **other_work(cast),
    )


def other_work(cast) -> dict[str, Any]:
    """An entry of each kind, the municipality's."""
    done = {"project": cast.project, "organisation": cast.municipality, "held_on": localdate(), "by": cast.coordinator}
    return {
        "outreach": log_outreach(channel="street", people=7, minutes=90, **done),
        "training": log_training(
            kind="presentation", topic="Netværk", workplace="job_centre", department="Ungeteam", professionals=12,
            knowledge_persons=2, minutes=60, **done,
        ),
        "meeting": log_meeting(topic="Overgange", attending=[cast.ngo], others=3, minutes=120, **done),
        "consultation": log_consultation(
            workplace="health", department="Modtagelsen", about=["housing"], client=cast.client, minutes=30, **done
        ),
    }  # fmt: skip


def keep_workbook(cast) -> str:
    """A file in the coordinator's folder, which is each test's own; the token that finds it."""
    file = SimpleUploadedFile("registrering.xlsx", saved({"Borgere": [citizen(Alder=30)]}).read())
    return uploads.keep(file, user=cast.coordinator, project=cast.project)
