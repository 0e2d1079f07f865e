"""The decision at intake, proposing a citizen, and answering a proposal."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import fields
from clients.anonymity import drop_texts
from clients.models import Client, IntakeDecision, Judgement, Proposal
from interventions.other_work.fields import CitizenField
from projects.models import Organisation, Project
from projects.pages import PageForm, capitalised

Names = tuple[str, ...]
CRITERIA: Names = ("is_adult", "has_lawful_residence", "has_related_difficulties")
JUDGEMENT: Names = ("decision", "decided_on", *CRITERIA, "is_grey_zone", "reason", "reason_text")


def _judged(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=capitalised(Judgement.choices), initial=Judgement.UNKNOWN, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip


def reason_field(
    choices: Iterable[tuple[str, Any]], *, required: bool = False, help_text: Any = ""
) -> forms.ChoiceField:
    nothing = "" if required else _("Not stated")
    return forms.ChoiceField(
        label=_("Reason"), choices=[("", nothing), *capitalised(list(choices))], required=required, help_text=help_text,
        error_messages={"required": _("Choose a reason, so that others can follow the decision.")},
    )  # fmt: skip


class JudgementFields(forms.Form):
    """The target group as a guided judgement (source 002, "borgere over 18 år med lovligt ophold")."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("", _("Not decided yet")), *capitalised(IntakeDecision.Decision.choices)],
        required=False,
    )  # fmt: skip
    decided_on = forms.DateField(label=_("Decided on"), required=False, initial=fields.today)
    is_adult = _judged(_("18 or older"))
    has_lawful_residence = _judged(_("Lawful residence"))
    has_related_difficulties = _judged(_("Difficulties that go with prostitution"))
    is_grey_zone = forms.BooleanField(
        label=_("Grey zone"), required=False, help_text=_("The citizen is admitted on the whole, not point by point.")
    )
    reason = reason_field(IntakeDecision.Reason.choices, help_text=_("Asked for after a no."))
    reason_text = fields.guarded_text(_("In a few words"), 200, _("Asked for where the reason is another one."))

    @property
    def judgement(self) -> dict[str, Any]:
        """What was decided; nothing where no decision was chosen."""
        found = {name: self.cleaned_data[name] for name in JUDGEMENT if name in self.cleaned_data}
        for name in CRITERIA:
            found[name] = found[name] or Judgement.UNKNOWN
        found["decided_on"] = found["decided_on"] or fields.today()
        return found


class IntakeForm(JudgementFields, PageForm):
    """A decision on a page of its own, where one is chosen in any case."""

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drop_texts(self, client, "reason_text")
        self.unmark(*JUDGEMENT)
        field = self.fields["decision"]
        field.required, field.label = True, _("Decision")
        field.choices = capitalised(IntakeDecision.Decision.choices)  # type: ignore[attr-defined]


class ProposalForm(PageForm):
    """What the host's coordinators need to know before they meet the citizen: half a minute, no name."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("On behalf of"), empty_label=None)
    how_to_meet = forms.ChoiceField(
        label=_("How we meet"), choices=capitalised(Proposal.HowToMeet.choices), widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the coordinator and the citizen meet.")},
    )  # fmt: skip
    wish = fields.wish_field()
    birth_year = fields.birth_year_field()
    is_adult_confirmed = fields.adult_field()
    gender = fields.gender_field()
    source = fields.source_field()
    remark = fields.guarded_text(
        _("Remark"), 200, _("What the coordinator should know. Nothing that identifies anybody.")
    )
    citizen_agrees = forms.BooleanField(
        label=_("The citizen agrees that we follow along"), required=False,
        help_text=_("If the citizen is admitted, your organisation then sees the citizen's page at once."),
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = fields.ReferralSource.objects.filter(project=project)
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]
        if not sources.exists():
            del self.fields["source"]
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.organisations = organisations
        if len(organisations) < 2:
            del self.fields["organisation"]

    @property
    def facts(self) -> dict[str, Any]:
        return {"organisation": self.organisations[0], "source": None} | self.cleaned_data


class RecogniseForm(PageForm):
    client = CitizenField(
        label=_("Citizen"), max_length=60,
        help_text=_("The citizen's code, or your own organisation's alias or reference."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].look_among(user, project)  # type: ignore[attr-defined]


class DeclineForm(PageForm):
    reason = reason_field(Proposal.Reason.choices, required=True)
    reason_text = fields.guarded_text(
        _("In a few words"), 200, _("The partner reads this. Nothing that identifies anybody.")
    )
