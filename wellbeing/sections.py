from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from clients.models import Client
from documents.charts import Chart, score_curve
from wellbeing.consents import latest_consent
from wellbeing.instrument import SIGNIFICANT_FOR_ONE
from wellbeing.models import QuestionnaireConsent, WellbeingResponse
from wellbeing.querysets import sees_all_answers
from wellbeing.series import Reading, readings
from wellbeing.waves import number_waves


@dataclass(frozen=True)
class WellbeingSection:
    """`rows` with the newest answer first; `curve` is None below two scores: a point is no curve."""

    rows: list[Reading]
    curve: Chart | None
    correctable: set[int]
    interval_days: int
    is_partial: bool
    consent: QuestionnaireConsent | None  # the present one, else the one withdrawn last
    clear_change: int = SIGNIFICANT_FOR_ONE


def citizen_section(user: Any, client: Client) -> dict[str, WellbeingSection]:
    """The citizen's WHO-5 answers as far as `user` may see them."""
    answers = visible_answers(user, client)
    scores = [(answer.answered_on, answer.score) for answer in answers if answer.score is not None]
    section = WellbeingSection(
        rows=readings(answers)[::-1],
        curve=score_curve(scores) if len(scores) > 1 else None,
        correctable=set(
            WellbeingResponse.objects.correctable_by(user).filter(client=client).values_list("pk", flat=True)
        ),
        interval_days=client.project.rules.who5_interval_days,
        is_partial=not sees_all_answers(user, client),
        consent=latest_consent(client),
    )
    return {"wellbeing": section}


def visible_answers(user: Any, client: Client) -> list[WellbeingResponse]:
    """Current answers in their order, each with `is_correction`, and its `wave` among those that `user` sees:
    the stored number would tell of answers that others have recorded, and of their days."""
    older = WellbeingResponse.objects.filter(superseded_by=OuterRef("pk"))
    current = WellbeingResponse.objects.current().filter(client=client).annotate(is_correction=Exists(older))
    answers = list(current.visible_to(user).select_related("recorded_for").order_by("answered_on", "nth"))
    complete = [answer for answer in answers if answer.score is not None]
    waves = number_waves([answer.answered_on for answer in complete], client.project.rules.who5_interval_days)
    for answer, wave in zip(complete, waves, strict=True):
        answer.wave = wave
    return answers
