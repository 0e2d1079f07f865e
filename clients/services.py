import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import CONSENT, check_no_text, check_not_anonymous
from clients.codes import new_code
from clients.drafts.models import Draft
from clients.drafts.services import forget_out_of_reach
from clients.models import (
    Client,
    ClientLink,
    ClientReference,
    Consent,
    Enrolment,
    ReferralSource,
)
from clients.referrals.services import end_referrals
from projects.base import write
from projects.models import Organisation, Project

ADULT = 18


@transaction.atomic
def register_client(
    *,
    project: Project,
    organisation: Organisation,
    starts_on: dt.date,
    birth_year: int | None = None,
    is_adult_confirmed: bool = False,
    gender: str = "",
    source: ReferralSource | None = None,
    wish: str = "",
    reference: str = "",
    alias: str = "",
    next_appointment_on: dt.date | None = None,
    next_appointment_place: str = "",
    is_anonymous: bool = False,
    code: str | None = None,
    by: Any,
) -> Client:
    """A new citizen with a code, an enrolment from `starts_on` and the organisation's intake link.

    The code is drawn at random unless `code` is given. Raises ValidationError for a citizen below 18;
    where the years differ by exactly 18, unless `is_adult_confirmed` says that the citizen has turned 18
    (figures.md, "Age"); and for an anonymous citizen with a reference or an alias.
    """
    check_adult(birth_year, starts_on, is_adult_confirmed)
    client = Client(
        project=project, code=code or free_code(project), birth_year=birth_year, gender=gender, source=source,
        wish=wish, next_appointment_on=next_appointment_on, next_appointment_place=next_appointment_place,
        is_anonymous=is_anonymous,
    )  # fmt: skip
    client.full_clean()
    client.save()
    write(
        ClientLink(
            project=project, client=client, organisation=organisation, basis=ClientLink.Basis.INTAKE, opens_on=starts_on
        )
    )
    if reference or alias:
        set_reference(client, organisation, reference=reference, alias=alias, by=by)
    enrol(client, starts_on=starts_on, by=by)
    record(Action.CREATED, client, by=by)
    return client


def check_adult(birth_year: int | None, starts_on: dt.date, is_adult_confirmed: bool) -> None:
    """Raises ValidationError on `birth_year` where the citizen is, or may be, below 18 on `starts_on`."""
    if birth_year is None:
        return
    years = starts_on.year - birth_year
    if years < ADULT:
        raise ValidationError({"birth_year": _("The citizen must be 18 or older to be registered. Check the year.")})
    if years == ADULT and not is_adult_confirmed:
        message = _("The citizen turns 18 this year. Confirm below that the citizen has turned 18.")
        raise ValidationError({"is_adult_confirmed": message})


def free_code(project: Project) -> str:
    code = new_code(project.code)
    while Client.objects.filter(code=code).exists():
        code = new_code(project.code)
    return code


def source_named(project: Project, name: str) -> ReferralSource:
    """The project's source of that name, made if it is new."""
    source = ReferralSource.objects.filter(project=project, name=name.strip()).first()
    if source is None:
        source = ReferralSource(project=project, name=name.strip())
        source.full_clean()
        source.save()
    return source


@transaction.atomic
def set_reference(
    client: Client, organisation: Organisation, *, reference: str, alias: str, by: Any
) -> ClientReference:
    """The organisation's own reference and alias; empty texts remove them from sight, the row stays.

    Raises ValidationError where an anonymous citizen is given one.
    """
    check_no_text(client, reference=reference, alias=alias)
    own = ClientReference.objects.filter(client=client, organisation=organisation).first()
    own = own or ClientReference(project=client.project, client=client, organisation=organisation)
    own.reference, own.alias = reference, alias
    own.full_clean()
    own.save()
    record(Action.CHANGED, own, by=by)
    return own


@transaction.atomic
def change_facts(client: Client, *, by: Any, **facts: Any) -> Client:
    """Set the named facts (birth_year, gender, source, wish, next_appointment_on, next_appointment_place)."""
    for name, value in facts.items():
        setattr(client, name, value)
    client.full_clean()
    client.save()
    record(Action.CHANGED, client, by=by, fields=sorted(facts))
    return client


