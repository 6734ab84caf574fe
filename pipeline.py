"""One pass, end to end: read every page, store what is new, flag it, queue it for people."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from classify import Classifier
from collectors import journal
from collectors.base import Collector
from collectors.intake import save_batch
from collectors.parallel import Cursor, Read, read_all
from errors import OtklikError, StoreError
from incidents import candidates, filing, lookout, sending
from incidents.desk import Desk, Order
from models import Batch, Judgement, Page, PageRef, PageTally, PassTally, Verdict
from moderation import answers, automatic, blacklist, edits, queue, verdicts
from moderation.automatic import Automatic
from moderation.policy import House
from moderation.worker import Worker, side_by_side
from networks.acting import Actor
from pages import oversight
from pages.watched import Town
from store import Store, retention

log = logging.getLogger("otklik.pipeline")
AFTERMATH = "aftermath"
LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


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
    stop: threading.Event = field(default_factory=threading.Event)  # ends a pass between batches
    moderating: "Moderating | None" = None  # without it nothing goes out
    town: Town | None = None  # without it the pages themselves are not overseen
    judging: threading.Lock = field(default_factory=threading.Lock)

    def judge(self, texts: Sequence[str]) -> list[Verdict]:
        """Verdicts. The classifier learns words as it goes: one thread asks it at a time."""
        with self.judging:
            return self.classifier.verdicts(texts)


@dataclass(frozen=True, slots=True)
class Moderating:
    """How decisions are carried out: the town's rules, the hands of its pages, what acts alone."""

    house: House
    actors: Mapping[str, Actor]
    automatic: Automatic
    grace: timedelta
    by_hand: timedelta
    desk: Desk | None = None  # hears of answers that were published


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


def file_away(office: Office) -> None:
    """What can be known of new incidents without a person; then whether many write of one thing."""
    done = filing.CHUNK
    while done == filing.CHUNK:
        with office.store.writing() as session:
            done = filing.file_new(session, office.judge)
    with office.store.writing() as session:
        lookout.look_out(session, office.clock())


def _act_alone(
    office: Office, session: Session, judgements: Sequence[Judgement], now: datetime
) -> None:
    rules = office.moderating
    if rules is not None:
        automatic.consider(session, rules.house, rules.automatic, judgements, now, rules.grace)


def carry_out(office: Office) -> dict[str, int]:
    """Lift the bans whose term is over, then send out what is due; counts actions by state."""
    rules = office.moderating
    if rules is None:
        return {}
    # Any number of workers may send; what comes before and after, one does at a time.
    with office.store.lock(AFTERMATH, wait=True), office.store.writing() as session:
        blacklist.expire(session, office.clock())
    worker = Worker(office.store, rules.actors, office.clock, rules.by_hand, office.stop.is_set)
    told = side_by_side(worker)
    with office.store.lock(AFTERMATH, wait=True):
        _judge_edits(office)
        if rules.desk is not None:
            _tell_incidents(office, rules.desk)
    return told


def _judge_edits(office: Office) -> None:
    """What stopped an action is judged; a harmless text stays on its card for the person."""
    with office.store.reading() as session:
        if not edits.unjudged(session):
            return
    with office.store.writing() as session:
        now = office.clock()
        found = edits.unjudged(session)
        given = office.judge([edit.text for edit in found])
        judgements = verdicts.record(session, found, given, office.classifier.name, now)
        queue.enqueue(session, [one for one in judgements if one.verdict.flags], now)
        candidates.propose(session, judgements, now)


def _tell_incidents(office: Office, desk: Desk) -> None:
    with office.store.reading() as session:
        stand = answers.published(session)
    for answer in stand:
        details = {"answer": answer.answer, "link": answer.link}
        order = Order("publish", answer.by, details=details)
        try:
            with office.store.writing() as session:
                now = office.clock()
                sending.published(session, desk, answer.incident, answer.step, order, now)
        except OtklikError as error:  # somebody's role was changed meanwhile: a person sees to it
            log.error("answer published, not recorded", extra={"incident": answer.incident,
                      "fault": str(error)})  # fmt: skip


def oversee_pages(office: Office) -> None:
    """Once a day, and after a page was looked at: what is wrong with it; weeks that are over."""
    if office.town is None:
        return
    with office.store.reading() as session:
        if not oversight.is_due(session, office.clock()):
            return
    with office.store.writing() as session:
        done = oversight.oversee(session, office.town, office.clock())
    log.info("pages overseen", extra=asdict(done))


def purge(office: Office) -> int:
    """Tombstones for what retention has passed; a transaction per thousand. Counts comments."""
    _purge(office, retention.purge_incidents)
    _purge(office, retention.purge_evidence)
    _purge(office, retention.purge_persons)
    return _purge(office, retention.purge)


def _purge(office: Office, chunk: Callable[[Session, datetime], int]) -> int:
    total = 0
    while True:
        with office.store.writing() as session:
            done = chunk(session, office.clock() - office.keep)
        total += done
        if done < retention.CHUNK:
            return total


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
