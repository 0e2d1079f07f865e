"""Two codes of one citizen: naming the other one, looking at both, making them one, and taking it back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from casework.forms.merging import MergeForm, OtherCodeForm
from casework.merging.ledger import added_since
from casework.merging.services import merge_citizens, undo_merge
from casework.querysets import with_own_names, with_stays
from clients.models import Client, ClientLink, ClientMerge
from clients.pages import ClientFormPage
from projects.access import Permission
from projects.pages import PageForm
from projects.views.log import SUBJECTS


class MergeView(ClientFormPage):
    """The other code; one that is out of reach is answered like one that does not exist."""

    permission = Permission.CLIENT_MERGE
    title = _("Merge with another code")
    lead = _("When one citizen has been registered twice, the two codes become one. It can be undone for 30 days.")
    verb = _("Look at both")
    anchor = "codes"

    def form(self, data: Any = None) -> OtherCodeForm:
        return OtherCodeForm(data, find=self._found)

    def _found(self, code: str) -> Client | None:
        """Looking for a code is told of, also where it leads to nobody."""
        reached = Client.objects.visible_to(self.user, self.permission).filter(project=self.project)
        other = reached.filter(code=code).exclude(pk=self.client.pk).first()
        about: dict[str, Any] = {"by": self.user, "project_id": self.project.pk, "subject_type": "client"}
        record(Action.SEARCHED, [], **about, found=int(other is not None))
        return other

    def save(self, form: Any) -> str:
        return reverse(
            "casework:merge_with", args=[self.project.code, self.client.code, form.cleaned_data["other"].code]
        )


class MergeWithView(ClientFormPage):
    permission = Permission.CLIENT_MERGE
    is_sent_once = True
    is_dangerous = True
    title = _("Make the two codes one")
    template_name = "casework/merge_with.html"
    anchor = "codes"
    other: Client

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        reached = Client.objects.visible_to(self.user, self.permission).filter(project=self.project)
        # After the merge the other code leads to this citizen, so that a second sending finds its way.
        other = reached.known_as(str(kwargs["other"]).replace("\0", "")).first()
        if other is None:
            raise Http404
        self.other = other
        self.verb = gettext("Merge into %(code)s") % {"code": self.client.code}

    def clients_named(self, **kwargs: Any) -> list[int]:
        others = Client.objects.known_as(str(kwargs["other"]).replace("\0", ""))
        return [*super().clients_named(**kwargs), *others.values_list("pk", flat=True)]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.other == self.client:
            return redirect(self.citizen_url(self.anchor))
        return super().get(request, **kwargs)

    def context(self) -> dict[str, Any]:
        pair = with_own_names(with_stays(Client.objects.filter(pk__in=[self.client.pk, self.other.pk])), self.user)
        found = {each.pk: each for each in pair.select_related("source")}
        both = [found[self.client.pk], found[self.other.pk]] if len(found) == 2 else list(found.values())
        live = ClientLink.objects.live().filter(client__in=found)
        names = live.order_by("organisation__name").values_list("organisation__name", flat=True).distinct()
        return super().context() | {"both": both, "other": self.other, "organisations": list(names)}

    def form(self, data: Any = None) -> MergeForm:
        return MergeForm(data, user=self.user, kept=self.client, former=self.other)

    def save(self, form: Any) -> str:
        is_agreed = form.cleaned_data.get("is_anonymous_agreed", False)
        merge_citizens(self.client, self.other, chosen=form.chosen, is_anonymous_agreed=is_agreed, by=self.user)
        return self.citizen_url(self.anchor)

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        record(Action.VIEWED, self.other, by=self.user)
        return super().show(form, status)

    def done(self) -> str:
        return gettext("The two codes are one. %(code)s leads here from now on.") % {"code": self.other.code}


class UndoMergeView(ClientFormPage):
    permission = Permission.CLIENT_MERGE
    title = _("Take the codes apart again")
    verb = _("Take them apart")
    template_name = "casework/merge_undo.html"
    is_dangerous = True
    anchor = "codes"
    merge: ClientMerge

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        merges = ClientMerge.objects.filter(kept=self.client, undone_at=None).select_related("kept", "former")
        merge = merges.filter(pk=kwargs["pk"]).first()
        if merge is None:
            raise Http404
        self.merge = merge

    def context(self) -> dict[str, Any]:
        counts = added_since(self.merge.moved, self.client)
        counts.pop("clientmerge", None)
        added = [(SUBJECTS.get(name, _("other entries")), count) for name, count in sorted(counts.items())]
        return super().context() | {"merge": self.merge, "added": added}

    def form(self, data: Any = None) -> PageForm:
        return PageForm(data)

    def save(self, form: Any) -> str:
        undo_merge(self.merge, by=self.user)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        code = self.merge.former.code
        return gettext("The codes are two again. What moved is back under %(code)s.") % {"code": code}
