"""The access policy. Nothing else in the project decides who may do what.

A membership gives a person a role for one organisation in one project (or, for the roles that serve the
whole installation, for none); the role gives permissions; a view declares the one permission it needs.
Which rows a person reaches is `Client.objects.visible_to()`.
"""

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views import View

from projects.refusals import record_refusal

if TYPE_CHECKING:
    from accounts.models import User
    from projects.models import Membership, Project
    from projects.querysets import MembershipQuerySet, OrganisationQuerySet


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    CASEWORKER = "caseworker", _("caseworker")
    LEAD = "lead", _("project lead")
    EVALUATOR = "evaluator", _("evaluator")
    ADMINISTRATOR = "administrator", _("administrator")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("data protection officer")


class Permission(enum.Enum):
    OWN_PAGES = "own_pages"  # what every signed-in person has: the start page
    CLIENT_VIEW = "client_view"
    LIST_EXPORT = "list_export"  # what a list of citizens shows, as a file
    CLIENT_REGISTER = "client_register"
    CLIENT_ENROL = "client_enrol"
    CLIENT_PROPOSE = "client_propose"  # to the host's coordinators; reaches no citizen
    CLIENT_MERGE = "client_merge"
    CONSENT_RECORD = "consent_record"
    INTERVENTION_LOG = "intervention_log"
    OTHER_WORK_VIEW = "other_work_view"  # its sums; the entries are for those who log
    OTHER_WORK_LOG = "other_work_log"
    COURSE_START = "course_start"
    COURSE_RUN = "course_run"
    WELLBEING_RECORD = "wellbeing_record"
    WORKER_ASSIGN = "worker_assign"
    COVER_ARRANGE = "cover_arrange"  # for others; for oneself everybody may who has citizens
    REFERRAL_SEND = "referral_send"
    REFERRAL_ANSWER = "referral_answer"
    REFERRAL_OVERRIDE = "referral_override"  # send a citizen's card without the citizen's consent
    REGISTRATIONS_IMPORT = "registrations_import"
    FIGURES_VIEW = "figures_view"
    REPORT_PRINT = "report_print"
    PROGRAMME_FIGURES_VIEW = "programme_figures_view"  # of all its projects, as they may leave them
    PROJECT_CONFIGURE = "project_configure"
    PEOPLE_VIEW = "people_view"
    PEOPLE_INVITE = "people_invite"
    MEMBERSHIP_PROPOSE = "membership_propose"
    MEMBERSHIP_APPROVE = "membership_approve"
    AUDIT_VIEW = "audit_view"
    MONEY_EDIT = "money_edit"  # of one's own project
    PROGRAMME_MONEY_EDIT = "programme_money_edit"  # the framework, what is earmarked, grants that go to no project


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(
        {
            Permission.CLIENT_VIEW,
            Permission.LIST_EXPORT,
            Permission.CLIENT_REGISTER,
            Permission.CLIENT_ENROL,
            Permission.CLIENT_PROPOSE,
            Permission.CLIENT_MERGE,
            Permission.CONSENT_RECORD,
            Permission.INTERVENTION_LOG,
            Permission.OTHER_WORK_VIEW,
            Permission.OTHER_WORK_LOG,
            Permission.COURSE_START,
            Permission.COURSE_RUN,
            Permission.WELLBEING_RECORD,
            Permission.WORKER_ASSIGN,
            Permission.COVER_ARRANGE,
            Permission.REFERRAL_SEND,
            Permission.REFERRAL_ANSWER,
            Permission.REFERRAL_OVERRIDE,
            Permission.REGISTRATIONS_IMPORT,
            Permission.FIGURES_VIEW,
        }
    ),
    Role.CASEWORKER: frozenset(
        {
            Permission.CLIENT_VIEW,
            Permission.CLIENT_PROPOSE,
            Permission.INTERVENTION_LOG,
            Permission.OTHER_WORK_VIEW,
            Permission.OTHER_WORK_LOG,
            Permission.COURSE_RUN,
            Permission.WELLBEING_RECORD,
            Permission.WORKER_ASSIGN,
            Permission.REFERRAL_ANSWER,
        }
    ),
    Role.LEAD: frozenset(
        {
            Permission.FIGURES_VIEW,
            Permission.OTHER_WORK_VIEW,
            Permission.REPORT_PRINT,
            Permission.PROJECT_CONFIGURE,
            Permission.PEOPLE_VIEW,
            Permission.MEMBERSHIP_APPROVE,
            Permission.MONEY_EDIT,
        }
    ),
    Role.EVALUATOR: frozenset({Permission.PROGRAMME_FIGURES_VIEW, Permission.PROGRAMME_MONEY_EDIT}),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.PEOPLE_VIEW,
            Permission.PEOPLE_INVITE,
            Permission.MEMBERSHIP_PROPOSE,
            Permission.MEMBERSHIP_APPROVE,
        }
    ),
    Role.DATA_PROTECTION_OFFICER: frozenset({Permission.AUDIT_VIEW}),
}

