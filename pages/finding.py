"""What a duty of the regulation lacks on a page."""

from dataclasses import dataclass
from datetime import date


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
