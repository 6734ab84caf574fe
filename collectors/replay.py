"""Recorded comments through the same path as live ones: JSON lines as `export comments` writes."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Any

from models import Batch, PageRef, SeenAuthor, SeenComment

CHUNK = 200
UNKNOWN = "replay"


class BadLine(ValueError):
    """A line that is not a recorded comment; the message says why."""


Recorded = tuple[PageRef, SeenComment, bool]


def parse(line: bytes, now: datetime) -> Recorded:
    """One line: its page, the comment, and whether it was deleted. Raises BadLine."""
    try:
        fields = json.loads(line)
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except ValueError:
        raise BadLine("not JSON") from None
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise BadLine("an object with a string `text` is needed")
    page = PageRef(_word(fields, "network") or UNKNOWN, _word(fields, "page") or UNKNOWN)
    return page, _comment(fields, now), bool(fields.get("deleted"))


def _comment(fields: Mapping[str, Any], now: datetime) -> SeenComment:
    author = _word(fields, "author")
    return SeenComment(
        external_id=_word(fields, "external_id") or _word(fields, "id") or _digest(fields["text"]),
        text=fields["text"],
        created_at=_time(fields, "created") or now,
        post=_word(fields, "post"),
        parent=_word(fields, "parent"),
        author=SeenAuthor(author, "") if author else None,
        edited_at=_time(fields, "edited"),
    )


def _word(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str | int):
        return str(value)
    raise BadLine(f"`{name}` must be a string")


def _time(fields: Mapping[str, Any], name: str) -> datetime | None:
    value = _word(fields, name)
    if value is None:
        return None
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        raise BadLine(f"`{name}` must be an ISO time") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def batches(recorded: Iterable[Recorded]) -> Iterator[Batch]:
    """Batches of one page each, in the order of the lines."""
    for page, run in groupby(recorded, key=lambda item: item[0]):
        while chunk := list(islice(run, CHUNK)):
            yield Batch(
                page,
                comments=tuple(comment for _, comment, _ in chunk),
                deleted_comments=frozenset(c.external_id for _, c, deleted in chunk if deleted),
            )
