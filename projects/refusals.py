"""Refused attempts stand in the log: who tried which page, and about which citizen where there is one."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from audit.models import Action
from audit.services import record


def record_refusal(request: HttpRequest, *, project_id: int | None, clients: Iterable[int]) -> None:
    """Append an event for a request that is about to be answered 403 or 404.

    It names the page by its route: what the address held may itself be a word about somebody.
    """
    match = request.resolver_match
    clients = list(clients)
    about: dict[str, Any] = {"clients": clients, "project_id": project_id, "page": match.view_name if match else ""}
    record(Action.REFUSED, [], by=request.user, subject_type="client" if clients else "page", **about)
