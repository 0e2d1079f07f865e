"""How an account begins, closes and opens again, and the language it reads. What a person may do is the
memberships' matter."""

import hashlib
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Invitation, User, invitation_expiry, invitation_token
from audit.models import Action
from audit.services import record


class IssuedInvitation(NamedTuple):
    """`link` holds the token, which is stored nowhere: the mail and the command line are its only places."""

    invitation: Invitation
    link: str


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, email: str, name: str, by: User | None) -> IssuedInvitation:
    """Send a link that makes one account for `email`; an earlier open invitation to it dies.

    Raises ValidationError on `email` where somebody has an account with it already.
    """
    email = email.strip().lower()
    if _in_use(email):
        raise ValidationError(
            {"email": _("There is an account with this e-mail already. Find the person in the list.")}
        )
    token = invitation_token()
    invitation = Invitation(
        email=email, name=name, token_hash=token_hash(token), invited_by=by, expires_at=invitation_expiry()
    )
    invitation.full_clean(exclude=["invited_by", "accepted_at", "user"])
    Invitation.objects.filter(email=email, accepted_at=None).delete()
    invitation.save()
    record(Action.CREATED, invitation, by=by)
    link = settings.ORIGIN + reverse("invitation_accept", args=[token])
    transaction.on_commit(partial(_send, email, name, link, _language_of(email)))
    return IssuedInvitation(invitation, link)


def _account(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def _in_use(email: str) -> bool:
    """Whether somebody signs in with `email`: an account that a command began has no password yet."""
    user = _account(email)
    return user is not None and user.has_usable_password()


def _language_of(email: str) -> str:
    """The receiver's language; the installation's until there is an account."""
    user = _account(email)
    return settings.LANGUAGE_CODE if user is None else user.language


def _send(email: str, name: str, link: str, language: str) -> None:
    """The mail names the installation and nothing of its field or its citizens."""
    context = {"name": name, "link": link, "site_name": settings.SITE_NAME}
    with translation.override(language):
        subject = _("%(site_name)s: choose your password") % context
        send_mail(subject, render_to_string("accounts/invitation.txt", context), None, [email])


def open_invitation(token: str, *, lock: bool = False) -> Invitation | None:
    """The invitation that `token` still opens; none when it is unknown, used, replaced or too old, or its
    address has got an account in another way."""
    invitations = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    invitation = invitations.filter(
        token_hash=token_hash(token), accepted_at=None, expires_at__gt=timezone.now()
    ).first()
    return None if invitation is None or _in_use(invitation.email) else invitation


@transaction.atomic
def accept(*, token: str, password: str, language: str = settings.LANGUAGE_CODE) -> User:
    """Make the account (or finish the one that a command began), in the language that the person read.

    Raises Invitation.DoesNotExist for a token that opens nothing, ValidationError on `password1` for a
    password that is too weak.
    """
    invitation = open_invitation(token, lock=True)
    if invitation is None:
        raise Invitation.DoesNotExist
    user = _account(invitation.email) or User(email=invitation.email, name=invitation.name)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password1": error.messages}) from error
    user.set_password(password)
    user.language = language
    user.full_clean()
    user.save()
    invitation.user, invitation.accepted_at = user, timezone.now()
    invitation.save()
    record(Action.CREATED, user, by=user)
    return user


@transaction.atomic
def begin_account(*, email: str, name: str) -> User:
    """An account that nobody can sign in to until its invitation is accepted; for commands on the server.

    An account begun earlier is given back; `invite` refuses an address that is in use.
    """
    return _account(email.strip()) or User.objects.create_user(email, None, name=name)


@transaction.atomic
def choose_language(user: User, language: str) -> User:
    """The language of the person's own pages and e-mails. Raises ValidationError for one that is not spoken."""
    if user.language != language:
        user.language = language
        user.full_clean()
        user.save(update_fields=["language"])
        record(Action.CHANGED, user, by=user, language=language)
    return user


@transaction.atomic
def choose_settings(user: User, *, language: str, wants_digest: bool, by: User) -> User:
    """A person's own language and mails; a mail that is sent already stays sent."""
    choose_language(user, language)
    if user.wants_digest != wants_digest:
        user.wants_digest = wants_digest
        user.save(update_fields=["wants_digest"])
        record(Action.CHANGED, user, by=by, wants_digest=wants_digest)
    return user


@transaction.atomic
def close_account(user: User, *, by: User) -> User:
    """Nobody can sign in with it and its sessions end; raises ValidationError for one's own account."""
    if user.pk == by.pk:
        raise ValidationError(_("Nobody can close their own account. Ask another administrator."))
    return _set_active(user, False, Action.ENDED, by)


@transaction.atomic
def reopen_account(user: User, *, by: User) -> User:
    """The memberships that are still valid count again."""
    return _set_active(user, True, Action.CHANGED, by)


def _set_active(user: User, is_active: bool, action: Action, by: Any) -> User:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    record(action, user, by=by, is_active=is_active)
    return user
