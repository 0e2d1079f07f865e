"""Only those of allauth's pages that are needed, under the names that its own code looks up; the invitation and
the switch of language are ours."""

from allauth.account import views
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from accounts.views import AcceptInvitation, ChooseLanguage, SignInView

urlpatterns = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", never_cache(views.logout), name="account_logout"),
    path("signup/", never_cache(views.signup), name="account_signup"),
    path("inactive/", never_cache(views.account_inactive), name="account_inactive"),
    path("password/", never_cache(views.password_reset), name="account_reset_password"),
    path("password/sent/", never_cache(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        never_cache(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        never_cache(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("invitation/<str:token>/", AcceptInvitation.as_view(), name="invitation_accept"),
    path("language/", ChooseLanguage.as_view(), name="language"),
]
