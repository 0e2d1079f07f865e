"""A referral of the municipality's own citizen to NGO one, in whichever state a test begins with."""

from clients.models import Referral
from clients.referrals import services

HOW = "drop_in"


def draft(cast, client=None, to=None, **facts):
    return services.draft_referral(
        client or cast.municipal_client, from_organisation=cast.municipality, to_organisation=to or cast.ngo,
        **{"how_we_meet": HOW, "by": cast.coordinator, **facts},
    )  # fmt: skip


def sent(cast, consent_given_how="spoken", override_reason="", **facts):
    return services.send_referral(
        draft(cast, **facts), consent_given_how=consent_given_how, override_reason=override_reason, by=cast.coordinator
    )


def accepted(cast, **facts):
    return services.accept_referral(sent(cast, **facts), by=cast.caseworker)


def declined(cast, **facts):
    return services.decline_referral(sent(cast, **facts), reason="no_room", by=cast.caseworker)


def withdrawn(cast, **facts):
    return services.withdraw_referral(sent(cast, **facts), reason="mistake", by=cast.coordinator)


def done(cast, **facts):
    referral = accepted(cast, **facts)
    return services.finish_referral(referral, outcome="helped", done_on=referral.answered_at.date(), by=cast.caseworker)


IN_STATE = {
    "drafted": draft, "sent": sent, "accepted": accepted, "declined": declined, "withdrawn": withdrawn, "done": done,
}  # fmt: skip


def now(referral):
    """The row as it stands in the database."""
    return Referral.objects.get(pk=referral.pk)
