"""Citizens by the words their own organisation has for them."""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery

from clients.codes import normalised
from clients.models import Client, ClientLink, ClientMerge
from clients.querysets import own_references
from projects.access import Permission


def with_own_names(citizens: QuerySet[Client], user: Any) -> QuerySet[Client]:
    """`own_alias` and `own_reference`, of the person's own organisations only."""
    own = own_references(user).filter(client=OuterRef("pk"))
    return citizens.annotate(
        own_alias=Subquery(own.exclude(alias="").values("alias")[:1], output_field=CharField()),
        own_reference=Subquery(own.exclude(reference="").values("reference")[:1], output_field=CharField()),
    )


def found_by(citizens: QuerySet[Client], user: Any, words: str) -> QuerySet[Client]:
    """Those whose code, own reference or own alias holds `words`; a merged code is one of its citizen's, and so is what
    one's own organisation called it."""
    own = own_references(user).filter(client=OuterRef("pk"))
    named = own.filter(Q(alias__icontains=words) | Q(reference__icontains=words))
    code = normalised(words)
    merged = ClientMerge.objects.filter(kept=OuterRef("pk"), undone_at=None)
    coded, aside = merged.filter(former__code__icontains=code), _called(merged, user, words)
    return citizens.filter(Q(code__icontains=code) | Exists(named) | Exists(coded) | Exists(aside))


def _called(merged: QuerySet[ClientMerge], user: Any, words: str) -> QuerySet[ClientMerge]:
    """Merges whose former code keeps a reference or alias of an organisation through which `user` sees the citizen."""
    links = ClientLink.objects.reaching(user, Permission.CLIENT_VIEW).filter(client=OuterRef("kept"))
    return merged.filter(
        Q(former__references__alias__icontains=words) | Q(former__references__reference__icontains=words),
        former__references__organisation__in=links.values("organisation"),
    )
