from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from casework.people.homes import home_warning
from clients.homes import lives_elsewhere
from clients.legal import present_bases
from clients.models import Client, ClientLink
from clients.records import LegalBasis
from projects.models import Organisation


def organisations_with_access(client: Client) -> QuerySet[Organisation]:
    """Those that the citizen is open to today."""
    links = ClientLink.objects.live().filter(client=client, organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(links)).order_by("name")


def legal_bases(client: Client, accesses: list[Any]) -> list[tuple[Organisation, LegalBasis | None]]:
    """Each organisation with access and its legal basis, None where none is recorded."""
    bases = present_bases(client)
    live = {link.organisation for link in accesses if link.is_live}
    return [(each, bases.get(each.pk)) for each in sorted(live, key=str)]


def people_section(client: Client, accesses: list[Any]) -> dict[str, Any]:
    """What the citizen's page shows of the home municipality and the legal bases; `accesses` are the page's own."""
    return {
        "home_agreements": list(client.home_agreements.select_related("municipality")),
        "legal_bases": legal_bases(client, accesses),
        "end_of_anonymity": getattr(client, "end_of_anonymity", None),
        "lives_elsewhere": lives_elsewhere(client),
        "home_warning": home_warning(client),
    }
