"""What is done with a referral. The table of what is possible is `states.TRANSITIONS`.

Every service locks the citizen and then the referral, as a withdrawal of consent does: whoever comes later sees
what has happened.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import REFERRAL, check_not_anonymous
from clients.models import Client, ClientLink, Consent
from clients.referrals import mails
from clients.referrals.models import Referral
from clients.referrals.states import Act, State, after
from projects.access import Permission
from projects.base import write
from projects.models import Organisation, Partnership


@transaction.atomic
def draft_referral(
    client: Client,
    *,
    from_organisation: Organisation,
    to_organisation: Organisation,
    how_we_meet: str,
    wish: str = "",
    by: Any,
) -> Referral:
    """A referral that nobody but the sender sees yet.

    Raises ValidationError for an anonymous citizen, a receiver that takes no part in the project or is the sender,
    and while another referral of the sender's to the receiver is open.
    """
    check_not_anonymous(client, REFERRAL)
    _partnership(client, to_organisation)
    referral = Referral(
        project=client.project, client=client, from_organisation=from_organisation, to_organisation=to_organisation,
        how_we_meet=how_we_meet, wish=wish, written_by=by,
    )  # fmt: skip
    record(Action.CREATED, write(referral), by=by)
    return referral


@transaction.atomic
def change_draft(
    referral: Referral, *, to_organisation: Organisation, how_we_meet: str, wish: str, by: Any
) -> Referral:
    """Raises ValidationError once it is sent, and as `draft_referral` does."""
    referral = _moved(referral, Act.CHANGE)
    _partnership(referral.client, to_organisation)
    referral.to_organisation, referral.how_we_meet, referral.wish = to_organisation, how_we_meet, wish
    record(Action.CHANGED, write(referral), by=by)
    return referral


@transaction.atomic
def send_referral(referral: Referral, *, consent_given_how: str = "", override_reason: str = "", by: Any) -> Referral:
    """The receiver sees the card from now on, and answers within its partnership's days.

    Where the receiver has no access to the citizen yet, `consent_given_how` records the consent that the citizen
    gives for this referral: it opens nothing before the referral is accepted. Without it an `override_reason` sends
    the card alone, which stands in the log and on the lead's list. Raises ValidationError without either,
    PermissionDenied where `by` may not override.
    """
    referral = _moved(referral, Act.SEND)
    check_not_anonymous(referral.client, REFERRAL)
    partnership = _partnership(referral.client, referral.to_organisation)
    if not _has_access(referral):
        _rest_on(referral, consent_given_how, override_reason, by)
    referral.sent_by, referral.sent_at = by, timezone.now()
    referral.answer_due_on = localdate() + dt.timedelta(days=partnership.answer_days)
    record(Action.CHANGED, write(referral), by=by, step=State.SENT)
    mails.tell_of_sending(referral, by=by)
    return referral


def _rest_on(referral: Referral, given_how: str, override_reason: str, by: Any) -> None:
    if given_how:
        referral.consent = _consent_for(referral, given_how, by)
    elif override_reason:
        _override(referral, override_reason, by)
    else:
        message = _("%(organisation)s may know of the citizen only with the citizen's consent. Ask the citizen first.")
        raise ValidationError({"given_how": message % {"organisation": referral.to_organisation}})


def _consent_for(referral: Referral, given_how: str, by: Any) -> Consent:
    """From today, without the link that it will open when the referral is accepted."""
    consent = Consent(
        project=referral.project, client=referral.client, organisation=referral.to_organisation,
        starts_on=localdate(), given_how=given_how,
    )  # fmt: skip
    record(Action.CREATED, write(consent), by=by)
    return consent


def _override(referral: Referral, reason: str, by: Any) -> None:
    """An event of its own tells the data protection officer; the lead's list has it without the citizen."""
    if not Client.objects.visible_to(by, Permission.REFERRAL_OVERRIDE).filter(pk=referral.client_id).exists():
        raise PermissionDenied
    referral.override_reason = reason
    record(
        Action.CREATED, [], by=by, clients=[referral.client_id], project_id=referral.project_id,
        subject_type="referraloverride", referral=referral.pk, reason=reason,
    )  # fmt: skip


@transaction.atomic
def accept_referral(referral: Referral, *, by: Any) -> Referral:
    """The receiver's yes, which opens the link of a consent that was given for this referral.

    Raises ValidationError where the consent has ended meanwhile. A referral without consent stays a card.
    """
    referral = _moved(referral, Act.ACCEPT)
    if not _has_access(referral):
        _open_access(referral)
    _answered(referral, by)
    record(Action.CHANGED, write(referral), by=by, step=State.ACCEPTED)
    mails.tell_of_answer(referral, by=by)
    return referral


