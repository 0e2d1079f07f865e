"""The page of the project's other work, and the three forms that are the same for each kind of it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from interventions.other_work.forms import EntryForm, FilterForm, RemoveForm
from interventions.other_work.kinds import CONSULTATION, KINDS, OUTREACH, Kind
from interventions.other_work.listing import Chosen, Line, by_month, entry_keys, lines
from interventions.other_work.models import ProfessionalConsultation, WorkEntry
from interventions.other_work.querysets import working_organisations
from interventions.other_work.services import correct_entry, remove_entry
from interventions.other_work.sums import sums, total_minutes
from projects.access import AccessView, Permission, has_permission
from projects.pages import FormPage, PageForm

PAGE_SIZE = 25
SET_ASIDE_SHOWN = 10
NEVER_REPEATED = {"held_on", "client", "acting_for"}


class OtherWork(AccessView):
    """Sums for everybody with a part in the project's figures; the entries for those who log."""

    permission = Permission.OTHER_WORK_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        names = [(kind.key, kind.name) for kind in KINDS.values()]
        form = FilterForm(request.GET, project=self.project, kinds=names)
        context: dict[str, Any] = {"form": form, "kinds": KINDS.values(), "rows": [], "may_log": self._may_log()}
        context |= {"months": [], "set_aside": [], "page": Paginator([], PAGE_SIZE).page(1)}
        if form.is_valid():
            chosen = Chosen(**form.cleaned_data)
            rows = sums(self.project, chosen)
            context |= {"rows": rows, "total": total_minutes(rows)} | (self._entries(chosen) if self._may_log() else {})
        return render(request, "other_work/page.html", context)

    def _may_log(self) -> bool:
        return has_permission(self.user, Permission.OTHER_WORK_LOG, self.project)

    def _entries(self, chosen: Chosen) -> dict[str, Any]:
        page = Paginator(entry_keys(self.user, self.project, chosen), PAGE_SIZE).get_page(self.request.GET.get("page"))
        shown = lines(self.user, self.project, page.object_list)
        earlier = entry_keys(self.user, self.project, chosen, current=False)[:SET_ASIDE_SHOWN]
        set_aside = lines(self.user, self.project, earlier)
        self._record([*shown, *set_aside])
        return {"page": page, "months": by_month(shown), "set_aside": set_aside}

    def _record(self, shown: list[Line]) -> None:
        """One event with the citizens whose codes the list shows; without any it tells nothing about anybody."""
        of_citizens = [line.entry for line in shown if getattr(line.entry, "client_id", None)]
        if of_citizens:
            record(Action.LISTED, of_citizens, by=self.user)


class EntryPage(FormPage, is_abstract=True):
    """A form about other work of one `kind`; which kind stands in `urls.py`."""

    permission = Permission.OTHER_WORK_LOG
    template_name: ClassVar[str] = "other_work/form.html"
    is_sent_once = True
    kind: Kind = OUTREACH

    def cancel_url(self) -> str:
        return reverse("other_work:page", args=[self.project.code])


class Enter(EntryPage):
    verb = _("Save")

    def prepare(self, **kwargs: Any) -> None:
        self.title, self.lead = self.kind.add, self.kind.lead

    def form(self, data: Any = None) -> EntryForm:
        last = self._last() if "repeat" in self.request.GET else None
        initial = {"held_on": localdate()} | (_facts(last, self.kind, but=NEVER_REPEATED) if last else {})
        return self.kind.form(data, user=self.user, project=self.project, initial=initial)

    def _last(self) -> WorkEntry | None:
        """What the person entered last of this kind; an entry that was corrected counts as corrected."""
        own = self.kind.model.objects.current().filter(project=self.project, entered_by=self.user)
        own = own.visible_to(self.user, Permission.INTERVENTION_LOG)
        return own.order_by("-entered_at", "-pk").first()

    def save(self, form: Any) -> str:
        self.kind.enter(project=self.project, organisation=form.organisation, by=self.user, **form.facts)
        return self.cancel_url()

    def done(self) -> str:
        return str(self.kind.added)

    def context(self) -> dict[str, Any]:
        may_repeat = "repeat" not in self.request.GET and self._last() is not None
        return {"repeat_url": "?repeat=last" if may_repeat else ""}


class OfEntry(EntryPage, is_abstract=True):
    """A form about one entry of the person's own organisation; one that counts no longer leads back to the page."""

    entry: WorkEntry

    def prepare(self, **kwargs: Any) -> None:
        entries = self.kind.model.objects.filter(
            project=self.project, organisation__in=working_organisations(self.user, self.project)
        )
        self.entry = get_object_or_404(entries.visible_to(self.user, Permission.INTERVENTION_LOG), pk=kwargs["row"])

    def clients_named(self, **kwargs: Any) -> list[int]:
        if self.kind is not CONSULTATION:
            return []
        named = ProfessionalConsultation.objects.filter(pk=kwargs["row"], client__isnull=False)
        return list(named.values_list("client", flat=True))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.entry.is_current:
            return super().get(request, **kwargs)
        messages.info(request, gettext("This has been corrected or removed already. The page says how."))
        return HttpResponseRedirect(self.cancel_url())

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        """Counselling about a citizen shows that there is one; that was seen by somebody."""
        if client := getattr(self.entry, "client", None):
            record(Action.VIEWED, client, by=self.user)
        return super().show(form, status)

    def context(self) -> dict[str, Any]:
        return {"repeat_url": "", "line": Line(self.kind, self.entry, is_own=True)}


class Correct(OfEntry):
    lead = _("What stood here before stays in the history. The correction counts from the day that is written here.")
    verb = _("Save the correction")

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.title = self.kind.correct

    def form(self, data: Any = None) -> EntryForm:
        stands = _facts(self.entry, self.kind, but={"client", "acting_for"})
        return self.kind.form(data, user=self.user, project=self.project, is_correction=True, initial=stands)

    def save(self, form: Any) -> str:
        correct_entry(self.entry, by=self.user, **form.facts)
        return self.cancel_url()

    def done(self) -> str:
        return str(self.kind.corrected)


class Remove(OfEntry):
    is_dangerous = True
    lead = _("It counts nowhere any more. It stays in the history, with your reason.")

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.title = self.verb = self.kind.remove

    def form(self, data: Any = None) -> RemoveForm:
        return RemoveForm(data)

    def save(self, form: Any) -> str:
        remove_entry(self.entry, because=form.cleaned_data["removed_because"], by=self.user)
        return self.cancel_url()

    def done(self) -> str:
        return str(self.kind.removed)


def _facts(entry: WorkEntry, kind: Kind, *, but: set[str]) -> dict[str, Any]:
    """The entry's facts as the form's fields name them."""
    return {name: getattr(entry, name) for name in kind.form.base_fields if name not in but}
