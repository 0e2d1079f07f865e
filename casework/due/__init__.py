"""What is due: one definition of each kind, for My day, the list of citizens and the weekly mail alike.

A further kind is a class beside these and a line in KINDS.
"""

from casework.due.appointments import AppointmentPassed, AppointmentToday
from casework.due.base import Kind
from casework.due.consents import ConsentExpiring
from casework.due.contact import New, Silent, WithoutWorker
from casework.due.courses import ContactLong, CourseOverrun, PhaseEnding
from casework.due.referrals import Unanswered
from casework.due.wellbeing import Who5Again, Who5First

# In the order of My day: what has an hour first, what has no hurry last.
KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        AppointmentToday(),
        AppointmentPassed(),
        Who5First(),
        Who5Again(),
        PhaseEnding(),
        CourseOverrun(),
        ContactLong(),
        Silent(),
        Unanswered(),
        ConsentExpiring(),
        WithoutWorker(),
        New(),
    )
}