def _open_access(referral: Referral) -> None:
    consent = referral.consent
    if consent is not None and _is_live(consent):
        write(
            ClientLink(
                project=referral.project, client=referral.client, organisation=referral.to_organisation,
                basis=ClientLink.Basis.CONSENT, consent=consent, opens_on=localdate(),
                closes_on=consent.expires_on and consent.expires_on + dt.timedelta(days=1),
            )
        )  # fmt: skip
    elif not referral.override_reason:
        message = _("The citizen's consent has ended, so the referral cannot be accepted. Ask %(organisation)s.")
        raise ValidationError(message % {"organisation": referral.from_organisation})


def _is_live(consent: Consent) -> bool:
    return consent.withdrawn_on is None and (consent.expires_on is None or consent.expires_on >= localdate())


@transaction.atomic
def decline_referral(referral: Referral, *, reason: str, text: str = "", by: Any) -> Referral:
    """The receiver's no. The consent that was given for it ends with it. `text` is needed for another reason."""
    referral = _moved(referral, Act.DECLINE)
    if reason == Referral.DeclineReason.OTHER and not text.strip():
        raise ValidationError({"text": _("Write in a few words what the reason is.")})
    referral.decline_reason, referral.decline_text = reason, text
    _answered(referral, by)
    _lapse(referral)
    record(Action.CHANGED, write(referral), by=by, step=State.DECLINED)
    mails.tell_of_answer(referral, by=by)
    return referral


@transaction.atomic
def withdraw_referral(referral: Referral, *, reason: str, by: Any) -> Referral:
    """The sender takes it back before it is answered; the receiver's card is gone, and the consent given for it."""
    referral = _moved(referral, Act.WITHDRAW)
    _lapse(referral)
    return _withdrawn(referral, reason, by)


@transaction.atomic
def finish_referral(referral: Referral, *, outcome: str, done_on: dt.date, by: Any) -> Referral:
    """What came of an accepted referral. Raises ValidationError for a day to come or before the answer."""
    referral = _moved(referral, Act.FINISH)
    if done_on > localdate():
        raise ValidationError({"done_on": _("The date has not come yet. Choose today or an earlier day.")})
    if referral.answered_at and done_on < localdate(referral.answered_at):
        raise ValidationError({"done_on": _("The referral was accepted later than that. Correct the date.")})
    referral.outcome, referral.done_on = outcome, done_on
    record(Action.ENDED, write(referral), by=by)
    return referral


def end_referrals(consent: Consent, *, by: Any) -> None:
    """The citizen has withdrawn `consent`: open referrals to its organisation end at once, in its transaction, and
    what was given for them is withdrawn too; so do its own drafts, which nobody could reach any more. The caller has
    locked the citizen and closes the links."""
    organisation = consent.organisation_id
    ending = Q(to_organisation=organisation) | Q(from_organisation=organisation, state=State.DRAFTED)
    for referral in Referral.objects.filter(ending, client=consent.client_id).open().select_related("consent"):
        referral = _moved(referral, Act.CONSENT_ENDS)
        own = referral.consent
        if own is not None and own.pk != consent.pk and own.withdrawn_on is None:
            own.withdrawn_on, own.withdrawn_by = localdate(), by
            record(Action.ENDED, write(own), by=by)
        _withdrawn(referral, Referral.WithdrawalReason.CONSENT, by)


def _moved(referral: Referral, act: Act) -> Referral:
    """The referral as it stands now, locked, in the state that `act` leads to; not written yet."""
    client = Client.objects.select_for_update().select_related("project").get(pk=referral.client_id)
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    referral.client = client
    referral.state = after(referral.state, act)
    return referral


def _partnership(client: Client, organisation: Organisation) -> Partnership:
    found = Partnership.objects.on(localdate()).filter(project=client.project_id, organisation=organisation).first()
    if found is None:
        raise ValidationError({"to_organisation": _("The organisation takes no part in the project.")})
    return found


def _has_access(referral: Referral) -> bool:
    """Whether the receiver sees the citizen today, by its intake or a consent: then no other consent is needed."""
    links = ClientLink.objects.live().filter(client=referral.client_id)
    return links.filter(organisation=referral.to_organisation_id).exists()


def _answered(referral: Referral, by: Any) -> None:
    referral.answered_by, referral.answered_at = by, timezone.now()


def _lapse(referral: Referral) -> None:
    """A consent given for a referral that comes to nothing ends today; it has opened no link."""
    if referral.consent is not None and _is_live(referral.consent):
        referral.consent.expires_on = localdate()
        write(referral.consent)


def _withdrawn(referral: Referral, reason: str, by: Any) -> Referral:
    referral.withdrawn_by, referral.withdrawn_at, referral.withdrawn_because = by, timezone.now(), reason
    record(Action.ENDED, write(referral), by=by, step=State.WITHDRAWN)
    return referral
