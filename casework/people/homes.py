"""What the home municipality means for the citizen's course, in words."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from casework.models import CourseIntervention
from clients.homes import lives_elsewhere, valid_agreement
from clients.models import Client
from projects.models import Organisation


def home_warning(client: Client) -> str:
    """That a municipal course runs for somebody from elsewhere without an agreement that holds today; else nothing.

    It happens when the citizen moves or the agreement ends while the course runs (method.md, trap 14).
    """
    if not lives_elsewhere(client) or not _runs_municipal_course(client) or valid_agreement(client, localdate()):
        return ""
    message = _(
        "The citizen lives in %(home)s and has a municipal course, but no agreement with that municipality holds "
        "today. The course goes on; make an agreement from the day the citizen moved or the last one ended."
    )
    return message % {"home": client.home_municipality}


def _runs_municipal_course(client: Client) -> bool:
    municipal = CourseIntervention.objects.filter(intervention__provider__kind=Organisation.Kind.MUNICIPALITY)
    return municipal.filter(course__client=client, course__ends_on=None).exists()
