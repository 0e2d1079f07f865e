from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from audit.models import Action
from audit.services import record
from casework.intensity import intensity
from casework.merging import sections as merging
from casework.next_steps import next_steps
from casework.people.querysets import people_section
from casework.querysets import accesses, with_course, with_stays, without_access
from casework.referrals import sections as referrals
from casework.story import StorySection, citizen_section
from clients.assignments import sections as assignments
from clients.models import Client
from clients.pages import ClientView
from clients.querysets import own_references, permissions_for
from clients.visitation import sections as visitation
from cti import sections as courses
from interventions import sections as interventions
from projects.access import Permission
from wellbeing import sections as wellbeing


class CitizenView(ClientView):
    """A citizen's page: one calm line, then the story, as far as this person may know it."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        story = citizen_section(self.user, self.client, request.GET)
        record(Action.VIEWED, self.client, by=self.user, **self._read(story))
        context = self._head() | self._about() | self._work() | {"story": story}
        return render(request, "casework/citizen.html", context)

    @staticmethod
    def _read(story: StorySection) -> dict[str, Any]:
        """For the log: the sessions whose notes the person has before them."""
        notes = story.notes_read()
        return {"notes": notes} if notes else {}

    def _head(self) -> dict[str, Any]:
        references = list(own_references(self.user).filter(client=self.client).select_related("organisation"))
        return {
            "client": self.client,
            "summary": with_course(with_stays(Client.objects.filter(pk=self.client.pk))).get(),
            "references": [each for each in references if str(each)],
            "own_aliases": ", ".join(str(each) for each in references if str(each)),
            "phases": self.project.rules.phases,
            "today": localdate(),
        }

    def _about(self) -> dict[str, Any]:
        return {
            "enrolments": list(self.client.enrolments.order_by("-starts_on", "-pk")),
            "accesses": list(accesses(self.client)),
            "has_partner_without_access": without_access(self.client).exists(),
            **people_section(self.client),
        }

    def _work(self) -> dict[str, Any]:
        """What the rooms of the work tell, each under its own key, and what follows from it together."""
        rooms = (assignments, interventions, courses, wellbeing, visitation, referrals, merging)
        told: dict[str, Any] = {}
        for room in rooms:
            told |= room.citizen_section(self.user, self.client)
        can = permissions_for(self.user, self.client)
        return told | {
            "can": can,
            "next_steps": next_steps(self.client, courses=told["courses"], wellbeing=told["wellbeing"], can=can),
            "intensity": intensity(self.user, self.client, told["courses"].latest),
        }
