"""Which citizen a professional was counselled about: typed as the worker knows it, found within the worker's reach."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clients.codes import normalised
from clients.guard import refuse_identifying_reference
from clients.models import Client
from clients.querysets import own_references
from projects.access import Permission
from projects.models import Project


class CitizenField(forms.CharField):
    """A citizen's code, or the own organisation's alias or reference, whole; its value is the Client, or None."""

    default_validators = [refuse_identifying_reference]

    def look_among(self, user: Any, project: Project) -> None:
        self.user, self.project = user, project

    def clean(self, value: Any) -> Client | None:
        words = str(super().clean(value))
        if not words:
            return None
        found = list(self._known_as(words)[:2])
        if not found:
            raise ValidationError(_("You see no citizen with this code, alias or reference. Check how it is written."))
        if len(found) > 1:
            raise ValidationError(_("Several citizens are called this. Write the code."))
        return found[0]

    def _known_as(self, words: str) -> Any:
        visible = Client.objects.visible_to(self.user, Permission.INTERVENTION_LOG).filter(project=self.project)
        called = own_references(self.user).filter(Q(alias__iexact=words) | Q(reference__iexact=words))
        coded = visible.known_as(normalised(words)).values("pk")
        return visible.filter(Q(pk__in=coded) | Exists(called.filter(client=OuterRef("pk")))).order_by("pk")
