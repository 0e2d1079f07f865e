"""A session once it is written: corrected while it is open, added to when it is locked."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import check_no_text
from documents.numbers import long_date
from interventions.models import Session, SessionAddendum
from interventions.services import check_session, set_topics


@transaction.atomic
def correct_session(
    session: Session,
    *,
    held_on: dt.date,
    attendance: str,
    minutes: int | None = None,
    kind: str = "",
    note: str = "",
    challenges: Iterable[str] = (),
    is_confirmed: bool = True,
    by: Any,
) -> Session:
    """Other facts of a session. Raises ValidationError once it is locked, and for what `log_session` refuses."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.is_locked:
        message = _("The session was locked on %(day)s and stands as it is. Add to its note instead.")
        raise ValidationError(message % {"day": long_date(session.locks_on)})
    session.held_on, session.attendance, session.minutes = held_on, attendance, minutes
    session.kind, session.note = kind, note
    check_session(session, is_confirmed=is_confirmed)
    session.save()
    set_topics(session, challenges)
    record(Action.CHANGED, session, by=by)
    return session


@transaction.atomic
def add_to_note(session: Session, *, text: str, by: Any) -> SessionAddendum:
    """Raises ValidationError while the note can still be corrected, and for a citizen who takes part anonymously."""
    session = Session.objects.select_for_update().select_related("client").get(pk=session.pk)
    if not session.is_locked:
        raise ValidationError(_("The session can still be corrected. Correct its note instead."))
    check_no_text(session.client, text=text)
    addendum = SessionAddendum(
        project=session.project, client=session.client, session=session, text=text, written_by=by
    )
    addendum.full_clean()
    addendum.save()
    record(Action.CREATED, addendum, by=by)
    return addendum
