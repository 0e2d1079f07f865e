from django.urls import URLPattern, path

from projects.money.kinds import EARMARK, FRAMEWORK, GRANT, PAYMENT, Kind
from projects.views import log, memberships, money, people, project_people, settings
from projects.views import money_forms as forms


def money_forms(folder: str, name: str, kind: Kind) -> list[URLPattern]:
    """Entering, correcting and removing money of one kind, for a project's lead."""
    address = f"p/<str:project>/money/{folder}"
    return [
        path(f"{address}/new/", forms.EnterInProject.as_view(kind=kind), name=f"add_{name}"),
        path(f"{address}/<int:row>/correct/", forms.CorrectInProject.as_view(kind=kind), name=f"correct_{name}"),
        path(f"{address}/<int:row>/remove/", forms.RemoveInProject.as_view(kind=kind), name=f"remove_{name}"),
    ]


def programme_forms(folder: str, name: str, kind: Kind) -> list[URLPattern]:
    """The same for the authority that keeps a programme's money."""
    address, name = f"programmes/<str:programme>/money/{folder}", f"programme_{name}"
    return [
        path(f"{address}/new/", forms.EnterInProgramme.as_view(kind=kind), name=f"add_{name}"),
        path(f"{address}/<int:row>/correct/", forms.CorrectInProgramme.as_view(kind=kind), name=f"correct_{name}"),
        path(f"{address}/<int:row>/remove/", forms.RemoveInProgramme.as_view(kind=kind), name=f"remove_{name}"),
    ]


app_name = "projects"
urlpatterns = [
    path("people/", people.People.as_view(), name="people"),
    path("people/invite/", people.Invite.as_view(), name="invite"),
    path("people/invitations/<int:invitation>/again/", people.InviteAgain.as_view(), name="invite_again"),
    path("people/<int:person>/close/", people.CloseAccount.as_view(), name="close_account"),
    path("people/<int:person>/reopen/", people.ReopenAccount.as_view(), name="reopen_account"),
    path("people/<int:person>/propose/", memberships.Propose.as_view(), name="propose"),
    path("people/memberships/<int:membership>/approve/", memberships.Approve.as_view(), name="approve"),
    path("people/memberships/<int:membership>/decline/", memberships.Decline.as_view(), name="decline"),
    path("people/memberships/<int:membership>/end/", memberships.EndMembership.as_view(), name="end_membership"),
    path("log/", log.Log.as_view(), name="log"),
    path("me/", settings.OwnSettings.as_view(), name="own_settings"),
    path("p/<str:project>/settings/", settings.ProjectSettings.as_view(), name="settings"),
    path("p/<str:project>/people/", project_people.ProjectPeople.as_view(), name="project_people"),
    path("p/<str:project>/people/partner/", project_people.AddPartner.as_view(), name="add_partner"),
    path(
        "p/<str:project>/people/<int:membership>/approve/",
        memberships.ApproveInProject.as_view(),
        name="project_approve",
    ),
    path(
        "p/<str:project>/people/<int:membership>/decline/",
        memberships.DeclineInProject.as_view(),
        name="project_decline",
    ),
    path(
        "p/<str:project>/people/<int:membership>/end/", memberships.EndProjectMembership.as_view(), name="project_end"
    ),
    path("p/<str:project>/money/", money.ProjectMoney.as_view(), name="money"),
    path("p/<str:project>/money/lapse/", forms.Lapse.as_view(), name="lapse"),
    *money_forms("grants", "grant", GRANT),
    *money_forms("payments", "payment", PAYMENT),
    path("programmes/", money.Programmes.as_view(), name="programmes"),
    path("programmes/<str:programme>/money/", money.ProgrammeMoney.as_view(), name="programme_money"),
    *programme_forms("framework", "framework", FRAMEWORK),
    *programme_forms("earmarks", "earmark", EARMARK),
    *programme_forms("grants", "grant", GRANT),
    *programme_forms("payments", "payment", PAYMENT),
]
