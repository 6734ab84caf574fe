"""A candidate that repeats an answered matter: the matter goes on, the candidate is set aside."""

from datetime import datetime

from sqlalchemy.orm import Session

from incidents.desk import Desk, DeskError, Order, act, journal
from incidents.workflow import CLOSED


def merge(session: Session, desk: Desk, candidate: int, into: int, by: str, now: datetime) -> None:
    """Reopen `into` by the candidate, whose detection starts the clocks. Raises DeskError,
    NotAllowed.

    Where somebody reopened it before, the message becomes a note there.
    """
    fresh, _ = journal(session, candidate, lock=True)
    if fresh.state != "candidate" or candidate == into:
        raise DeskError(f"Инцидент {candidate} уже не кандидат: объединять нечего.")
    ground = f"Повторное сообщение: инцидент {candidate}"
    earlier, _ = journal(session, into)
    if earlier.state in CLOSED:
        details = {"repeat": candidate, "detected_at": fresh.detected_at.isoformat()}
        act(session, desk, into, Order("reopen", by, ground=ground, details=details), now)
    else:
        act(session, desk, into, Order("note", by, text=f"{ground}."), now)
    act(session, desk, candidate, Order("dismiss", by, ground=f"Повтор инцидента {into}"), now)
