"""A small project built row by row, with days that do not depend on today."""

import datetime as dt
from itertools import count

from accounts.models import User
from clients.models import Client, Enrolment, OnwardReferral, ReferralSource
from interventions.models import Intervention, InterventionType, NationalInterventionType, Session, SessionTopic
from interventions.other_work.models import ProfessionalConsultation
from projects.base import write
from projects.models import Municipality, Organisation, Programme, Project
from projects.services import create_project
from wellbeing.models import WellbeingResponse
from wellbeing.services import record_answer

START = dt.date(2021, 1, 1)
AS_OF = dt.date(2023, 11, 30)
NUMBERS = count(1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def items_for(score: int) -> list[int]:
    """Five items that give `score`, a multiple of 4."""
    whole, rest = divmod(score // 4, 5)
    return [whole + (number < rest) for number in range(5)]


class World:
    """One project, and the shortest way to each kind of row in it."""

    def __init__(self, code: str = "TST", **facts):
        programme = facts.pop("programme", None) or Programme.objects.get(code="EXIT2020")
        self.project: Project = create_project(
            code=code, name="Project T", municipality=Municipality.objects.get(code="0751"),
            starts_on=facts.pop("starts_on", START), programme=programme, by=None, **facts,
        )  # fmt: skip
        self.organisation = Organisation.objects.get(partnerships__project=self.project)
        self.user = User.objects.create_user(f"{code.lower()}@example.org", "a long enough password", name="Worker")

    def figure(self, figure, as_of):
        """The project's own value of a figure, which is asked of several projects at once."""
        return figure([self.project.pk], as_of)[self.project.pk]

    def citizen(self, *stays: tuple[str, str | None], **facts) -> Client:
        """Each stay is (start, end or None)."""
        code = f"{self.project.code}-{next(NUMBERS):06}"
        client = Client.objects.create(project=self.project, code=code, **facts)
        for start, end in stays:
            Enrolment.objects.create(
                project=self.project, client=client, starts_on=day(start), ends_on=end and day(end)
            )
        return client

    def citizens(self, number: int, **facts) -> list[Client]:
        return [self.citizen(("2021-03-01", None), **facts) for _ in range(number)]

    def type(self, name: str, **flags) -> InterventionType:
        national = NationalInterventionType.objects.filter(name=name).first()
        order = national.order if national else 1000
        return InterventionType.objects.create(project=self.project, name=name, national=national, order=order, **flags)

    def intervention(self, client: Client, type: InterventionType, start: str = "2021-03-01") -> Intervention:
        return Intervention.objects.create(project=self.project, client=client, type=type, starts_on=day(start))

    def consultation(
        self, type: InterventionType, held_on: str = "2021-03-01", client: Client | None = None
    ) -> ProfessionalConsultation:
        """Counselling of a professional; about a citizen with its intervention, as its service makes it."""
        intervention = self.intervention(client, type, held_on) if client else None
        return write(
            ProfessionalConsultation(
                project=self.project, organisation=self.organisation, held_on=day(held_on), minutes=30, type=type,
                workplace="health", client=client, intervention=intervention, entered_by=self.user,
            )
        )  # fmt: skip

    def session(self, intervention: Intervention, held_on: str, attendance: str = "attended", about=()) -> Session:
        session = Session.objects.create(
            project=self.project, client=intervention.client, intervention=intervention, held_on=day(held_on),
            attendance=attendance, logged_by=self.user, logged_for=self.organisation,
        )  # fmt: skip
        SessionTopic.objects.bulk_create(SessionTopic(session=session, challenge=one) for one in about)
        return session

    def answer(self, client: Client, answered_on: str, score: int | None = 40) -> WellbeingResponse:
        """An answer with `score`, or with a missing item where that is None."""
        items = [None, 1, 1, 1, 1] if score is None else items_for(score)
        return record_answer(
            client, answered_on=day(answered_on), items=items, recorded_for=self.organisation, by=self.user
        )

    def source(self, name: str) -> ReferralSource:
        return ReferralSource.objects.create(project=self.project, name=name)

    def onward(self, client: Client, kind: str, referred_on: str = "2021-03-01") -> OnwardReferral:
        return OnwardReferral.objects.create(
            project=self.project, client=client, kind=kind, referred_on=day(referred_on)
        )
