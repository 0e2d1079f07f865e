"""Time that the work itself took: unlike the clock on the wall, the same beside busy neighbours."""

import time
from pathlib import Path

from django.db import connection


def spent() -> float:
    """Seconds of processor time so far, of this process and of its database session.

    The database runs on the same Linux machine, and the session without parallel workers.
    """
    nanoseconds = Path(f"/proc/{_session()}/schedstat").read_text().split()[0]
    return time.process_time() + int(nanoseconds) / 1e9


def _session() -> int:
    """The operating system's number of the process that serves our connection."""
    connection.ensure_connection()
    return connection.connection.info.backend_pid


def without_parallel_workers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SET max_parallel_maintenance_workers = 0")
