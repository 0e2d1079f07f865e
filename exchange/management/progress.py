"""Progress as lines on standard error, where it never mixes with what the command prints."""

from typing import Any

from documents.numbers import number

TENTHS = 10
ROWS_A_LINE = 10_000


class ProgressLines:
    """On a terminal one line that changes in place; elsewhere a line at each tenth, or at each 10,000 rows where nobody
    knows how many there are."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()
        self.last: tuple[str, int] | None = None
        self.width = 0

    def __call__(self, what: str, done: int, total: int | None) -> None:
        mark = done // ROWS_A_LINE if total is None else TENTHS * done // max(total, 1)
        if not self.is_terminal and self.last == (what, mark):
            return
        self.last = (what, mark)
        line = f"{what}: {number(done)}" + ("" if total is None else f" / {number(total)}")
        if self.is_terminal:
            self.stream.write(f"\r{line.ljust(self.width)}", ending="")
            self.width = len(line)
        else:
            self.stream.write(line)
        self.stream.flush()

    def end(self) -> None:
        """Leave a terminal's line empty, so that what is printed next stands alone."""
        if self.is_terminal and self.last is not None:
            self.stream.write(f"\r{' ' * self.width}\r", ending="")
            self.stream.flush()
