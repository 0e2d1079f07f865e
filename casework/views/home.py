from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from projects.access import AccessView, Permission, has_permission, memberships_today

# Where a person without a project begins: the first page of these that they may open.
INSTALLATION_PAGES = [
    (Permission.PEOPLE_INVITE, "projects:people"),
    (Permission.AUDIT_VIEW, "projects:log"),
    (Permission.PROGRAMME_MONEY_EDIT, "projects:programmes"),
]
PROJECT_PAGES = [
    (Permission.CLIENT_VIEW, "casework:today"),
    (Permission.FIGURES_VIEW, "reports:figures"),
    (Permission.PEOPLE_VIEW, "projects:project_people"),
]


class HomeView(AccessView):
    """The signed-in person's own beginning: their project, a choice of projects, or their page."""

    permission = Permission.OWN_PAGES

    def get(self, request: HttpRequest) -> HttpResponse:
        projects = list({m.project.pk: m.project for m in memberships_today(self.user) if m.project}.values())
        if len(projects) == 1:
            return redirect("project", projects[0].code)
        if projects:
            return render(request, "casework/choose_project.html", {"projects": projects})
        for permission, page in INSTALLATION_PAGES:
            if has_permission(self.user, permission):
                return redirect(page)
        return render(request, "casework/nothing_yet.html")


class ProjectView(AccessView):
    """The project's first page for this person."""

    permission = Permission.OWN_PAGES

    def get(self, request: HttpRequest) -> HttpResponse:
        for permission, page in PROJECT_PAGES:
            if has_permission(self.user, permission, self.project):
                return redirect(page, self.project.code)
        return render(request, "casework/nothing_yet.html")
