from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.forms import fields
from clients.anonymity import drop_texts
from clients.assignments.querysets import people_reaching, workers_of
from clients.models import Assignment, Client
from projects.models import Project
from projects.pages import PageForm

NOBODY = _("Nobody for the time being")


class AssignForm(PageForm):
    """Who is the citizen's contact person; offered are those who see the citizen today."""

    worker = forms.ModelChoiceField(
        User.objects.none(), label=_("Contact person"), required=False, empty_label=NOBODY,
        help_text=_("The citizen stands in this person's lists. Access is a matter of consent and not of this."),
    )  # fmt: skip
    backup = forms.ModelChoiceField(
        User.objects.none(), label=_("Second person"), required=False, empty_label=_("Nobody"),
        help_text=_("Whom the citizen can turn to when the contact person is not there."),
    )  # fmt: skip
    since = forms.DateField(label=_("From"), initial=fields.today)
    reason = forms.ChoiceField(
        label=_("Why the contact person changes"), widget=forms.RadioSelect, required=False,
        choices=[("", _("Not stated")), *fields.capitalised(Assignment.Reason.choices)],
        help_text=_("Asked for when another person becomes the contact person."),
    )  # fmt: skip
    reason_text = fields.guarded_text(_("More about the reason"), 200, _("Everybody who sees the citizen can read it."))

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unmark("worker", "reason")  # "nobody" is an answer like the others
        people = people_reaching(client)
        for name in ("worker", "backup"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        if not self.initial.get("worker"):
            del self.fields["reason"], self.fields["reason_text"]
        else:
            drop_texts(self, client, "reason_text")


class CoverForm(PageForm):
    """Who covers, and when; a coordinator also says for whom."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Who is away"), empty_label=None)
    colleague = forms.ModelChoiceField(
        User.objects.none(), label=_("Who covers"), empty_label="",
        error_messages={"required": _("Choose the colleague who covers.")},
    )  # fmt: skip
    starts_on = forms.DateField(label=_("First day"), initial=fields.today)
    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("It ends by itself after this day."),
        error_messages={"required": _("Choose the last day. It can be ended earlier.")},
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, user: User, is_for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        workers = workers_of(project)
        self.fields["person"].queryset = workers  # type: ignore[attr-defined]
        self.fields["person"].initial = user.pk
        self.fields["colleague"].queryset = workers if is_for_others else workers.exclude(pk=user.pk)  # type: ignore[attr-defined]
        if not is_for_others:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first. Correct one of the two dates."))
        elif last and last < localdate():
            self.add_error("ends_on", _("Those days are over. Choose today or a later day."))
        return data

    @property
    def away(self) -> User:
        """Whom it is for: the person at the keyboard, where there is no choice."""
        return self.cleaned_data.get("person") or self.user
