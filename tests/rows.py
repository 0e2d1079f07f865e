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
from interventions.groups.services import log_group_session
from interventions.models import NationalInterventionType
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
    session: Any  # the municipality's, of today
    group: Any  # led by the municipality
    drop_in: Any  # a type of which one tap logs a visit
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
    issued = invite(email="invited@example.org", name="Invited", by=cast.administrator)
    proposed = {"user": cast.stranger, "starts_on": today, "by": cast.administrator}
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
    )


def keep_workbook(cast) -> str:
    """A file in the coordinator's folder, which is each test's own; the token that finds it."""
    file = SimpleUploadedFile("registrering.xlsx", saved({"Borgere": [citizen(Alder=30)]}).read())
    return uploads.keep(file, user=cast.coordinator, project=cast.project)
