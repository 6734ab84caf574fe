"""The worker: claim, call, read back, write down. Killed anywhere, it loses and doubles nothing.

Before anything is called a second time, the network is asked whether it has happened already.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from errors import NetworkFault, OtklikError, Outcome
from models.text import storable
from moderation import outbox
from moderation.attempts import Next, after_fault, again, given_up
from moderation.outbox import EDITED, REMOVING, Database, Job, Lost
from networks.acting import BLIND, Act, Actor, same

log = logging.getLogger("otklik.outbox")
UNSEEN = "сеть не даёт проверить"
ENOUGH = 3  # passing faults in a row: the page rests until the next run, others go on
UNREADABLE = frozenset({Outcome.GONE, Outcome.SKIP, Outcome.OPERATOR})  # asking again is no use


@dataclass(slots=True)
class Worker:
    """Hands of the municipality: one actor a page, `network:id`.

    `by_hand` is how long a person has for what the network does not offer.
    """

    database: Database
    actors: Mapping[str, Actor]
    clock: Callable[[], datetime]
    by_hand: timedelta = timedelta(hours=24)
    stopped: Callable[[], bool] = lambda: False
    network: str = ""  # the only one it works for
    place: int = field(default=0, init=False)
    _troubled: Counter[int] = field(default_factory=Counter, init=False)  # faults in a row, by page

    def run(self) -> dict[str, int]:
        """Do all that is due; returns how many actions came into which state."""
        told: dict[str, int] = {}
        self._troubled.clear()
        with outbox.place(self.database) as self.place:
            outbox.recover(self.database, self.place, self.clock())
            while not self.stopped() and (job := self._claim()) is not None:
                state = self._do(job)
                told[state] = told.get(state, 0) + 1
        return told

    def _claim(self) -> Job | None:
        resting = [page for page, times in self._troubled.items() if times >= ENOUGH]
        with self.database.writing() as session:
            return outbox.claim(session, self.place, self.clock(), self.network, resting)

    def _do(self, job: Job) -> str:
        actor = self.actors.get(job.target.page)
        try:
            found = self._attempt(actor, job) if actor else Next("by_hand", "страница не настроена")
            found = given_up(job.action.act, found)
            self._write_down(actor, job, found)
        except Lost:
            log.warning("taken over by another worker", extra={"action": job.action.id})
            return "lost"
        told = {"action": job.action.id, "act": job.action.act, "state": found.state}
        log.info("action", extra={**told, "reason": found.reason})
        return found.state

    def _write_down(self, actor: Actor | None, job: Job, found: Next) -> None:
        self._troubled[job.action.page_id] = self._troubled_by(job, found)
        now = self.clock()
        due_at = now + self.by_hand if found.state == "by_hand" else None
        with self.database.writing() as session:
            outbox.settle(session, job, self.place, now, found, _link(actor, job, found), due_at)

    def _troubled_by(self, job: Job, found: Next) -> int:
        return self._troubled[job.action.page_id] + 1 if found.state == "waiting" else 0

    def _attempt(self, actor: Actor, job: Job) -> Next:
        try:
            return self._before(actor, job) or self._call(actor, job)
        except NetworkFault as fault:
            return replace(_refused(job, fault), sure=not job.doubtful)
        except (OtklikError, Lost, SQLAlchemyError):
            raise
        except Exception as error:  # a bug of ours is loud, and still only this action's
            log.exception("unexpected error, please report it", extra={"action": job.action.id})
            return again(f"unexpected {type(error).__name__}: {error}", job.attempts)

    def _before(self, actor: Actor, job: Job) -> Next | None:
        """What makes the call needless or impossible."""
        if job.answered is not None:  # the network said yes once: never a second time
            return self._read_back(actor, job, job.answered)
        if job.doubtful:
            happened, answer = effect(actor, job)
            if happened:
                return Next("done", answer=answer)
        if job.overtaken:
            return Next("stopped", job.overtaken)
        missing = actor.capability(Act(job.action.act), job.target, self.clock())
        return Next("by_hand", missing) if missing else edited(actor, job)

    def _call(self, actor: Actor, job: Job) -> Next:
        try:
            answer = call(actor, job)
        except NetworkFault as fault:
            return _refused(job, fault)
        with self.database.writing() as session:
            outbox.note_called(session, job, self.place, self.clock(), answer)
        return self._read_back(actor, job, answer)

    def _read_back(self, actor: Actor, job: Job, answer: str | None) -> Next:
        try:
            happened, found = effect(actor, job)
        except NetworkFault as fault:
            if fault.code == BLIND:
                return Next("done", UNSEEN, answer=answer)
            return again(f"не проверено: {fault}", job.attempts)
        if happened is None:
            return Next("done", UNSEEN)
        if happened:
            return Next("done", answer=found or answer)
        return again("сеть согласилась, но ничего не изменилось", job.attempts)


def side_by_side(worker: Worker, keyless: frozenset[str] = frozenset()) -> dict[str, int]:
    """The same on every network at once, each at its own pace; told as `Worker.run` does.

    What is due on a network without any key stays as it is, for a process that has one.
    """
    now = worker.clock()
    with outbox.place(worker.database) as place:
        outbox.recover(worker.database, place, now)
    with worker.database.reading() as session:
        networks = outbox.due(session, now)
    for name in keyless & set(networks):
        log.warning("nothing sent: no key of the network is set", extra={"network": name})
    networks = [name for name in networks if name not in keyless]
    told: Counter[str] = Counter()
    with ThreadPoolExecutor(max(1, len(networks))) as threads:
        for done in threads.map(lambda name: replace(worker, network=name).run(), networks):
            told.update(done)
    return dict(told)


def _refused(job: Job, fault: NetworkFault) -> Next:
    if fault.code == BLIND:
        return Next("by_hand", "неизвестно, дошёл ли ответ: посмотрите и отметьте", sure=False)
    return after_fault(job.action.act, fault, job.attempts)


def _link(actor: Actor | None, job: Job, found: Next) -> str:
    """Where a person does it by hand, or where the published answer stands."""
    if found.answer:
        target = replace(job.target, comment=found.answer)
    elif found.state == "by_hand":
        target = job.target
    else:
        return ""
    return actor.link(target) if actor else job.data["url"] or ""


def edited(actor: Actor, job: Job) -> Next | None:
    """A stop where the network shows another text than the one that was decided on."""
    if job.action.act not in REMOVING:
        return None
    try:
        said = actor.text(job.target)
    except NetworkFault as fault:
        if fault.outcome in UNREADABLE:
            return None
        raise
    if said is None or same(storable(said), job.data["text"]):
        return None
    return Next("stopped", EDITED, seen=storable(said))


def effect(actor: Actor, job: Job) -> tuple[bool | None, str | None]:
    """Whether what was wanted is so, None where the network cannot tell; the id of an answer."""
    target = job.target
    match job.action.act:
        case "delete":
            return _not(actor.stands(target)), None
        case "restore":
            return actor.stands(target), None
        case "ban":
            return actor.banned(target), None
        case "unban":
            return _not(actor.banned(target)), None
        case _:
            answer = actor.find_answer(target, job.data["answer"])
            return answer is not None, answer


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def call(actor: Actor, job: Job) -> str | None:
    """Do it; returns the external id of an answer."""
    action, target = job.action, job.target
    match action.act:
        case "delete":
            actor.delete(target)
        case "restore":
            actor.restore(target)
        case "ban":
            actor.ban(target, action.ground, action.note, action.until)
        case "unban":
            actor.unban(target)
        case _:
            return actor.answer(target, job.data["answer"], [Path(p) for p in job.data["photos"]])
    return None
