"""One pass, end to end: read every page, store what is new, flag it, queue it for people."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from classify import Classifier
from collectors import journal
from collectors.base import Collector
from collectors.intake import save_batch
from collectors.parallel import Read, read_all
from errors import NetworkFault
from incidents import candidates
from models import Batch, Page, PageRef, PageTally, PassRun, PassTally
from moderation import queue, verdicts
from store import Store, retention

log = logging.getLogger("otklik.pipeline")


@dataclass(slots=True)
class Office:
    """All that a pass works with; `names` are the pages' names for people."""

    store: Store
    classifier: Classifier
    clock: Callable[[], datetime]
    since: timedelta
    keep: timedelta
    trusted: frozenset[str] = frozenset()
    names: dict[PageRef, str] = field(default_factory=dict)


Progress = Callable[[PageTally], None]


def run_pass(office: Office, collectors: Iterable[Collector], progress: Progress) -> PassTally:
    """Read, save, judge and queue all that is new. One page's failure never touches another."""
    tally = PassTally()
    journal_id = _begin(office)
    started = time.perf_counter()
    broken: set[int] = set()
    with closing(read_all(collectors, _cursors(office), office.clock())) as reads:
        for read in _timed(reads, tally, "fetch"):
            if id(read.collector) not in broken and not _handle(office, read, tally):
                broken.add(id(read.collector))
            for page in read.collector.pages if read.ended else ():
                progress(tally.of(page))
    tally.purged = purge(office)
    tally.seconds["all"] = time.perf_counter() - started
    _finish(office, journal_id, tally)
    return tally


def take_in(office: Office, session: Session, page: Page, batch: Batch, tally: PassTally) -> None:
    """One batch through all stages, inside the caller's transaction."""
    now = office.clock()
    counts = tally.of(batch.page)
    intake = save_batch(session, page, batch, now, office.trusted)
    with _clocked(tally, "classify"):
        given = office.classifier.verdicts([item.text for item in intake.unjudged])
    judgements = verdicts.record(session, intake.unjudged, given, office.classifier.name, now)
    for stage in (queue, candidates):
        stage.withdraw(session, intake.gone)
        stage.bring_back(session, intake.back)
    counts.flagged += queue.enqueue(session, judgements, now)
    counts.matters += candidates.propose(session, judgements, now)
    counts.new += intake.new
    counts.edited += intake.edited
    counts.deleted += len(intake.gone)


def replay(office: Office, batches: Iterable[Batch], progress: Progress) -> PassTally:
    """Recorded comments through the same path; none of them counts as old."""
    tally = PassTally()
    started = time.perf_counter()
    for batch in batches:
        with office.store.writing() as session:
            page = _page(office, session, batch.page, since=office.clock() - LONG_AGO)
            take_in(office, session, page, batch, tally)
        progress(tally.of(batch.page))
    tally.seconds["all"] = time.perf_counter() - started
    return tally


LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def purge(office: Office) -> int:
    """Tombstones for what retention has passed; a transaction per thousand comments."""
    total = 0
    while True:
        with office.store.writing() as session:
            done = retention.purge(session, office.clock() - office.keep)
        total += done
        if done < retention.CHUNK:
            return total


def _begin(office: Office) -> int:
    with office.store.writing() as session:
        run = PassRun(started_at=office.clock())
        session.add(run)
        session.flush()
        return run.id


def _finish(office: Office, journal_id: int, tally: PassTally) -> None:
    with office.store.writing() as session:
        run = session.get_one(PassRun, journal_id)
        run.finished_at = office.clock()
        run.summary = {
            "pages": {str(ref): _without_page(counts) for ref, counts in tally.pages.items()},
            "seconds": tally.seconds,
            "purged": tally.purged,
        }


def _without_page(counts: PageTally) -> dict[str, object]:
    return {name: value for name, value in asdict(counts).items() if name != "page"}


def _cursors(office: Office) -> Callable[[Collector], object]:
    def load(collector: Collector) -> object:
        with office.store.reading() as session:
            return journal.cursor(session, collector.network, collector.owner)

    return load


def _handle(office: Office, read: Read, tally: PassTally) -> bool:
    """Save one step of reading; False when nothing more of this stream may be saved."""
    try:
        with _clocked(tally, "store"), office.store.writing() as session:
            if read.batch is not None:
                _save(office, session, read.collector, read.batch, tally)
            elif read.fault is None:
                _note_success(office, session, read.collector, tally)
        if read.fault is None:
            return True
        fault: Exception = read.fault
    except SQLAlchemyError as error:
        fault = error
    _note_failure(office, read.collector, fault, tally)
    return False


def _save(
    office: Office, session: Session, collector: Collector, batch: Batch, tally: PassTally
) -> None:
    page = _page(office, session, batch.page, office.since)
    take_in(office, session, page, batch, tally)
    if batch.gap:
        tally.of(batch.page).gaps.append(batch.gap)
    if batch.read_until and (page.read_until is None or batch.read_until > page.read_until):
        page.read_until = batch.read_until
    if batch.cursor is not None:
        journal.move_cursor(
            session, collector.network, collector.owner, batch.cursor, office.clock()
        )


def _page(office: Office, session: Session, ref: PageRef, since: timedelta) -> Page:
    return journal.register(session, ref, office.names.get(ref, ""), office.clock(), since)


def _note_success(office: Office, session: Session, collector: Collector, tally: PassTally) -> None:
    for ref in collector.pages:
        page = _page(office, session, ref, office.since)
        journal.succeeded(page, tally.of(ref), office.clock())


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
    except SQLAlchemyError as error:
        log.error("failure not recorded", extra={"fault": _explained(error)})


def _explained(fault: Exception) -> str:
    if isinstance(fault, NetworkFault):
        return str(fault)
    if isinstance(fault, SQLAlchemyError):
        return f"database: {str(getattr(fault, 'orig', fault)).splitlines()[0]}"
    log.error("unexpected error, please report it", exc_info=fault)
    return f"unexpected {type(fault).__name__}: {fault}"


@contextmanager
def _clocked(tally: PassTally, stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    spent = time.perf_counter() - started
    tally.seconds[stage] = tally.seconds.get(stage, 0.0) + spent


def _timed(reads: Iterator[Read], tally: PassTally, stage: str) -> Iterator[Read]:
    while True:
        with _clocked(tally, stage):
            read = next(reads, None)
        if read is None:
            return
        yield read


if __name__ == "__main__":
    from cli import main

    main()
