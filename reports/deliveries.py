"""What was made on schedule, each occasion once, and what is still on its way."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from models import Delivery, MadeReport, PassRun
from reports.document import Report
from reports.wording import days

# After each failure a longer pause, in minutes; after the last one nobody tries by itself.
PAUSES = (1, 5, 15, 60, 180, 360, 720)

Sent = tuple[Delivery, MadeReport]


def is_made(session: Session, plan: str, occasion: str) -> bool:
    """Whether this occasion had its report."""
    found = select(MadeReport.id).where(MadeReport.plan == plan, MadeReport.occasion == occasion)
    return session.scalar(found) is not None


def told(session: Session, plan: str, since: datetime) -> set[str]:
    """Urgent matters that reports of this plan have told from that moment on."""
    rows = select(MadeReport.matters).where(MadeReport.plan == plan, MadeReport.made_at >= since)
    return {matter for matters in session.scalars(rows) for matter in matters}


def begun(session: Session) -> datetime | None:
    """When the first pass began: before it there was nothing to report."""
    return session.scalar(select(func.min(PassRun.started_at)))


def keep(
    session: Session,
    plan: str,
    occasion: str,
    report: Report,
    files: tuple[str, Sequence[str]],
    to: Iterable[str],
    matters: Iterable[str] = (),
) -> MadeReport:
    """Note a report that lies in its files (folder, names), and whom it goes to."""
    folder, names = files
    made = MadeReport(
        plan=plan,
        occasion=occasion,
        title=f"{report.title}, {days(report)}",
        summary=report.summary,
        made_at=report.made_at,
        folder=folder,
        files=list(names),
        matters=list(matters),
    )
    session.add(made)
    session.flush()
    session.add_all(Delivery(made.id, address, report.made_at) for address in dict.fromkeys(to))
    return made


def due(session: Session, now: datetime) -> list[Sent]:
    """What should leave now, the oldest first."""
    query = (
        select(Delivery, MadeReport)
        .join(MadeReport)
        .where(Delivery.state == "waiting", Delivery.next_at <= now)
        .order_by(Delivery.next_at, Delivery.id)
    )
    return [(delivery, made) for delivery, made in session.execute(query)]


def recent(session: Session, limit: int, trouble: bool = False) -> list[Sent]:
    """The newest deliveries; `trouble`: those that have not arrived after a try."""
    query = select(Delivery, MadeReport).join(MadeReport).order_by(Delivery.id.desc()).limit(limit)
    if trouble:
        query = query.where(Delivery.state != "sent", Delivery.attempts > 0)
    return [(delivery, made) for delivery, made in session.execute(query)]


def made(session: Session, limit: int) -> list[MadeReport]:
    """The newest reports of the schedule."""
    return list(session.scalars(select(MadeReport).order_by(MadeReport.id.desc()).limit(limit)))


def made_before(session: Session, moment: datetime) -> list[MadeReport]:
    """Older reports whose files still lie there."""
    has_files = cast(MadeReport.files, String) != "[]"
    return list(session.scalars(select(MadeReport).where(MadeReport.made_at < moment, has_files)))


def arrived(delivery: Delivery, now: datetime) -> None:
    """It was taken by the mail server, or by Telegram."""
    delivery.attempts += 1
    delivery.state, delivery.sent_at, delivery.error = "sent", now, None


def missed(delivery: Delivery, reason: str, now: datetime) -> None:
    """It was not; try again later, or give up after a day."""
    delivery.attempts += 1
    delivery.error = reason
    if delivery.attempts > len(PAUSES):
        delivery.state = "failed"
    else:
        delivery.next_at = now + timedelta(minutes=PAUSES[delivery.attempts - 1])


def again(session: Session, number: int, now: datetime) -> bool:
    """Try this one anew, from the first pause on; False where there is none to try."""
    delivery = session.get(Delivery, number)
    if delivery is None or delivery.state == "sent":
        return False
    delivery.state, delivery.attempts, delivery.next_at = "waiting", 0, now
    return True
