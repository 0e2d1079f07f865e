"""Every route of the site: who may open it, and what everybody else gets. A new route is a new line here.

The groups are written out by hand and not read from the policy, or they would only say that the policy is
what it is. `who` gives each person of the cast OK, 403 (no permission) or 404 (out of reach); `get` and
`post` say what those with OK get, a POST being sent without any data.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver

OK = 0


def group(**who: int) -> dict[str, int]:
    people = {
        "coordinator", "caseworker", "other_caseworker", "lead", "evaluator", "administrator", "officer", "stranger",
        "outsider",
    }  # fmt: skip
    if set(who) != people:
        raise ValueError(f"A group names everybody; this one misses {sorted(people - set(who))}.")
    return who


# fmt: off
EVERYBODY = group(
    coordinator=OK, caseworker=OK, other_caseworker=OK, lead=OK,
    evaluator=OK, administrator=OK, officer=OK, stranger=OK, outsider=OK,
)
ADMINISTRATOR = group(
    coordinator=403, caseworker=403, other_caseworker=403, lead=403,
    evaluator=403, administrator=OK, officer=403, stranger=403, outsider=403,
)
OFFICER = group(
    coordinator=403, caseworker=403, other_caseworker=403, lead=403,
    evaluator=403, administrator=403, officer=OK, stranger=403, outsider=403,
)
AUTHORITY = group(
    coordinator=403, caseworker=403, other_caseworker=403, lead=403,
    evaluator=OK, administrator=403, officer=403, stranger=403, outsider=403,
)
PROJECT_MEMBER = group(
    coordinator=OK, caseworker=OK, other_caseworker=OK, lead=OK,
    evaluator=404, administrator=404, officer=404, stranger=404, outsider=404,
)
PROJECT_LEAD = group(
    coordinator=403, caseworker=403, other_caseworker=403, lead=OK,
    evaluator=404, administrator=404, officer=404, stranger=404, outsider=404,
)
PROJECT_FIGURES = group(
    coordinator=OK, caseworker=403, other_caseworker=403, lead=OK,
    evaluator=404, administrator=404, officer=404, stranger=404, outsider=404,
)
PROJECT_COORDINATOR = group(
    coordinator=OK, caseworker=403, other_caseworker=403, lead=403,
    evaluator=404, administrator=404, officer=404, stranger=404, outsider=404,
)
PROJECT_WORKER = group(
    coordinator=OK, caseworker=OK, other_caseworker=OK, lead=403,
    evaluator=404, administrator=404, officer=404, stranger=404, outsider=404,
)
CITIZEN_WORKER = group(  # the other caseworker has the permission, but no link to this citizen
    coordinator=OK, caseworker=OK, other_caseworker=404, lead=403,
    evaluator=404, administrator=404, officer=404, stranger=404, outsider=404,
)
REFERRAL_RECEIVER = group(  # the referral is sent to NGO two, which has no link to the citizen
    coordinator=404, caseworker=404, other_caseworker=OK, lead=403,
    evaluator=404, administrator=404, officer=404, stranger=404, outsider=404,
)
CITIZEN_INTAKE = group(  # others' WHO-5 and the baseline: the citizen's consent to NGO one does not cover them
    coordinator=OK, caseworker=404, other_caseworker=404, lead=403,
    evaluator=404, administrator=404, officer=404, stranger=404, outsider=404,
)
OWN_ORGANISATION = CITIZEN_INTAKE  # what the municipality's own people logged, nobody else's to change
# fmt: on


@dataclass(frozen=True)
class Access:
    """`get` and `post` are the statuses of those who may; `anonymous` those of the signed-out (GET, POST).

    Where the two methods refuse differently, a person's outcome is a pair.
    """

    who: dict[str, Any]
    get: int
    post: int
    kwargs: Callable[[Any], dict[str, Any]] = lambda rows: {}
    anonymous: tuple[int, int] = (302, 302)


def project(**more: str) -> Callable[[Any], dict[str, Any]]:
    """Arguments of an address in project AAR; each of `more` is an attribute path into the rows."""
    return lambda rows: {"project": "AAR", **{name: _follow(rows, path) for name, path in more.items()}}


def plain(**more: str) -> Callable[[Any], dict[str, Any]]:
    return lambda rows: {name: _follow(rows, path) for name, path in more.items()}


def file_of_project(rows: Any) -> dict[str, Any]:
    return {"project": "AAR", "format": "json"}


def week_of_project(rows: Any) -> dict[str, Any]:
    return {"project": "AAR", "week": "2026-W01"}


def sheet_of_citizen(rows: Any) -> dict[str, Any]:
    return {"project": "AAR", "code": rows.client.code, "language": "da"}


def list_of_citizens(rows: Any) -> dict[str, Any]:
    return {"project": "AAR", "format": "csv"}


def file_of_programme(rows: Any) -> dict[str, Any]:
    return {"programme": "EXIT2020", "format": "json"}


def _follow(rows: Any, path: str) -> Any:
    if path.isdigit():
        return int(path)
    for part in path.split("."):
        rows = getattr(rows, part)
    return rows


def citizen(**more: str) -> Callable[[Any], dict[str, Any]]:
    return project(**{"code": "client.code", **more})


def programme(**more: str) -> Callable[[Any], dict[str, Any]]:
    return lambda rows: {"programme": "EXIT2020", **plain(**more)(rows)}


def public(get: int, post: int, *, signed_in: tuple[int, int] | None = None, kwargs: Any = None) -> Access:
    inside = signed_in or (get, post)
    return Access(EVERYBODY, *inside, kwargs or plain(), anonymous=(get, post))


ROUTES = {
    "health": public(200, 200),
    "account_login": public(200, 200, signed_in=(302, 302)),
    "account_logout": public(302, 302, signed_in=(200, 302)),
    "account_signup": public(200, 200, signed_in=(302, 302)),
    "account_inactive": public(200, 405),
    "account_reset_password": public(200, 200),
    "account_reset_password_done": public(200, 405),
    "account_reset_password_from_key": public(200, 200, kwargs=lambda rows: {"uidb36": "1", "key": "made-up"}),
    "account_reset_password_from_key_done": public(200, 405),
    "invitation_accept": public(200, 422, kwargs=plain(token="token")),
    "language": public(405, 400),
    "home": Access(EVERYBODY, 200, 405),
    "reproduction": Access(EVERYBODY, 200, 405),
    "project": Access(PROJECT_MEMBER, 302, 405, project()),
    "projects:people": Access(ADMINISTRATOR, 200, 405),
    "projects:invite": Access(ADMINISTRATOR, 200, 422),
    "projects:invite_again": Access(ADMINISTRATOR, 405, 302, plain(invitation="invitation.pk")),
    "projects:close_account": Access(ADMINISTRATOR, 405, 302, plain(person="running.user_id")),
    "projects:reopen_account": Access(ADMINISTRATOR, 405, 302, plain(person="closed.pk")),
    "projects:propose": Access(ADMINISTRATOR, 200, 422, plain(person="running.user_id")),
    "projects:approve": Access(ADMINISTRATOR, 405, 403, plain(membership="installation_role.pk")),  # their own proposal
    "projects:decline": Access(ADMINISTRATOR, 405, 403, plain(membership="installation_role.pk")),
    "projects:end_membership": Access(ADMINISTRATOR, 200, 422, plain(membership="running.pk")),
    "projects:log": Access(OFFICER, 200, 405),
    "projects:project_people": Access(PROJECT_LEAD, 200, 405, project()),
    "projects:add_partner": Access(PROJECT_LEAD, 200, 422, project()),
    "projects:project_approve": Access(PROJECT_LEAD, 405, 302, project(membership="project_role.pk")),
    "projects:project_decline": Access(PROJECT_LEAD, 405, 302, project(membership="project_role.pk")),
    "projects:project_end": Access(PROJECT_LEAD, 200, 422, project(membership="running.pk")),
    "projects:money": Access(PROJECT_LEAD, 200, 405, project()),
    "projects:lapse": Access(PROJECT_LEAD, 200, 422, project()),
    "projects:add_grant": Access(PROJECT_LEAD, 200, 422, project()),
    "projects:correct_grant": Access(PROJECT_LEAD, 200, 422, project(row="grant.pk")),
    "projects:remove_grant": Access(PROJECT_LEAD, 200, 422, project(row="grant.pk")),
    "projects:add_payment": Access(PROJECT_LEAD, 200, 422, project()),
    "projects:correct_payment": Access(PROJECT_LEAD, 200, 422, project(row="payment.pk")),
    "projects:remove_payment": Access(PROJECT_LEAD, 200, 422, project(row="payment.pk")),
    "projects:programmes": Access(AUTHORITY, 200, 405),
    "projects:programme_money": Access(AUTHORITY, 200, 405, programme()),
    "projects:add_programme_framework": Access(AUTHORITY, 200, 422, programme()),
    "projects:correct_programme_framework": Access(AUTHORITY, 200, 422, programme(row="framework.pk")),
    "projects:remove_programme_framework": Access(AUTHORITY, 200, 422, programme(row="framework.pk")),
    "projects:add_programme_earmark": Access(AUTHORITY, 200, 422, programme()),
    "projects:correct_programme_earmark": Access(AUTHORITY, 200, 422, programme(row="earmark.pk")),
    "projects:remove_programme_earmark": Access(AUTHORITY, 200, 422, programme(row="earmark.pk")),
    "projects:add_programme_grant": Access(AUTHORITY, 200, 422, programme()),
    "projects:correct_programme_grant": Access(AUTHORITY, 200, 422, programme(row="programme_grant.pk")),
    "projects:remove_programme_grant": Access(AUTHORITY, 200, 422, programme(row="programme_grant.pk")),
    "projects:add_programme_payment": Access(AUTHORITY, 200, 422, programme()),
    "projects:correct_programme_payment": Access(AUTHORITY, 200, 422, programme(row="programme_payment.pk")),
    "projects:remove_programme_payment": Access(AUTHORITY, 200, 422, programme(row="programme_payment.pk")),
    "projects:own_settings": Access(EVERYBODY, 200, 422),
    "projects:settings": Access(PROJECT_LEAD, 200, 422, project()),
    "casework:today": Access(PROJECT_WORKER, 200, 405, project()),
    "casework:agenda": Access(PROJECT_WORKER, 200, 405, project()),
    "casework:agenda_week": Access(PROJECT_WORKER, 200, 405, week_of_project),
    "casework:more": Access(PROJECT_MEMBER, 200, 405, project()),
    "casework:covers": Access(PROJECT_WORKER, 200, 405, project()),
    "casework:new_cover": Access(PROJECT_WORKER, 200, 422, project()),
    "casework:end_cover": Access(  # of the coordinator and the caseworker; another's is not the third's to end
        {**PROJECT_WORKER, "other_caseworker": (405, 403)}, 405, 302, project(pk="cover.pk")
    ),
    "casework:assign": Access(CITIZEN_WORKER, 200, 422, citizen()),
    "casework:citizens": Access(PROJECT_WORKER, 200, 405, project()),
    "casework:citizens_file": Access(PROJECT_COORDINATOR, 200, 405, list_of_citizens),
    "casework:register": Access(PROJECT_COORDINATOR, 200, 422, project()),
    "casework:citizen": Access(CITIZEN_WORKER, 200, 405, citizen()),
    "casework:registered": Access(PROJECT_COORDINATOR, 200, 405, citizen()),
    "casework:facts": Access(PROJECT_COORDINATOR, 200, 302, citizen()),
    "casework:appointment": Access(CITIZEN_WORKER, 200, 302, citizen()),
    "casework:reference": Access(CITIZEN_WORKER, 200, 302, citizen()),
    "casework:enrol": Access(PROJECT_COORDINATOR, 200, 422, citizen()),
    "casework:end_enrolment": Access(PROJECT_COORDINATOR, 200, 422, citizen()),
    "casework:give_consent": Access(PROJECT_COORDINATOR, 200, 422, citizen()),
    "casework:withdraw_consent": Access(PROJECT_COORDINATOR, 200, 302, citizen(pk="consent.pk")),
    "casework:onward": Access(PROJECT_COORDINATOR, 200, 422, citizen()),
    "casework:onward_outcome": Access(PROJECT_COORDINATOR, 200, 422, citizen(pk="onward.pk")),
    "casework:new_referral": Access(PROJECT_COORDINATOR, 200, 422, citizen(code="untouched.code")),
    "casework:change_referral": Access(PROJECT_COORDINATOR, 200, 422, citizen(pk="draft.pk")),
    "casework:send_referral": Access(PROJECT_COORDINATOR, 200, 422, citizen(pk="draft.pk")),
    "casework:withdraw_referral": Access(PROJECT_COORDINATOR, 200, 422, citizen(pk="draft.pk")),
    "casework:referrals": Access(PROJECT_WORKER, 200, 405, project()),
    "casework:overrides": Access(PROJECT_LEAD, 200, 405, project()),
    "casework:referral": Access(REFERRAL_RECEIVER, 200, 405, project(pk="sent.pk")),
    "casework:accept_referral": Access(REFERRAL_RECEIVER, 200, 302, project(pk="sent.pk")),
    "casework:decline_referral": Access(REFERRAL_RECEIVER, 200, 422, project(pk="sent.pk")),
    "casework:finish_referral": Access(CITIZEN_WORKER, 200, 422, project(pk="accepted.pk")),
    "casework:directory": Access(PROJECT_LEAD, 200, 405, project()),
    "casework:add_offer": Access(PROJECT_LEAD, 200, 422, project()),
    "casework:change_offer": Access(PROJECT_LEAD, 200, 422, project(pk="offer.pk")),
    "casework:add_routing_rule": Access(PROJECT_LEAD, 200, 422, project()),
    "casework:remove_routing_rule": Access(PROJECT_LEAD, 405, 302, project(pk="rule.pk")),
    "casework:lookup": Access(PROJECT_WORKER, 200, 405, project()),
    "casework:intake": Access(PROJECT_COORDINATOR, 200, 422, citizen()),
    "casework:merge": Access(PROJECT_COORDINATOR, 200, 422, citizen()),
    "casework:merge_with": Access(PROJECT_COORDINATOR, 200, 302, citizen(other="untouched.code")),
    "casework:undo_merge": Access(PROJECT_COORDINATOR, 200, 302, citizen(code="merged.kept.code", pk="merged.pk")),
    "casework:propose": Access(PROJECT_WORKER, 200, 422, project()),
    "casework:proposals": Access(PROJECT_WORKER, 200, 405, project()),
    "casework:proposal": Access(CITIZEN_WORKER, 200, 405, project(pk="proposal.pk")),
    "casework:admit": Access(PROJECT_COORDINATOR, 200, 422, project(pk="proposal.pk")),
    "casework:recognise": Access(PROJECT_COORDINATOR, 200, 422, project(pk="proposal.pk")),
    "casework:decline": Access(PROJECT_COORDINATOR, 200, 422, project(pk="proposal.pk")),
    "casework:withdraw_proposal": Access({**CITIZEN_WORKER, "coordinator": 404}, 200, 302, project(pk="proposal.pk")),
    "casework:start_new_course": Access(PROJECT_COORDINATOR, 200, 422, citizen(code="untouched.code")),
    "casework:start_course": Access(
        PROJECT_COORDINATOR, 200, 422, citizen(code="contact.client.code", pk="contact.pk")
    ),
    "casework:end_course": Access(CITIZEN_WORKER, 200, 422, citizen(pk="course.pk")),
    "casework:end_anonymity": Access(PROJECT_COORDINATOR, 200, 422, citizen(code="anonymous.code")),
    "casework:home_municipality": Access(PROJECT_COORDINATOR, 200, 302, citizen()),
    "casework:new_agreement": Access(PROJECT_COORDINATOR, 200, 422, citizen(code="untouched.code")),
    "casework:agreement": Access(PROJECT_COORDINATOR, 200, 422, citizen(code="untouched.code", pk="agreement.pk")),
    "casework:legal_basis": Access(PROJECT_COORDINATOR, 200, 422, citizen()),
    "casework:shared": Access(PROJECT_COORDINATOR, 200, 405, citizen(pk="consent.pk")),
    "casework:baseline": Access(CITIZEN_INTAKE, 200, 302, citizen(pk="course.pk")),
    "casework:sheet": Access(CITIZEN_WORKER, 200, 405, citizen()),
    "casework:sheet_file": Access(CITIZEN_WORKER, 200, 405, sheet_of_citizen),
    "casework:card": Access(CITIZEN_WORKER, 200, 405, citizen()),
    "interventions:new": Access(CITIZEN_WORKER, 200, 422, citizen()),
    "interventions:intervention": Access(CITIZEN_WORKER, 200, 405, citizen(pk="intervention.pk")),
    "interventions:end": Access(CITIZEN_WORKER, 200, 422, citizen(pk="intervention.pk")),
    "interventions:dates": Access(CITIZEN_WORKER, 200, 422, citizen(pk="intervention.pk")),
    "interventions:quick": Access(PROJECT_WORKER, 200, 405, project()),
    "interventions:quick_session": Access(CITIZEN_WORKER, 200, 422, citizen()),
    "interventions:visit": Access(CITIZEN_WORKER, 405, 302, citizen(pk="drop_in.pk")),
    "interventions:correct_session": Access(OWN_ORGANISATION, 200, 422, citizen(pk="session.pk")),
    "interventions:add_to_note": Access(OWN_ORGANISATION, 200, 422, citizen(pk="session.pk")),
    "interventions:new_group": Access(PROJECT_WORKER, 200, 422, project()),
    "interventions:group": Access(OWN_ORGANISATION, 200, 405, project(pk="group.pk")),
    "interventions:correct_group": Access(OWN_ORGANISATION, 200, 422, project(pk="group.pk")),
    "interventions:new_session": Access(CITIZEN_WORKER, 200, 422, citizen(pk="intervention.pk")),
    "interventions:catalogue": Access(PROJECT_LEAD, 200, 405, project()),
    "interventions:change_type": Access(PROJECT_LEAD, 200, 422, project(pk="drop_in.pk")),
    "interventions:move_up": Access(PROJECT_LEAD, 405, 302, project(pk="drop_in.pk")),
    "interventions:move_down": Access(PROJECT_LEAD, 405, 302, project(pk="drop_in.pk")),
    "interventions:offer_own_type": Access(PROJECT_LEAD, 200, 422, project()),
    "interventions:offer_national_type": Access(PROJECT_LEAD, 405, 302, project(pk="national.pk")),
    "other_work:page": Access(PROJECT_MEMBER, 200, 405, project()),
    "other_work:add_outreach": Access(PROJECT_WORKER, 200, 422, project()),
    "other_work:correct_outreach": Access(OWN_ORGANISATION, 200, 422, project(row="outreach.pk")),
    "other_work:remove_outreach": Access(OWN_ORGANISATION, 200, 422, project(row="outreach.pk")),
    "other_work:add_training": Access(PROJECT_WORKER, 200, 422, project()),
    "other_work:correct_training": Access(OWN_ORGANISATION, 200, 422, project(row="training.pk")),
    "other_work:remove_training": Access(OWN_ORGANISATION, 200, 422, project(row="training.pk")),
    "other_work:add_meetings": Access(PROJECT_WORKER, 200, 422, project()),
    "other_work:correct_meetings": Access(OWN_ORGANISATION, 200, 422, project(row="meeting.pk")),
    "other_work:remove_meetings": Access(OWN_ORGANISATION, 200, 422, project(row="meeting.pk")),
    "other_work:add_consultations": Access(PROJECT_WORKER, 200, 422, project()),
    "other_work:correct_consultations": Access(OWN_ORGANISATION, 200, 422, project(row="consultation.pk")),
    "other_work:remove_consultations": Access(OWN_ORGANISATION, 200, 422, project(row="consultation.pk")),
    "cti:open_contact": Access(PROJECT_COORDINATOR, 200, 422, citizen(code="untouched.code")),
    "cti:course": Access(CITIZEN_WORKER, 200, 405, citizen(pk="course.pk")),
    "cti:goal": Access(CITIZEN_WORKER, 200, 422, citizen(pk="course.pk")),
    "cti:focus": Access(CITIZEN_WORKER, 200, 302, citizen(pk="course.pk", number="1")),
    "cti:new_activity": Access(CITIZEN_WORKER, 200, 422, citizen(pk="course.pk", number="1")),
    "cti:activity": Access(CITIZEN_WORKER, 200, 422, citizen(pk="course.pk", activity="activity.pk")),
    "wellbeing:consent": Access(CITIZEN_WORKER, 200, 422, citizen()),
    "wellbeing:withdraw_consent": Access(CITIZEN_WORKER, 200, 422, citizen()),
    "wellbeing:new": Access(CITIZEN_WORKER, 200, 422, citizen()),
    "wellbeing:answer": Access({**CITIZEN_INTAKE, "caseworker": (404, 405)}, 200, 405, citizen(pk="answer.pk")),
    "wellbeing:correct": Access(CITIZEN_INTAKE, 200, 422, citizen(pk="answer.pk")),
    "reports:figures": Access(PROJECT_FIGURES, 200, 405, project()),
    "reports:file": Access(PROJECT_LEAD, 200, 405, file_of_project),
    "reports:status": Access(PROJECT_FIGURES, 200, 405, project()),
    "reports:status_file": Access(PROJECT_LEAD, 200, 405, file_of_project),
    "reports:overview": Access(AUTHORITY, 200, 405, programme()),
    "reports:overview_file": Access(AUTHORITY, 200, 405, file_of_programme),
    "reports:programme_status": Access(AUTHORITY, 200, 405, programme()),
    "reports:programme_status_file": Access(AUTHORITY, 200, 405, file_of_programme),
    "exchange:import": Access(PROJECT_COORDINATOR, 200, 422, project()),
    "exchange:import_preview": Access(PROJECT_COORDINATOR, 200, 405, project(token="workbook")),
    "exchange:import_confirm": Access(PROJECT_COORDINATOR, 405, 302, project(token="workbook")),
    "exchange:import_cancel": Access(PROJECT_COORDINATOR, 405, 302, project(token="workbook")),
}


def all_routes() -> Iterator[tuple[str, str, Any]]:
    """Name, pattern and callback of every route that the resolver knows; an unnamed one has the name ""."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: Any, namespace: str, before: str) -> Iterator[tuple[str, str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, route)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else "", route, pattern.callback
