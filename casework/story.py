"""The citizen's story: what every room tells of the citizen, merged in time and narrowed by the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from casework.forms.story import StoryForm
from casework.models import CourseIntervention
from casework.referrals import story as referrals
from clients import story as stays
from clients.models import Client
from clients.story import Kind, StoryEvent
from cti import story as courses
from interventions import story as interventions
from wellbeing import story as wellbeing

PAGE_SIZE = 25
WHOLE = "all"  # as `page` in the address: everything on one page, for paper

# A room that has something to tell adds its own here; within a day its events follow those of the rooms before it.
ROOMS: tuple[Callable[[Any, Client, Mapping[str, Any]], list[StoryEvent]], ...] = (
    interventions.story,
    courses.story,
    wellbeing.story,
    stays.story,
    referrals.story,
)


@dataclass(frozen=True)
class StorySection:
    """`page` holds the events shown, the newest first; `total` counts those of the whole story."""

    form: StoryForm
    page: Page
    total: int
    is_whole: bool

    @property
    def is_narrowed(self) -> bool:
        return bool(self.form.chosen())

    def notes_read(self) -> list[int]:
        """The sessions whose notes are shown."""
        return [event.key for event in self.page if event.has_text and event.key is not None]


def story_section(user: Any, client: Client, address: QueryDict, told: Mapping[str, Any]) -> StorySection:
    """What has happened, as far as `user` may know and the filters in the `address` let through."""
    events = told_to(user, client, told)
    form = StoryForm(address, organisations={event.organisation for event in events if event.organisation})
    kept = narrowed(events, form.chosen())
    is_whole = address.get("page") == WHOLE
    page = Paginator(kept, max(len(kept), 1) if is_whole else PAGE_SIZE).get_page(address.get("page"))
    return StorySection(form, page, total=len(events), is_whole=is_whole)


def told_to(user: Any, client: Client, told: Mapping[str, Any]) -> list[StoryEvent]:
    """Every event that `user` may know of, the newest first, from what the rooms have told of the citizen."""
    events = [event for room in ROOMS for event in room(user, client, told)]
    return sorted(_without_doubles(client, events), key=attrgetter("day"), reverse=True)


def _without_doubles(client: Client, events: list[StoryEvent]) -> list[StoryEvent]:
    """A course tells of itself, so the intervention it runs as need not begin and end beside it."""
    pairs = CourseIntervention.objects.filter(course__client=client)
    doubles = set(pairs.values_list("intervention_id", flat=True))
    return [event for event in events if event.kind != Kind.INTERVENTION or event.key not in doubles]


def narrowed(events: Sequence[StoryEvent], chosen: dict[str, Any]) -> list[StoryEvent]:
    """The events that fit the filters of a StoryForm; `since` and `until` are both included."""
    tests: dict[str, Callable[[StoryEvent, Any], bool]] = {
        "kind": lambda event, kind: event.kind == kind,
        "organisation": lambda event, pk: event.organisation is not None and str(event.organisation.pk) == pk,
        "since": lambda event, day: event.day >= day,
        "until": lambda event, day: event.day <= day,
        "notes": lambda event, _wanted: event.has_text,
    }
    return [event for event in events if all(tests[name](event, value) for name, value in chosen.items())]
