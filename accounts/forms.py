"""allauth's forms in our words: no placeholder stands in for a label."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _


class PlainFieldsMixin:
    """Takes the placeholders away and gives the fields their `labels`."""

    fields: dict[str, forms.Field]
    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class SignInForm(PlainFieldsMixin, LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the way to a new password stands under the button
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ForgottenPasswordForm(PlainFieldsMixin, ResetPasswordForm):
    labels = {"email": _("E-mail")}


class NewPasswordForm(PlainFieldsMixin, ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The same password again")}


class AcceptForm(forms.Form):
    """The invited person's password, twice."""

    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ. Type the same one in both fields."))
        return data
