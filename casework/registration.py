"""What the citizen's pages write in one go: registering, correcting facts, the next appointment."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from casework.lookup import alike
from clients.anonymity import CONSENT, left_out
from clients.models import Client, ClientLink, IntakeDecision, Proposal
from clients.querysets import registering_organisations
from clients.services import change_facts, check_adult, give_consent, register_client, source_named
from clients.visitation.services import close, decide_intake
from projects.models import Organisation, Partnership, Project


def visitating_organisations(user: Any, project: Project) -> Any:
    """The organisations for which `user` may register here today.

    Where visitation is central, that is the host's alone; else each partner's own (product.md, journey 1).
    """
    today = localdate()
    own = registering_organisations(user, project).filter(pk__in=_visitating(project, today).values("organisation"))
    return own.order_by("name")


def _visitating(project: Project, day: dt.date) -> Any:
    partnerships = Partnership.objects.on(day).filter(project=project)
    return partnerships.filter(is_host=True) if project.visitation == Project.Visitation.CENTRAL else partnerships


@transaction.atomic
def register_citizen(
    *,
    project: Project,
    organisation: Organisation,
    other_source: str = "",
    partners: Iterable[Organisation] = (),
    is_new_confirmed: bool = False,
    intake: Mapping[str, Any] | None = None,
    by: Any,
    **facts: Any,
) -> Client:
    """Register a citizen with a source that may be new, consents that begin today, and the decision at `intake`.

    Raises ValidationError where the organisation does not visitate in this project, both a known and a new
    source are named, the next appointment has passed, an anonymous citizen has a consent, or a citizen within reach
    of `by` is alike and `is_new_confirmed` does not say that this is another one; and as `register_client`,
    `give_consent` and `decide_intake` do.
    """
    if not _visitating(project, localdate()).filter(organisation=organisation).exists():
        raise ValidationError({"organisation": _("The organisation does not register citizens in this project.")})
    check_appointment(facts.get("next_appointment_on"), facts.get("next_appointment_place", ""))
    if partners and facts.get("is_anonymous"):
        raise ValidationError({"partners": left_out(CONSENT)})
    facts["source"] = _source(project, facts.get("source"), other_source)
    if not is_new_confirmed:
        _check_new(project, facts, by)
    client = register_client(project=project, organisation=organisation, by=by, **facts)
    for partner in partners:
        if partner == organisation:
            raise ValidationError({"partners": _("The organisation that registers has access already. Leave it out.")})
        give_consent(client, partner, starts_on=localdate(), by=by)
    if intake is not None and intake["decision"]:
        decide_intake(client, by=by, **intake)
    return client


def _check_new(project: Project, facts: dict[str, Any], by: Any) -> None:
    known: dict[str, Any] = {
        "birth_year": facts.get("birth_year"),
        "gender": facts.get("gender", ""),
        "source": facts.get("source"),
    }
    if alike(by, project, starts_on=facts["starts_on"], **known).exists():
        message = _("There is a citizen who is much alike. Look at those below, and confirm that this is another one.")
        raise ValidationError({"is_new_confirmed": message})


@transaction.atomic
def admit(proposal: Proposal, *, by: Any, **facts: Any) -> Client:
    """Register the proposed citizen. The proposer follows along where the citizen has agreed to it. The remark goes
    where the citizen takes part anonymously: nothing is then told in words.

    Raises ValidationError where the proposal is closed, and as `register_citizen` does.
    """
    partners = list(facts.pop("partners", ()))
    if proposal.citizen_agrees and proposal.organisation not in (*partners, facts["organisation"]):
        partners.append(proposal.organisation)
    intake = facts.pop("intake", None) or {}
    intake = {"decided_on": localdate()} | dict(intake) | {"decision": IntakeDecision.Decision.ADMITTED}
    client = register_citizen(project=proposal.project, partners=partners, intake=intake, by=by, **facts)
    remark = "" if client.is_anonymous else proposal.remark
    close(proposal, Proposal.State.ADMITTED, client=client, remark=remark, by=by)
    return client


@transaction.atomic
def recognise(proposal: Proposal, client: Client, *, by: Any) -> Proposal:
    """The proposed citizen is registered already, as `client`: nobody is registered twice. The proposer follows along
    where the citizen has agreed to it.

    Raises ValidationError where the proposal is closed, the citizen is not enrolled today, or takes part anonymously
    and has agreed.
    """
    if not client.enrolments.filter(ends_on=None).exists():
        message = _("%(code)s is not enrolled now. Enrol the citizen on the citizen's page, then answer the proposal.")
        raise ValidationError({"client": message % {"code": client.code}})
    proposal = close(proposal, Proposal.State.ADMITTED, client=client, by=by)
    links = ClientLink.objects.not_closed().filter(client=client, organisation=proposal.organisation_id)
    if proposal.citizen_agrees and not links.exists():
        give_consent(client, proposal.organisation, starts_on=localdate(), by=by)
    return proposal


@transaction.atomic
def correct_facts(
    client: Client, *, birth_year: int | None, is_adult_confirmed: bool, other_source: str = "", by: Any, **facts: Any
) -> Client:
    """Correct age, gender, source and wish; a new birth year is checked as at the first registration."""
    first = client.enrolments.order_by("starts_on").first()
    if birth_year != client.birth_year and first is not None:
        check_adult(birth_year, first.starts_on, is_adult_confirmed)
    facts["source"] = _source(client.project, facts.get("source"), other_source)
    return change_facts(client, birth_year=birth_year, by=by, **facts)


def _source(project: Project, known: Any, other: str) -> Any:
    if known is not None and other.strip():
        message = _("Choose a source from the list or write a new one, not both.")
        raise ValidationError({"other_source": message})
    return source_named(project, other) if other.strip() else known


def plan_appointment(
    client: Client, *, day: dt.date | None, time: dt.time | None = None, place: str, by: Any
) -> Client:
    """The next appointment; without a day there is none. Raises ValidationError for a day that has passed."""
    check_appointment(day, place)
    if day is None and time is not None:
        raise ValidationError({"next_appointment_on": _("Choose the day too, or leave out the time.")})
    facts = {"next_appointment_on": day, "next_appointment_time": time, "next_appointment_place": place}
    return change_facts(client, by=by, **facts)


def check_appointment(day: dt.date | None, place: str) -> None:
    """Raises ValidationError for a day that has passed, or a place without a day."""
    if day is None and place:
        raise ValidationError({"next_appointment_on": _("Choose the day too, or leave out the place.")})
    if day is not None and day < localdate():
        raise ValidationError({"next_appointment_on": _("That day has passed. Choose today or a later day.")})
