"""A page on which somebody writes: nothing typed is lost when they are signed out, and nothing that somebody else
saved meanwhile is overwritten unseen."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext

from accounts.models import User
from accounts.unsent import Unsent, forget, keep, unsent_at
from projects.access import AccessView
from projects.conflicts import ChangedMeanwhileError, Concern, Difference, differences
from projects.opened import Opened, opened_by_seal
from projects.typed import acceptable, fill


class WritingPage(AccessView, is_abstract=True):
    """What `FormPage` does with a form between its opening and its saving."""

    stood: dict[str, Any] | None = None  # what the form's writer knows to stand there; None: what stands now
    differences: list[Difference] = []
    unsent: Unsent | None = None  # what its writer had typed when they were signed out, on the form that is shown

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def concerns(self) -> Concern | None:
        """The row that the form changes, with the values that its fields show: `concern(row, *names)`."""
        return None

    def address(self) -> str:
        """Where the form stands, as its seal and what was not sent name it."""
        return self.request.path

    @cached_property
    def opened(self) -> Opened | None:
        """What the form's page said of itself when it was opened."""
        return opened_by_seal(self.request.POST.get("opened", ""))

    def is_seal_broken(self) -> bool:
        return bool(self.request.POST.get("opened")) and self.opened is None

    def seal(self) -> str:
        """For a form that is about to be shown. A refused one was opened when it was first opened."""
        stood = self.stood
        if stood is None:
            stood = self.opened.stood if self.opened else self.stands()
        return Opened(self.user.pk, self.address(), stood).seal()

    def stands(self) -> dict[str, Any]:
        concern = self.concerns()
        return concern.stands() if concern else {}

    # Signed out while writing

    def signed_out(self, request: HttpRequest, **kwargs: Any) -> None:
        if request.method == "POST":
            self.keep_unsent(request, **kwargs)

    def keep_unsent(self, request: HttpRequest, **kwargs: Any) -> bool:
        """Keep what was typed for the person who opened the form, where they still reach it; whether it is kept."""
        user = self._writer(request)
        if user is None:
            return False
        self.user = user
        try:
            self.reach(request, **kwargs)
        except (PermissionDenied, Http404):
            return False
        keep(request.session, self.to_be_kept(), is_signed_in=request.user.is_authenticated)
        return True

    def _writer(self, request: HttpRequest) -> User | None:
        """Whom the seal names; nobody where somebody else is signed in by now."""
        opened = self.opened
        if opened is None or opened.at != self.address():
            return None
        if request.user.is_authenticated and request.user.pk != opened.by:
            return None
        return User.objects.filter(pk=opened.by, is_active=True).first()

    def to_be_kept(self) -> Unsent:
        form = self.form(self.request.POST)
        values, refused = acceptable(form)
        words = [f"{form[name].label}: {' '.join(error.messages)}" for name, error in refused.items()]
        stood = self.opened.stood if self.opened else {}
        return Unsent(self.user.pk, self.address(), values, stood, words)

    def first_form(self) -> Any:
        """The form as it is first shown: empty, as the row stands, or with what was not sent."""
        form = self.form()
        unsent = self.unsent = unsent_at(self.request.session, self.user, self.address())
        if unsent is None:
            return form
        self.stood = unsent.stood
        self._tell(unsent)
        return fill(form, unsent.values)

    def _tell(self, unsent: Unsent) -> None:
        messages.warning(
            self.request, gettext("You were signed out. What you wrote is still here. Look it through and send it.")
        )
        for words in unsent.refused:
            messages.error(self.request, gettext("Not kept – %(words)s") % {"words": words})

    def is_saved(self) -> None:
        """For what is no longer needed once the form is saved; in the same transaction."""
        forget(self.request.session, self.address())

    # Two people on one record

    def refuse_if_changed(self, form: Any) -> None:
        """Raises ChangedMeanwhileError where another person's changes would be overwritten. The row is locked first,
        and everything is fetched anew: what stands now is what stands when the form is saved."""
        concern = self.concerns()
        if concern is None or self.opened is None:
            return
        concern.lock()
        self.prepare(**self.kwargs)
        now = self.stands()
        if found := differences(form, self.opened.stood, now):
            self.stood, self.differences = now, found
            raise ChangedMeanwhileError(found)

    def with_theirs(self, form: Any) -> Any:
        """The form once more, with what stands now in the fields that the other person changed."""
        concern = self.concerns()
        values, _refused = acceptable(form)
        changed = set(self.request.POST.getlist("changed"))
        theirs = {name: value for name, value in concern.values.items() if name in changed} if concern else {}
        messages.info(self.request, gettext("The other person's words stand in the form now. Nothing is saved yet."))
        return fill(self.form(), values | theirs)
