"""A calendar file (RFC 5545) of the content plan, for any calendar program."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models import PageRef, PlannedPost

HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Otklik//content plan//RU",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
)
_OCTETS = 75  # RFC 5545 3.1: a line is folded before it grows longer
_LONG = timedelta(minutes=15)


def calendar(
    posts: Iterable[PlannedPost], names: Mapping[PageRef, str], zone: ZoneInfo, town: str
) -> bytes:
    """One event a planned post: at its time, or of the whole day. The same plan, the same bytes."""
    title = _text(f"Контент-план: {town}")
    lines = [*HEAD, f"X-WR-CALNAME:{title}"]
    for post in posts:
        lines += _event(post, names, zone)
    return b"".join(b"\r\n".join(_folded(line)) + b"\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(post: PlannedPost, names: Mapping[PageRef, str], zone: ZoneInfo) -> Iterator[str]:
    page = PageRef(post.network, post.external_id)
    name = names.get(page) or str(page)
    yield "BEGIN:VEVENT"
    yield f"UID:planned-{post.id}@otklik"
    yield f"DTSTAMP:{_moment(post.at)}"
    yield from _when(post, zone)
    yield f"SUMMARY:{_text(f'{name}: {_first_line(post.text)}')}"
    yield f"DESCRIPTION:{_text(post.text)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(post: PlannedPost, zone: ZoneInfo) -> Iterator[str]:
    if not post.clock:
        yield f"DTSTART;VALUE=DATE:{_day(post.day)}"
        yield f"DTEND;VALUE=DATE:{_day(post.day + timedelta(days=1))}"
        return
    begin = datetime.combine(post.day, time.fromisoformat(post.clock), zone)
    yield f"DTSTART:{_moment(begin)}"
    yield f"DTEND:{_moment(begin + _LONG)}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]


def _text(words: str) -> str:
    """RFC 5545 3.3.11: backslash, semicolon, comma and line breaks are escaped."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(plain, escaped)
    return "".join(char for char in words if char >= " " or char == "\t")


def _folded(line: str) -> Iterator[bytes]:
    """Pieces of at most 75 octets, never within a character; the next begin with a space."""
    piece, room = b"", _OCTETS
    for char in line:
        octets = char.encode("utf-8", "replace")
        if len(piece) + len(octets) > room:
            yield piece
            piece, room = b" ", _OCTETS
        piece += octets
    yield piece
