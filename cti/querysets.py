from typing import TYPE_CHECKING

from clients.querysets import OfClientQuerySet

if TYPE_CHECKING:
    from cti.models import Course  # noqa: F401


class CourseQuerySet(OfClientQuerySet):
    def open(self) -> "CourseQuerySet":
        """Courses and contact periods without an end."""
        return self.filter(ends_on=None)

    def with_plan(self) -> "CourseQuerySet":
        """Each with its goals, phases, focus areas and planned activities, in a constant number of queries."""
        return self.prefetch_related("goals", "phases__focus", "phases__activities__provider")
