from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clients.models import Client, ClientLink
from clients.querysets import OfClientQuerySet
from projects.access import Permission
from projects.models import Organisation

if TYPE_CHECKING:
    from wellbeing.models import WellbeingResponse

INTAKE = Q(basis=ClientLink.Basis.INTAKE)
OWN = Q(organisation=OuterRef("recorded_for"))
CONSENTED = Q(consent__covers_wellbeing=True)


class WellbeingResponseQuerySet(OfClientQuerySet):
    def current(self) -> "WellbeingResponseQuerySet":
        """Answers that no later correction has superseded."""
        return self.filter(superseded_by=None)

    def visible_to(self, user: Any, permission: Permission = Permission.CLIENT_VIEW) -> "WellbeingResponseQuerySet":
        """Answers recorded for an organisation of the person's own; all of a citizen's for the organisation
        that made the intake, and for one that the citizen's live consent lets see WHO-5."""
        return self.filter(Exists(_links(user, permission).filter(INTAKE | OWN | CONSENTED)))

    def correctable_by(self, user: Any) -> "WellbeingResponseQuerySet":
        """Current answers of the person's own organisation; all of a citizen's for the one that made the intake.
        A consent to see WHO-5 is no leave to change what others recorded."""
        return self.current().filter(Exists(_links(user, Permission.WELLBEING_RECORD).filter(INTAKE | OWN)))


def _links(user: Any, permission: Permission) -> QuerySet[ClientLink]:
    return ClientLink.objects.reaching(user, permission).filter(client=OuterRef("client"))


def sees_all_answers(user: Any, client: Client) -> bool:
    """Whether the person sees what other organisations have recorded of the citizen's WHO-5, too."""
    links = ClientLink.objects.reaching(user, Permission.CLIENT_VIEW).filter(client=client)
    return links.filter(INTAKE | CONSENTED).exists()


def keeper_of(answer: "WellbeingResponse", user: Any) -> Organisation | None:
    """Whose the answer stays when `user` corrects it: the organisation's that recorded it, or it would lose sight
    of its own; an imported one becomes that of the person's organisation that made the intake."""
    if answer.recorded_for is not None:
        return answer.recorded_for
    links = ClientLink.objects.reaching(user, Permission.WELLBEING_RECORD).filter(client=answer.client_id)
    link = links.filter(INTAKE).select_related("organisation").first()
    return link.organisation if link else None
