"""Reports that make themselves: what is due is made, laid into its folder and sent."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from commands.common import App
from commands.notices import mailbox
from commands.reporting import build, context_of, write_whole
from errors import OtklikError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from config.reports import ReportSettings
    from models import Delivery, MadeReport
    from reports.document import Period
    from store import Store

log = logging.getLogger("otklik.reports")
REST = timedelta(minutes=10)  # after a report could not be made
LOCK = "reports"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A report that is due; `matters` are the news of an urgent one."""

    plan: "ReportSettings"
    period: "Period"
    key: str
    matters: tuple[str, ...] = ()


@dataclass(slots=True)
class Reporting:
    """The plans of the configuration, and until when a plan that failed is left alone."""

    app: App
    store: "Store"
    resting: dict[str, datetime] = field(default_factory=dict)
    lost: int = 0  # deliveries that failed in the last run

    def run(self, now: datetime) -> tuple[int, int]:
        """Make what is due and send what waits: how many of each. Raises Busy."""
        with self.store.lock(LOCK):
            made = self._make_due(now)
            self._forget(now)
            return made, self._send_due(now)

    def _forget(self, now: datetime) -> None:
        """Files that may hold residents' words live no longer than the words themselves."""
        from config import home
        from reports.deliveries import made_before

        before = now - timedelta(days=self.app.config.retention.texts_days)
        with self.store.reading() as session:
            found = made_before(session, before)
        for old in found:
            left = [name for name in old.files if not _deleted(home() / old.folder / name)]
            if left != old.files:
                with self.store.writing() as session:
                    session.get_one(type(old), old.id).files = left

    def _make_due(self, now: datetime) -> int:
        made = 0
        for plan in self.app.config.reports:
            if self.resting.get(plan.plan, now) <= now:
                made += self._tried(plan, now)
        return made

    def _tried(self, plan: "ReportSettings", now: datetime) -> int:
        """A report that cannot be made takes no other with it, nor the pass."""
        try:
            occasions = list(self._occasions(plan, now))
            for occasion in occasions:
                self._make(occasion, now)
        except OtklikError as error:
            log.error("report not made", extra={"report": plan.plan, "fault": str(error)})
        except Exception:
            log.exception("unexpected error, please report it", extra={"report": plan.plan})
        else:
            return len(occasions)
        self.resting[plan.plan] = now + REST
        return 0

    def _occasions(self, plan: "ReportSettings", now: datetime) -> Iterator[Occasion]:
        from config.reports import parsed

        with self.store.reading() as session:
            rhythm = parsed(plan.when)
            found = (
                self._scheduled(session, plan, rhythm, now)
                if rhythm
                else self._at_once(session, plan, now)
            )
            yield from found

    def _scheduled(
        self, session: "Session", plan: "ReportSettings", when: tuple, now: datetime
    ) -> Iterator[Occasion]:
        """The last moment that has passed; what lies before the first pass never was due."""
        from reports.deliveries import begun, is_made
        from reports.schedule import Rhythm

        zone, rhythm, first = self.app.config.worktime.zone, Rhythm(*when), begun(session)
        moment = rhythm.last(now, zone)
        period = rhythm.covered(moment, zone)
        key = f"{period.since}..{period.until}"
        if first is not None and first <= moment and not is_made(session, plan.plan, key):
            yield Occasion(plan, period, key)

    def _at_once(
        self, session: "Session", plan: "ReportSettings", now: datetime
    ) -> Iterator[Occasion]:
        """Yesterday and today, as soon as there is something that nobody was told."""
        from reports.contents.urgent import matters
        from reports.deliveries import told
        from reports.schedule import usual

        period = usual("now", now, self.app.config.worktime.zone)
        known = told(session, plan.plan, period.begin)
        context = context_of(self.app, now)
        fresh = [one for one in matters(session, period.begin, context) if one not in known]
        if fresh:
            key = hashlib.sha256("\n".join(fresh).encode()).hexdigest()
            yield Occasion(plan, period, key, tuple(fresh))

    def _make(self, occasion: Occasion, now: datetime) -> None:
        from config import home
        from reports.deliveries import keep
        from reports.render import file_name, render

        plan = occasion.plan
        with self.store.reading() as session:
            report = build(self.app, session, plan.report, occasion.period, now, plan.body)
        mark = f"{report.made_at:%H%M%S}" if occasion.matters else ""
        names = [file_name(report, format, mark) for format in plan.formats]
        for name, format in zip(names, plan.formats, strict=True):
            write_whole(home() / plan.folder / name, render(report, format))
        with self.store.writing() as session:
            files = str(plan.folder), names
            keep(session, plan.plan, occasion.key, report, files, plan.to, occasion.matters)
        log.info("report made", extra={"report": plan.plan, "files": names})

    def _send_due(self, now: datetime) -> int:
        from reports.deliveries import due

        with self.store.reading() as session:
            waiting = due(session, now)
        sent = sum(self._sent(delivery, made, now) for delivery, made in waiting)
        self.lost = len(waiting) - sent
        return sent

    def _sent(self, delivery: "Delivery", made: "MadeReport", now: datetime) -> bool:
        """One address; noted at once, lest a later failure send it twice."""
        from models import Delivery
        from reports.deliveries import arrived, missed

        fault = ""
        try:
            send(self.app, delivery.to, made)
        except OtklikError as error:
            fault = str(error)
            told = {"report": made.plan, "to": delivery.to, "fault": fault}
            log.warning("report not sent", extra=told)
        with self.store.writing() as session:
            noted = session.get_one(Delivery, delivery.id)
            missed(noted, fault, now) if fault else arrived(noted, now)
        return not fault


def send(app: App, to: str, made: "MadeReport") -> None:
    """The files of a report to one address. Raises OtklikError."""
    from config import home
    from config.reports import TELEGRAM

    files = [_read(home() / made.folder / name) for name in made.files]
    if to.startswith(TELEGRAM):
        _to_telegram(app, to.removeprefix(TELEGRAM), made, files)
    else:
        _by_mail(app, to, made, files)


def _to_telegram(
    app: App, chat: str, made: "MadeReport", files: Sequence[tuple[str, bytes]]
) -> None:
    from networks.telegram_sending import documents

    method, params, attached = documents(f"{made.title}\n\n{made.summary}", files)
    client = app.accounts.telegram()
    client.call(method, once=True, files=attached, chat_id=chat, **params)


def _by_mail(app: App, to: str, made: "MadeReport", files: Sequence[tuple[str, bytes]]) -> None:
    from networks.smtp import Attached, send
    from reports.render import FORMATS

    text = f"{app.config.municipality.name}\n{made.title}\n\n{made.summary}\n"
    attached = [
        Attached(name, FORMATS[name.rpartition(".")[2]].media, content) for name, content in files
    ]
    send(mailbox(app), {to: text}, made.title, attached)


def _deleted(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.error("file not deleted", extra={"path": str(path), "fault": error.strerror})
        return False
    return True


def _read(path: Path) -> tuple[str, bytes]:
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise OtklikError(f"{path}: не читается: {error.strerror}") from None
