from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from projects.access import INSTALLATION_ROLES, Role
from projects.models import Organisation, Partnership, Project
from projects.pages import PageForm


class InviteForm(PageForm):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class PlaceChoiceField(forms.ModelChoiceField):
    """An organisation's part in a project: what a membership that reaches citizens or figures is for."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.project} – {obj.organisation}"


class ProposeForm(PageForm):
    role = forms.ChoiceField(label=_("Role"), choices=[("", ""), *Role.choices])
    place = PlaceChoiceField(
        label=_("Project and organisation"),
        queryset=Partnership.objects.none(),
        required=False,
        empty_label="",
        help_text=_("For coordinator, caseworker and project lead. The other roles serve the whole installation."),
    )
    starts_on = forms.DateField(label=_("From"), initial=localdate)
    ends_on = forms.DateField(label=_("To"), required=False, help_text=_("The last day. Leave it empty if it is open."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Partnership.objects.on(localdate()).select_related("project", "organisation")
        places = places.order_by("project__name", "organisation__name")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        self.fields["place"].label = self.base_fields["place"].label  # the role decides whether it is optional

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, place = data.get("role"), data.get("place")
        if not role or "place" in self.errors:
            return data
        if role in INSTALLATION_ROLES and place is not None:
            self.add_error("place", _("This role serves the whole installation. Leave this empty."))
        if role not in INSTALLATION_ROLES and place is None:
            self.add_error("place", _("This role needs a project and an organisation. Choose one."))
        return data


class EndForm(PageForm):
    ends_on = forms.DateField(
        label=_("Last day"), initial=localdate, help_text=_("Choose yesterday if the access is to end at once.")
    )


class PartnerForm(PageForm):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=""
    )
    name = forms.CharField(
        label=_("Or a new organisation's name"),
        max_length=150,
        required=False,
        help_text=_("If it is not in the list above."),
    )
    starts_on = forms.DateField(label=_("From"), initial=localdate)
    ends_on = forms.DateField(label=_("To"), required=False, help_text=_("The last day. Leave it empty if it is open."))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.exclude(partnerships__project=project)
        self.fields["organisation"].queryset = others  # type: ignore[attr-defined]
        for name in ("organisation", "name"):  # one of the two is needed, so neither is called optional
            self.fields[name].label = self.base_fields[name].label

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "organisation" not in self.errors and bool(data.get("organisation")) == bool(data.get("name")):
            raise ValidationError(_("Choose an organisation, or write the name of a new one – one of the two."))
        return data


class LogFilterForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Person"), queryset=get_user_model().objects.none(), required=False)
    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none(), required=False)
    action = forms.ChoiceField(label=_("What"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = gettext("All")
        for name, rows in self._choices().items():
            field = self.fields[name]
            field.queryset, field.empty_label = rows, everything  # type: ignore[attr-defined]
        self.fields["action"].choices = [("", everything), *Action.choices]  # type: ignore[attr-defined]

    @staticmethod
    def _choices() -> dict[str, QuerySet[Any]]:
        return {"person": get_user_model().objects.order_by("name"), "project": Project.objects.order_by("name")}

    def chosen(self) -> dict[str, Any]:
        """The filters in use; none while the form holds an error."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
