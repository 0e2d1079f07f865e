"""What opens without signing in: the sign-in page with its demonstration logins, the invitation, the language."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.demonstration import DEMO_LOGINS, DEMO_PASSWORD
from accounts.forms import AcceptForm
from accounts.languages import is_spoken, remember_in_browser, way_back
from accounts.models import Invitation
from accounts.services import accept, choose_language, open_invitation


class SignInView(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        logins = DEMO_LOGINS if settings.DEMONSTRATION else []
        password = DEMO_PASSWORD if settings.DEMONSTRATION else ""
        return {**context, "demonstration_logins": logins, "demonstration_password": password}


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class AcceptInvitation(View):
    """An invited person chooses a password. Unknown, used and expired links look the same."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(token, AcceptForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = AcceptForm(request.POST)
        if form.is_valid():
            try:
                accept(token=token, password=form.cleaned_data["password1"], language=get_language())
            except Invitation.DoesNotExist:
                return self.refuse()
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return self.welcome()
        return self.show(token, form, status=422)

    def welcome(self) -> HttpResponse:
        logout(self.request)
        messages.success(self.request, gettext("Your account is ready. Sign in with your e-mail and the new password."))
        return HttpResponseRedirect(reverse("account_login"))

    def show(self, token: str, form: AcceptForm, status: int = 200) -> HttpResponse:
        invitation = open_invitation(token)
        if invitation is None:
            return self.refuse()
        context = {"form": form, "invitation": invitation}
        return render(self.request, "accounts/invitation.html", context, status=status)

    def refuse(self) -> HttpResponse:
        return render(self.request, "accounts/invitation_refused.html", status=410)


class ChooseLanguage(View):
    """The switch on every page: a signed-in person's choice is kept with the account, anybody else's in the browser."""

    def post(self, request: HttpRequest) -> HttpResponse:
        language = request.POST.get("language", "")
        if not is_spoken(language):
            raise BadRequest
        response = HttpResponseRedirect(way_back(request))
        if request.user.is_authenticated:
            choose_language(request.user, language)
        else:
            remember_in_browser(response, language)
        return response
