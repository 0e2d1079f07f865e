"""What the server's own log says of an address: its route, never what stood in it.

An address can hold a citizen's code, an open invitation's token or whatever somebody typed by mistake.
"""

import logging


class RouteForAddress(logging.Filter):
    """In place of the request's path, the route that it matched; a path that no page has is not repeated."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "an unknown address"
            record.args = tuple(route if arg == request.path else arg for arg in record.args)
        return True
