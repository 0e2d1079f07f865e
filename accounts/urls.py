"""Only those of allauth's pages that are needed, under the names that its own code looks up."""

from allauth.account import views
from django.urls import path, re_path

from accounts.views import AcceptInvitation, SignInView

urlpatterns = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/", views.password_reset, name="account_reset_password"),
    path("password/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/changed/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("invitation/<str:token>/", AcceptInvitation.as_view(), name="invitation_accept"),
]
