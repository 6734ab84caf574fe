"""Files of JSON lines: the one place that knows how they are written."""

from pathlib import Path

from errors import OtklikError


class SampleError(OtklikError, ValueError):
    """A line that is no sample; the message names file and line."""


def numbered_lines(path: Path) -> list[tuple[int, str]]:
    """The lines that are not blank, with their numbers. Raises SampleError on another encoding.

    Only a line feed ends a line: a text may hold any other separator.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise SampleError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from None
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
