"""What the checks advise about a draft, before the curator sees it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands.common import App

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from incidents.desk import Desk


def remarks(app: App, desk: "Desk", session: "Session", number: int, text: str) -> Iterator[str]:
    """Advice, a line each, with the place in the text and the paragraph."""
    from incidents import examining

    for remark in examining.remarks(session, desk, app.answer_tools(), number, text):
        place = f"«{text[slice(*remark.span)][:60]}»: " if remark.span else ""
        paragraph = f" ({remark.paragraph})" if remark.paragraph else ""
        yield f"  {place}{remark.advice}{paragraph}"