# What somebody may be allowed to do with one citizen; every other permission reaches none.
CITIZEN_PERMISSIONS = frozenset(
    {
        Permission.CLIENT_VIEW,
        Permission.LIST_EXPORT,
        Permission.CLIENT_REGISTER,
        Permission.CLIENT_ENROL,
        Permission.CLIENT_MERGE,
        Permission.CONSENT_RECORD,
        Permission.INTERVENTION_LOG,
        Permission.COURSE_START,
        Permission.COURSE_RUN,
        Permission.WELLBEING_RECORD,
        Permission.WORKER_ASSIGN,
        Permission.REFERRAL_SEND,
        Permission.REFERRAL_ANSWER,
        Permission.REFERRAL_OVERRIDE,
    }
)

# Roles that serve the whole installation: their memberships name neither project nor organisation.
INSTALLATION_ROLES = frozenset({Role.EVALUATOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER})

# The only routes that open without signing in; every other route's view is an AccessView.
PUBLIC_ROUTES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "invitation_accept",
        "language",
        "health",
    }
)


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold `permission`; a name that is no Permission raises TypeError."""
    if not isinstance(permission, Permission):
        raise TypeError(f"{permission!r} is not a Permission.")
    return [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]


def has_permission(user: Any, permission: Permission, project: "Project | None" = None) -> bool:
    """Whether a membership of `user` that is valid today gives `permission`, in `project` where one is given."""
    if not user.is_authenticated:
        return False
    if permission is Permission.OWN_PAGES:
        return bool(user.is_active)
    held = memberships_today(user)
    return any(
        permission in ROLE_PERMISSIONS[Role(membership.role)]
        and (membership.project_id is None or project is None or membership.project_id == project.pk)
        for membership in held
    )


def memberships_with(permission: Permission) -> "MembershipQuerySet":
    """Memberships that are valid today and give `permission`; every rule about rows narrows these."""
    from projects.models import Membership

    return Membership.objects.valid_on(localdate()).filter(role__in=roles_with(permission))


def organisations_of(user: Any, permission: Permission, project: "Project") -> "OrganisationQuerySet":
    """The organisations for which `user` holds `permission` in `project` today."""
    from projects.models import Organisation

    own = memberships_with(permission).filter(user_id=user.pk, project=project, organisation=models.OuterRef("pk"))
    return Organisation.objects.filter(models.Exists(own))


def may_import(user: Any, project: "Project") -> bool:
    """Whether `user` may take workbooks over today: a coordinator of the project's host organisation, to which
    the intake of every imported citizen belongs."""
    own = organisations_of(user, Permission.REGISTRATIONS_IMPORT, project)
    return project.partnerships.filter(is_host=True, organisation__in=own).exists()


def memberships_today(user: "User") -> "list[Membership]":
    """The user's memberships that are valid today, read once per request and day."""
    today = localdate()
    cached: tuple[dt.date, list[Membership]] | None = getattr(user, "_memberships_today", None)
    if cached is None or cached[0] != today:
        valid = user.memberships.valid_on(today).select_related("project__programme", "organisation")
        cached = (today, list(valid.order_by("project__name", "organisation__name", "role")))
        user._memberships_today = cached  # type: ignore[attr-defined]
    return cached[1]


class AccessView(View):
    """A view that names the one permission it needs; a subclass without one cannot be defined.

    A signed-out person is sent to sign in; a person without the permission gets 403; a project or a
    citizen outside the person's reach is 404, because existence is itself sensitive. Both are logged.
    Nothing that a signed-in person sees is kept by a browser or a proxy.
    """

    permission: ClassVar[Permission]
    project: "Project"
    user: "User"

    def __init_subclass__(cls, *, is_abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not is_abstract and not isinstance(getattr(cls, "permission", None), Permission):
            raise TypeError(f"{cls.__name__} must declare the permission it needs.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            self.signed_out(request, **kwargs)
            return redirect_to_login(request.get_full_path())
        self.user = request.user
        try:
            response = self._answer(request, *args, **kwargs)
        except (PermissionDenied, Http404):
            project_id = self.project.pk if hasattr(self, "project") else None
            record_refusal(request, project_id=project_id, clients=self.clients_named(**kwargs))
            raise
        add_never_cache_headers(cast(HttpResponse, response))
        return response

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.reach(request, **kwargs)
        return super().dispatch(request, *args, **self.kwargs)

    def reach(self, request: HttpRequest, **kwargs: Any) -> None:
        """Fetch what the address names as `self.user` reaches it; raises PermissionDenied or Http404."""
        if "project" in kwargs:
            self.project = request.project = self._own_project(kwargs.pop("project"))  # type: ignore[attr-defined]
        if not has_permission(self.user, self.permission, getattr(self, "project", None)):
            raise PermissionDenied
        self.kwargs = kwargs
        self.prepare(**kwargs)

    def signed_out(self, request: HttpRequest, **kwargs: Any) -> None:
        """What is to be done for a person who is about to be sent to sign in."""

    def clients_named(self, **kwargs: Any) -> list[int]:
        """Ids of the citizens that the address names, within reach or not: for the log of refused attempts."""
        return []

    def prepare(self, **kwargs: Any) -> None:
        """Fetch the rows that the address names, or raise Http404; runs before the method."""

    def _own_project(self, code: str) -> "Project":
        for membership in memberships_today(self.user):
            if membership.project is not None and membership.project.code == code:
                return membership.project
        raise Http404
