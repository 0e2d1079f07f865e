"""What can be entered, corrected and removed on the page of other work, and in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from interventions.other_work.forms import ConsultationForm, EntryForm, MeetingForm, OutreachForm, TrainingForm
from interventions.other_work.models import (
    NetworkMeeting,
    OutreachContact,
    ProfessionalConsultation,
    ProfessionalTraining,
    WorkEntry,
)
from interventions.other_work.services import log_consultation, log_meeting, log_outreach, log_training


@dataclass(frozen=True)
class Kind:
    """`key` stands in addresses; `enter` takes the form's facts, project, organisation and `by`.

    `also` names what each row's line needs besides its organisation: relations of one, and of several.
    """

    key: str
    model: type[WorkEntry]
    form: type[EntryForm]
    enter: Callable[..., WorkEntry]
    name: Any
    add: Any
    lead: Any
    added: Any
    correct: Any
    corrected: Any
    remove: Any
    removed: Any
    also_one: tuple[str, ...] = ()
    also_several: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        return f"other_work/lines/{self.key}.html"


OUTREACH = Kind(
    "outreach", OutreachContact, OutreachForm, log_outreach,
    name=_("Outreach"),
    add=_("Log outreach"),
    lead=_("Contacts with people who are not citizens of the project. They are counted, never described."),
    added=_("The outreach is logged."),
    correct=_("Correct the outreach"),
    corrected=_("The outreach is corrected."),
    remove=_("Remove the outreach"),
    removed=_("The outreach is removed."),
)  # fmt: skip
TRAINING = Kind(
    "training", ProfessionalTraining, TrainingForm, log_training,
    name=_("Training of professionals"),
    add=_("Log training of professionals"),
    lead=_("Presentations, courses and workshops. Professionals are counted, never named."),
    added=_("The training is logged."),
    correct=_("Correct the training"),
    corrected=_("The training is corrected."),
    remove=_("Remove the training"),
    removed=_("The training is removed."),
)  # fmt: skip
MEETING = Kind(
    "meetings", NetworkMeeting, MeetingForm, log_meeting,
    name=_("Network meetings"),
    add=_("Log a network meeting"),
    lead=_("Partners are ticked and others counted. Nobody is named."),
    added=_("The network meeting is logged."),
    correct=_("Correct the network meeting"),
    corrected=_("The network meeting is corrected."),
    remove=_("Remove the network meeting"),
    removed=_("The network meeting is removed."),
    also_several=("attendances__organisation",),
)  # fmt: skip
CONSULTATION = Kind(
    "consultations", ProfessionalConsultation, ConsultationForm, log_consultation,
    name=_("Counselling of professionals"),
    add=_("Log counselling of a professional"),
    lead=_("About a citizen it also counts as an intervention on that day. The professional is never named."),
    added=_("The counselling is logged."),
    correct=_("Correct the counselling"),
    corrected=_("The counselling is corrected."),
    remove=_("Remove the counselling"),
    removed=_("The counselling is removed."),
    also_one=("client",),
    also_several=("topics",),
)  # fmt: skip
KINDS = {kind.key: kind for kind in (OUTREACH, TRAINING, MEETING, CONSULTATION)}
