"""One pass, end to end: read every page, store what is new, flag it, queue it for people."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from aftermath import carry_out, file_away, oversee_pages, purge
from collectors import journal
from collectors.base import Collector
from collectors.intake import save_batch
from collectors.parallel import Cursor, Read, read_all
from errors import OtklikError, StoreError
from incidents import candidates
from models import Batch, Judgement, Page, PageRef, PageTally, PassTally
from moderation import automatic, queue, verdicts
from office import Office

log = logging.getLogger("otklik.pipeline")
LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

Progress = Callable[[PageTally], None]


def run_pass(office: Office, collectors: Iterable[Collector], progress: Progress) -> PassTally:
    """Read, save, judge and queue all that is new. One page's failure never touches another."""
    tally = PassTally()
    with office.store.writing() as session:
        run = journal.begin(session, office.clock())
    started = time.perf_counter()
    with closing(
        read_all(collectors, partial(cursor_of, office), office.clock(), office.stop)
    ) as reads:
        for read in reads:
            read.settle(_handle(office, read, tally))
            for page in read.collector.pages if read.ended else ():
                tally.of(page).seconds = read.seconds
                progress(tally.of(page))
    file_away(office)
    tally.actions = carry_out(office)
    oversee_pages(office)
    tally.purged = purge(office)
    tally.seconds = time.perf_counter() - started
    with office.store.writing() as session:
        journal.finish(session, run, tally, office.clock())
    return tally


def take_in(office: Office, session: Session, page: Page, batch: Batch) -> PageTally:
    """One batch through all stages, inside the caller's transaction."""
    now = batch.read_at or office.clock()
    intake = save_batch(session, page, batch, now, office.trusted)
    given = office.judge([item.text for item in intake.unjudged])
    judgements = verdicts.record(session, intake.unjudged, given, office.classifier.name, now)
    queue.bring_back(session, intake.back)
    candidates.bring_back(session, intake.back)
    flagged = queue.enqueue(session, judgements, now)
    _act_alone(office, session, judgements, now)
    matters = candidates.propose(session, judgements, now)
    queue.withdraw(session, intake.gone)
    candidates.withdraw(session, intake.gone)
    return PageTally(
        batch.page,
        new=intake.new,
        edited=intake.edited,
        deleted=len(intake.gone),
        flagged=flagged,
        matters=matters,
        fault=batch.fault,
        gaps=[batch.gap] if batch.gap else [],
    )


def replay(office: Office, batches: Iterable[Batch], progress: Progress) -> PassTally:
    """Recorded comments through the same path; none of them counts as old."""
    tally = PassTally()
    started = time.perf_counter()
    for batch in batches:
        with office.store.writing() as session:
            page = _page(office, session, batch.page, since=office.clock() - LONG_AGO)
            saved = take_in(office, session, page, batch)
        tally.of(batch.page).add(saved)
        progress(saved)
    file_away(office)
    tally.seconds = time.perf_counter() - started
    return tally


def _act_alone(
    office: Office, session: Session, judgements: Sequence[Judgement], now: datetime
) -> None:
    rules = office.moderating
    if rules is not None:
        automatic.consider(session, rules.house, rules.automatic, judgements, now, rules.grace)


def cursor_of(office: Office, collector: Collector) -> Cursor:
    """How far this stream has been read; None before the first pass."""
    with office.store.reading() as session:
        return journal.cursor(session, collector)


def _handle(office: Office, read: Read, tally: PassTally) -> bool:
    """Save one step of reading; False when this stream cannot go on in this pass."""
    fault = read.fault
    try:
        if read.batch is not None:
            page = tally.of(read.batch.page)
            page.add(save(office, read.collector, read.batch, page.gaps))
        elif fault is None:
            _note_end(office, read.collector, tally)
    except (StoreError, SQLAlchemyError) as error:
        fault = error
    if fault is None:
        return True
    _note_failure(office, read.collector, fault, tally)
    return False


def save(
    office: Office, collector: Collector, batch: Batch, noted: Sequence[str] = ()
) -> PageTally:
    """The batch and the cursor behind it in one transaction: both are saved, or neither.

    `noted` are the gaps of this page that the pass has told before.
    """
    with office.store.writing() as session:
        page = _page(office, session, batch.page, office.since)
        saved = take_in(office, session, page, batch)
        page.read_until = max(filter(None, (batch.read_until, page.read_until)), default=None)
        journal.note_gaps(page, [*noted, *saved.gaps])
        if batch.cursor is not None:
            journal.move_cursor(session, collector, batch.cursor, office.clock())
        return saved


def _page(office: Office, session: Session, ref: PageRef, since: timedelta) -> Page:
    return journal.register(session, ref, office.names.get(ref, ""), office.clock(), since)


def _note_end(office: Office, collector: Collector, tally: PassTally) -> None:
    with office.store.writing() as session:
        for ref in collector.pages:
            page = _page(office, session, ref, office.since)
            journal.ended(page, tally.of(ref), office.clock())


def _note_failure(office: Office, collector: Collector, fault: Exception, tally: PassTally) -> None:
    text = _explained(fault)
    for ref in collector.pages:
        tally.of(ref).fault = text
        log.error("page not read", extra={"page": str(ref), "fault": text})
    try:
        with office.store.writing() as session:
            for ref in collector.pages:
                page = _page(office, session, ref, office.since)
                journal.failed(page, text, office.clock())
    except (StoreError, SQLAlchemyError) as error:
        log.error("failure not recorded", extra={"fault": _explained(error)})


def _explained(fault: Exception) -> str:
    if isinstance(fault, OtklikError):
        return str(fault)
    log.error("unexpected error, please report it", exc_info=fault)
    return f"unexpected {type(fault).__name__}: {fault}"


if __name__ == "__main__":
    from cli import main

    main()