@transaction.atomic
def enrol(client: Client, *, starts_on: dt.date, by: Any) -> Enrolment:
    """A new stay. Raises ValidationError in the future, while one is open, or before the last one's end."""
    Client.objects.select_for_update().get(pk=client.pk)
    not_in_the_future("starts_on", starts_on)
    last = client.enrolments.order_by("-starts_on").first()
    if last is not None and last.ends_on is None:
        raise ValidationError(_("The citizen is enrolled already. End that enrolment first."))
    if last is not None and last.ends_on is not None and starts_on < last.ends_on:
        raise ValidationError({"starts_on": _("The last enrolment ended later. Choose that day or a later one.")})
    enrolment = Enrolment(project=client.project, client=client, starts_on=starts_on)
    enrolment.full_clean()
    enrolment.save()
    record(Action.CREATED, enrolment, by=by)
    return enrolment


@transaction.atomic
def end_enrolment(client: Client, *, ends_on: dt.date, by: Any) -> Enrolment:
    """End the open stay. Raises ValidationError when none is open, or the day is before its start or to come."""
    not_in_the_future("ends_on", ends_on)
    enrolment = client.enrolments.select_for_update().filter(ends_on=None).first()
    if enrolment is None:
        raise ValidationError(_("The citizen is not enrolled, so there is nothing to end."))
    if ends_on < enrolment.starts_on:
        raise ValidationError({"ends_on": _("The end lies before the start. Correct the date.")})
    enrolment.ends_on = ends_on
    enrolment.full_clean()
    enrolment.save()
    record(Action.ENDED, enrolment, by=by)
    return enrolment


@transaction.atomic
def give_consent(
    client: Client,
    organisation: Organisation,
    *,
    starts_on: dt.date,
    expires_on: dt.date | None = None,
    covers_notes: bool = False,
    covers_wellbeing: bool = False,
    given_how: str = Consent.How.SPOKEN,
    by: Any,
) -> Consent:
    """The citizen's consent, and the link that it opens from `starts_on` to `expires_on`, both included.

    Raises ValidationError where a consent to that organisation is live already, or the organisation takes
    no part in the project; and for an anonymous citizen.
    """
    check_not_anonymous(client, CONSENT)
    Client.objects.select_for_update().get(pk=client.pk)
    if (
        not Organisation.objects.taking_part_in(client.project, max(starts_on, localdate()))
        .filter(pk=organisation.pk)
        .exists()
    ):
        raise ValidationError({"organisation": _("The organisation takes no part in the project.")})
    links = ClientLink.objects.filter(client=client, organisation=organisation)
    overlapping = links.filter(opens_on__lte=expires_on) if expires_on else links
    if overlapping.exclude(closes_on__lte=starts_on).exists():
        raise ValidationError({"organisation": _("The organisation has access already in that time.")})
    consent = write(
        Consent(
            project=client.project,
            client=client,
            organisation=organisation,
            starts_on=starts_on,
            expires_on=expires_on,
            covers_notes=covers_notes,
            covers_wellbeing=covers_wellbeing,
            given_how=given_how,
        )  # fmt: skip
    )
    write(
        ClientLink(
            project=client.project,
            client=client,
            organisation=organisation,
            basis=ClientLink.Basis.CONSENT,
            consent=consent,
            opens_on=starts_on,
            closes_on=expires_on and expires_on + dt.timedelta(days=1),
        )  # fmt: skip
    )
    record(Action.CREATED, consent, by=by)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Any) -> Consent:
    """Close the organisation's access and the open referrals to it at once; what it logged stays in the project's
    record and figures.

    Raises ValidationError when the consent is withdrawn already.
    """
    Client.objects.select_for_update().get(pk=consent.client_id)
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.withdrawn_on is not None:
        raise ValidationError(_("The consent has been withdrawn already."))
    consent.withdrawn_on, consent.withdrawn_by = localdate(), by
    write(consent)
    end_referrals(consent, by=by)
    _close_links(consent)
    forget_out_of_reach(Draft.objects.filter(client=consent.client_id))
    record(Action.ENDED, consent, by=by)
    return consent


def _close_links(consent: Consent) -> None:
    """Today at the latest, those of all consents to the organisation that are withdrawn by now; a consent given for a
    referral that is not accepted has opened none."""
    same = Consent.objects.filter(client=consent.client_id, organisation=consent.organisation_id)
    for link in ClientLink.objects.not_closed().filter(consent__in=same.exclude(withdrawn_on=None)):
        link.closes_on = max(localdate(), link.opens_on)
        write(link)


def not_in_the_future(field: str, day: dt.date) -> None:
    """Raises ValidationError on `field` for a day to come."""
    if day > localdate():
        raise ValidationError({field: _("The date has not come yet. Choose today or an earlier day.")})
