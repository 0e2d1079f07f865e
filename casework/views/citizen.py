from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from audit.models import Action
from audit.services import record
from casework.intensity import intensity
from casework.next_steps import next_steps
from casework.people.querysets import people_section
from casework.querysets import accesses, with_course, with_stays, without_access
from casework.rooms import rooms_tell
from casework.story import StorySection, story_section
from clients.models import Client
from clients.pages import ClientView
from clients.querysets import own_references, permissions_for
from projects.access import Permission


class CitizenView(ClientView):
    """A citizen's page: one calm line, then the story, as far as this person may know it."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        told = rooms_tell(self.user, self.client)
        story = story_section(self.user, self.client, request.GET, told)
        record(Action.VIEWED, self.client, by=self.user, **self._read(story))
        context = self._head() | self._about() | told | self._follows(told) | {"story": story}
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
        links = list(accesses(self.client))
        return {
            "enrolments": list(self.client.enrolments.order_by("-starts_on", "-pk")),
            "accesses": links,
            "has_partner_without_access": without_access(self.client).exists(),
            **people_section(self.client, links),
        }

    def _follows(self, told: dict[str, Any]) -> dict[str, Any]:
        """What follows from what the rooms tell together."""
        can = permissions_for(self.user, self.client)
        return {
            "can": can,
            "next_steps": next_steps(self.user, self.client, told["courses"], can),
            "intensity": intensity(self.user, self.client, told["courses"].latest),
        }
