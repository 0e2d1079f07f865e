"""Who saw and changed what, for the data protection officer. Plain ids, never what was written."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Action, AuditEvent
from audit.services import record
from projects.access import AccessView, Permission
from projects.forms import LogFilterForm
from projects.models import Project

PER_PAGE = 50
IDS_SHOWN = 5
SUBJECTS = {
    "assignment": _("contact person"),
    "auditevent": _("the log"),
    "baseline": _("baseline of a course"),
    "client": _("citizen"),
    "clientlink": _("link to an organisation"),
    "clientmerge": _("two codes made one"),
    "clientreference": _("own reference"),
    "consent": _("consent"),
    "course": _("CTI course"),
    "draft": _("draft"),
    "cover": _("cover during absence"),
    "disbursement": _("payment"),
    "earmark": _("earmarked money"),
    "enrolment": _("enrolment"),
    "framework": _("framework"),
    "grant": _("grant"),
    "homeagreement": _("agreement with the home municipality"),
    "intakedecision": _("decision at intake"),
    "groupsession": _("group session"),
    "intervention": _("intervention"),
    "interventiontype": _("type of intervention"),
    "invitation": _("invitation"),
    "legalbasis": _("legal basis"),
    "membership": _("membership"),
    "offer": _("offer"),
    "networkmeeting": _("network meeting"),
    "onwardreferral": _("onward referral"),
    "organisation": _("organisation"),
    "outreachcontact": _("outreach"),
    "page": _("a page"),
    "partnership": _("partnership"),
    "phase": _("phase"),
    "plannedactivity": _("planned activity"),
    "sessionaddendum": _("addendum"),
    "professionalconsultation": _("counselling of a professional"),
    "professionaltraining": _("training of professionals"),
    "programme": _("programme"),
    "project": _("project"),
    "questionnaireconsent": _("consent to the questionnaire"),
    "referral": _("referral"),
    "referraloverride": _("referral without consent"),
    "proposal": _("proposal of a citizen"),
    "referralsource": _("source of referral"),
    "routingrule": _("rule of referral"),
    "session": _("session"),
    "user": _("account"),
    "wellbeingresponse": _("WHO-5 answer"),
}


class Log(AccessView):
    permission = Permission.AUDIT_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        form = LogFilterForm(request.GET or None)
        chosen = form.chosen()
        number = max(1, int(page)) if (page := request.GET.get("page", "1")[:6]).isdecimal() else 1
        first = (number - 1) * PER_PAGE
        # One row more than a page shows says whether there is another page, without counting them all.
        found = [] if form.errors else list(matching(chosen)[first : first + PER_PAGE + 1])
        record(Action.LISTED, [], by=self.user, subject_type="auditevent", filters=sorted(chosen), page=number)
        context = {
            "form": form,
            "lines": lines(found[:PER_PAGE]),
            "earlier": self.address(number - 1) if number > 1 else "",
            "later": self.address(number + 1) if len(found) > PER_PAGE else "",
        }
        return render(request, "projects/log.html", context)

    def address(self, number: int) -> str:
        kept = {name: value for name, value in self.request.GET.items() if value and name in LogFilterForm.base_fields}
        return "?" + urlencode({**kept, "page": number})


def matching(chosen: dict[str, Any]) -> QuerySet[AuditEvent]:
    """The events that fit the filters, newest first; `since` and `until` are Copenhagen days, both included."""
    events = AuditEvent.objects.order_by("-pk")
    if person := chosen.get("person"):
        events = events.filter(actor_id=person.pk)
    if project := chosen.get("project"):
        events = events.filter(project_id=project.pk)
    if action := chosen.get("action"):
        events = events.filter(action=action)
    if since := chosen.get("since"):
        events = events.filter(at__gte=_midnight(since))
    if until := chosen.get("until"):
        events = events.filter(at__lt=_midnight(until + dt.timedelta(days=1)))
    return events


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def lines(events: list[AuditEvent]) -> list[dict[str, Any]]:
    """The events with the names of people and projects, in two queries for all of them."""
    people = User.objects.in_bulk({event.actor_id for event in events} - {None})
    projects = Project.objects.in_bulk({event.project_id for event in events} - {None})
    return [
        {
            "event": event,
            "person": people.get(event.actor_id or 0),
            "project": projects.get(event.project_id or 0),
            "subject": SUBJECTS.get(event.subject_type, event.subject_type),
            "subject_ids": event.subject_ids[:IDS_SHOWN],
            "more_subjects": len(event.subject_ids[IDS_SHOWN:]),
            "client_ids": event.client_ids[:IDS_SHOWN],
            "more_clients": len(event.client_ids[IDS_SHOWN:]),
        }
        for event in events
    ]
