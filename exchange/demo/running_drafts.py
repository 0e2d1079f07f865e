"""One draft that waits in the running project: a session that the café's worker began to write down today."""

from django.urls import reverse

from accounts.models import User
from clients.drafts.services import keep_draft
from exchange.demo.places import Place
from exchange.demo.running_plan import CAFE
from interventions.models import Intervention


def add_draft(place: Place, worker: User) -> None:
    given = Intervention.objects.filter(project=place.project, provider=place.organisations[CAFE], ends_on=None)
    intervention = given.select_related("client").earliest("pk")
    client = intervention.client
    keep_draft(
        project=place.project,
        client=client,
        address=reverse("interventions:new_session", args=[place.project.code, client.code, intervention.pk]),
        values={"attendance": "attended", "note": "Vi talte om at finde en bolig. Næste gang"},
        stood={},
        by=worker,
    )
