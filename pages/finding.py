"""What a duty of the regulation lacks on a page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.page_rules import Duty


@dataclass(frozen=True, slots=True)
class PageFinding:
    """A duty that is not kept: what is wrong, what to do about it, by which paragraph.

    `since` is the day it began or was due, where known. Without a paragraph it is the product's own
    remark.
    """

    duty: str
    text: str
    advice: str
    force: str = "must"
    paragraph: str = ""
    since: date | None = None


def found(
    duty: Duty | None, wrong: Callable[[], str | None] | str | None, advice: str
) -> list[PageFinding]:
    """The finding, where the act sets the duty and something is wrong."""
    text = None if duty is None else (wrong() if callable(wrong) else wrong)
    if duty is None or text is None:
        return []
    return [PageFinding(duty.id, text, advice, duty.force, duty.paragraph)]
