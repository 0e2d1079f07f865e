import datetime as dt

from django.utils.timezone import localdate

from projects.models import Project


class LocksLater:
    """A row that can be corrected for so many days after it was logged as its project says."""

    project: Project
    logged_at: dt.datetime

    @property
    def locks_on(self) -> dt.date:
        """The first day on which the row and its note stand as they are."""
        return localdate(self.logged_at) + dt.timedelta(days=self.project.note_lock_days)

    @property
    def is_locked(self) -> bool:
        return localdate() >= self.locks_on
