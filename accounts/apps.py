from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from accounts.unsent import on_sign_in


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        user_logged_in.connect(on_sign_in, dispatch_uid="unsent")
