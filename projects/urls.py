from django.urls import path

from projects.views import log, memberships, people, project_people

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
]
