from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.demonstration import is_published


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up: an account begins with an administrator's invitation."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail or the password is not right. Try again, or choose a new password with the link below."
        ),
        "too_many_login_attempts": _(
            "There have been too many attempts. Wait a quarter of an hour and try again, or ask your administrator."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A demonstration's published logins open nothing in production, though its database may hold them."""
        user = super().authenticate(request, **credentials)
        return None if settings.PRODUCTION and user is not None and is_published(user.email) else user

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built from the installation's own address, never from what a request says of its host."""
        uid, _sep, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.ORIGIN + path

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the receiver's language: allauth would send in that of whoever asked."""
        context = {
            **context,
            "site_name": settings.SITE_NAME,
            "sign_in_url": settings.ORIGIN + reverse(settings.LOGIN_URL),
        }
        receiver = context.get("user")
        with translation.override(receiver.language if receiver else translation.get_language()):
            super().send_mail(template_prefix, email, context)
