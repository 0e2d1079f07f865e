"""What somebody has typed into a form, as plain values that can be kept and put back."""

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

Values = dict[str, Any]
AnyForm = TypeVar("AnyForm", bound=forms.Form)


def typed(form: forms.Form) -> Values:
    """What a sent form's fields hold, right or wrong, as their widgets read it; no file and no password, and of the
    hidden ones only the lists that somebody has gathered."""
    return {bound.name: bound.data for bound in form if _is_kept(bound)}


def _is_kept(bound: forms.BoundField) -> bool:
    never = forms.FileInput | forms.PasswordInput
    is_gathered = isinstance(bound.field.widget, forms.MultipleHiddenInput)
    return (is_gathered or not bound.is_hidden) and not isinstance(bound.field.widget, never)


def fill(form: AnyForm, values: Values) -> AnyForm:
    """An unsent form with `values` in its fields, for somebody to go on with: it complains of nothing yet."""
    for name in set(values) & set(form.fields):
        form.initial[name] = values[name]
    return form


def acceptable(form: forms.Form) -> tuple[Values, dict[str, ValidationError]]:
    """The typed values that may be stored before the form is whole, and why the others may not.

    Each is refused where its field refuses it, so the guard holds for what is kept as for what is saved, and nothing
    identifying hides in what should be a date. What is empty is accepted: it can be filled in later.
    """
    values = typed(form)
    found = {name: _refusal(form.fields[name], value) for name, value in values.items()}
    refused = {name: error for name, error in found.items() if error}
    return {name: value for name, value in values.items() if name not in refused}, refused


def _refusal(field: forms.Field, value: Any) -> ValidationError | None:
    if value in field.empty_values:
        return None
    try:
        field.clean(value)
    except ValidationError as error:
        return error
    return None
