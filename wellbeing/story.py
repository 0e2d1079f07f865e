"""WHO-5 answers as events of the citizen's story."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from clients.models import Client
from clients.story import Kind, StoryEvent
from wellbeing.models import WellbeingResponse
from wellbeing.sections import WellbeingSection
from wellbeing.series import Reading


def story(user: Any, client: Client, told: Mapping[str, Any]) -> list[StoryEvent]:
    """The answers that `user` may see; of the others not even the day."""
    section: WellbeingSection = told["wellbeing"]
    return [_of_answer(reading, client) for reading in section.rows]


def _of_answer(reading: Reading, client: Client) -> StoryEvent:
    answer = reading.answer
    return StoryEvent(
        answer.answered_on,
        Kind.WELLBEING,
        title=_title(answer),
        detail=capfirst(reading.short_risk),
        organisation=answer.recorded_for,
        url=reverse("wellbeing:answer", args=[client.project.code, client.code, answer.pk]),
    )


def _title(answer: WellbeingResponse) -> str:
    if answer.score is None:
        return gettext("WHO-5 without a score")
    return gettext("WHO-5: %(score)s points") % {"score": answer.score}
