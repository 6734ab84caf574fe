"""What follows the reading of a pass: file what came, send what is decided, oversee, forget."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from errors import OtklikError
from incidents import candidates, filing, lookout, sending
from incidents.desk import Desk, Order
from moderation import alarms, answers, blacklist, edits, queue, verdicts
from moderation.worker import Worker, side_by_side
from office import Moderating, Office
from pages import oversight
from store import retention

log = logging.getLogger("otklik.aftermath")
LOCK = "aftermath"


def file_away(office: Office) -> None:
    """What can be known of new incidents without a person; then whether many write of one thing."""
    done = filing.CHUNK
    while done == filing.CHUNK:
        with office.store.writing() as session:
            done = filing.file_new(session, office.judge)
    with office.store.writing() as session:
        lookout.look_out(session, office.clock())


def carry_out(office: Office) -> dict[str, int]:
    """Lift bans and drop tasks whose time is over, then send what is due; counts by state."""
    rules = office.moderating
    if rules is None:
        return {}
    # Any number of workers may send; what comes before and after, one does at a time.
    with office.store.lock(LOCK, wait=True):
        with office.store.writing() as session:
            blacklist.expire(session, office.clock())
            answers.drop_tasks(session, office.clock())
        told = _sound(office, rules)
    worker = Worker(office.store, rules.actors, office.clock, rules.by_hand, office.stop.is_set)
    told.update(side_by_side(worker, rules.keyless))
    with office.store.lock(LOCK, wait=True):
        _judge_edits(office)
        if rules.desk is not None:
            _tell_incidents(office, rules.desk)
    return told


def _sound(office: Office, rules: Moderating) -> Counter[str]:
    if rules.tell_heads is None:
        return Counter()
    return alarms.sound(office.store, rules.tell_heads, office.clock(), rules.by_hand)


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
