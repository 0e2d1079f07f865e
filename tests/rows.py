"""One row of everything that an address can name, around the citizen `fixed` of the cast's project AAR."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from accounts.models import User
from accounts.services import invite
from casework.services import start_course
from clients.services import give_consent, register_client
from cti.services import open_contact_period, plan_activity
from exchange.workbook import uploads
from interventions.models import NationalInterventionType
from interventions.other_work.services import log_consultation, log_meeting, log_outreach, log_training
from interventions.services import log_intervention, log_session, offer_type
from projects.access import Role
from projects.models import Membership
from projects.services import propose_membership
from projects.tests import money
from tests.workbooks import citizen, saved
from wellbeing.services import record_answer


@dataclass
class Rows:
    client: Any  # linked to the municipality and NGO one; everything below belongs to this citizen
    consent: Any
    intervention: Any
    course: Any
    activity: Any
    answer: Any
    contact: Any  # a course in its contact period, of the municipality's own citizen
    untouched: Any  # a citizen without a course, linked to the municipality and NGO one
    national: Any
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
    log_session(intervention, held_on=today, note="Vi talte om hverdagen.", logged_for=cast.municipality, by=by)
    course = start_course(
        cast.client, goal="leave", starts_on=today, runs_as=runs_as, provider=cast.municipality, by=by
    )
    untouched = register_client(starts_on=today, by=by, **where)
    give_consent(untouched, cast.ngo, starts_on=today, by=by)
    issued = invite(email="invited@example.org", name="Invited", by=cast.administrator)
    proposed = {"user": cast.stranger, "starts_on": today, "by": cast.administrator}
    return Rows(
        client=cast.client,
        consent=cast.client.consents.get(),
        intervention=intervention,
        course=course,
        activity=plan_activity(course.phases.get(number=1), area="economy", activity="Læg et budget", by=by),
        answer=record_answer(
            cast.client, answered_on=today, items=[1, 2, 3, 4, 5], recorded_for=cast.municipality, by=by
        ),
        contact=open_contact_period(cast.municipal_client, goal="leave", contact_starts_on=today, by=by),
        untouched=untouched,
        national=kinds[False],
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
