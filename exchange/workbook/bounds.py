"""What a workbook file may hold, found out before anybody parses it: openpyxl keeps a whole row, every shared text and
every style in memory, so a small file that unpacks into millions of them would take the server with it.

Each part is unpacked once, a megabyte at a time, and its bytes are counted: an element is a `<`, whatever its name.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

MEGABYTE = 1024 * 1024
UNPACKED_BYTES = 400 * MEGABYTE
MOST_PARTS = 1000
ROW_BYTES = 2 * MEGABYTE  # Excel's widest row, 16,384 cells, stays under it
# Tags that open and close, of a kind of part: 200,000 rows of nine texts each are 11 million.
SHEETS, TEXTS = re.compile(r"xl/worksheets/[^/]+"), re.compile(r"xl/sharedStrings\.xml", re.IGNORECASE)
TAGS_OF_SHEETS, TAGS_OF_TEXTS, TAGS_OF_OTHERS = 16_000_000, 2_000_000, 300_000
ROW_TAG = re.compile(rb"<(?:/|\w+:|/\w+:)?row\b")
CHUNK = MEGABYTE


def is_too_large(archive: zipfile.ZipFile) -> bool:
    """Whether the file unpacks into more than the reader can hold. Raises zipfile's errors for a damaged one."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        return True
    left = {SHEETS: TAGS_OF_SHEETS, TEXTS: TAGS_OF_TEXTS, None: TAGS_OF_OTHERS}
    for part in parts:
        kind = next((kind for kind in (SHEETS, TEXTS) if kind.fullmatch(part.filename)), None)
        with archive.open(part) as stream:
            for tags, since_row in _counted(stream):
                left[kind] -= tags
                if left[kind] < 0 or (kind is SHEETS and since_row > ROW_BYTES):
                    return True
    return False


def _counted(stream: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Of each chunk its tags, and the longest way without the beginning or end of a row up to its end, in bytes."""
    since_row = 0
    while chunk := stream.read(CHUNK):
        first = ROW_TAG.search(chunk)
        if first is None:
            since_row += len(chunk)
            yield chunk.count(b"<"), since_row
            continue
        longest = since_row + first.start()
        since_row = len(chunk) - max(chunk.rfind(b"<row"), chunk.rfind(b"</row"), first.start())
        yield chunk.count(b"<"), max(longest, since_row)
