"""`otklik watch`: passes on their schedule, and what VK tells at once, until stopped."""

import logging
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click
import schedule

from commands.common import App, now, with_app
from commands.run import ready_to_read, report
from config import PageSettings
from errors import Busy, NetworkFault, StoreError

if TYPE_CHECKING:
    from collectors.base import Collector
    from collectors.vk_live import VkLive
    from commands.report_sending import Reporting
    from models import Batch, PageRef, PassTally
    from office import Office

log = logging.getLogger("otklik.watch")
TICK = 1.0  # seconds
PARTING = 10.0  # seconds for what is just being sent; killed later, it is read back next time


@click.command()
@with_app
def watch(app: App) -> None:
    """Проходы по расписанию: каждую страницу раз в её interval_minutes, пока не остановят.

    Сообщества ВК с ключом community сообщают о новом сразу. SIGTERM или Ctrl-C завершают работу
    после текущей записи в базу; ничего не теряется. Отчёты из раздела reports делаются и уходят
    в своё время; пропущенные за время простоя — сразу. Пример службы systemd — в README.ru.md.
    """
    import sources
    from commands.offices import office_of
    from commands.report_sending import Reporting

    ready_to_read(app)
    store = app.store()
    office = office_of(app, store)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: office.stop.set())
    with store.lock("pass"):
        live, reporting = sources.live(app.config, app.accounts), Reporting(app, store)
        Watch(office, app.collectors(), app.config.pages, live, reporting=reporting).run()


class Watch:
    """The schedule of one process."""

    def __init__(
        self,
        office: "Office",
        collectors: "Sequence[Collector]",
        pages: Iterable[PageSettings],
        live: "Sequence[VkLive]" = (),
        told: "Callable[[PassTally, Mapping[PageRef, str]], None]" = report,
        reporting: "Reporting | None" = None,
    ) -> None:
        self._office = office
        self._told = told
        self._live = tuple(live)
        self._reporting = reporting
        self._polled = {ref: collector for collector in collectors for ref in collector.pages}
        self._heard: queue.Queue[tuple[VkLive, Batch]] = queue.Queue(8)
        self._due: list[Collector] = []
        self._plan = schedule.Scheduler()
        minutes = {page.ref: page.interval_minutes for page in pages}
        for collector in collectors:
            shortest = min(minutes[ref] for ref in collector.pages)
            self._plan.every(max(1, round(shortest * 60))).seconds.do(self._note_due, collector)

    def run(self) -> None:
        """Until the office is told to stop: pass over what is due, save what is heard."""
        for collector in self._live:
            threading.Thread(target=self._listen, args=(collector,), daemon=True).start()
        sender = threading.Thread(target=self._send, daemon=True)
        sender.start()
        self._plan.run_all()
        if self._reporting is not None:  # after run_all: first read what was missed, then report it
            self._plan.every().minute.do(self._report, self._reporting)
        while not self._office.stop.is_set():
            try:
                self._pass_over_due()
                self._save_heard()
            except StoreError as error:  # a full disk may be emptied: polls catch up what is missed
                log.error("not saved", extra={"fault": str(error)})
            self._plan.run_pending()
        sender.join(PARTING)

    def _note_due(self, collector: "Collector") -> None:
        if collector not in self._due:
            self._due.append(collector)

    def _report(self, reporting: "Reporting") -> None:
        """A fault of reports is logged, and never keeps pages from being read."""
        try:
            reporting.run(now())
        except Busy:
            log.info("reports are made by another process")
        except StoreError as error:
            log.error("reports not saved", extra={"fault": str(error)})

    def _pass_over_due(self) -> None:
        from pipeline import run_pass

        if self._due:
            due, self._due = self._due, []
            tally = run_pass(self._office, due, lambda _: None)
            self._told(tally, self._office.names)

    def _save_heard(self) -> None:
        from collectors.vk_live import history_lost
        from pipeline import save

        try:
            collector, batch = self._heard.get(timeout=TICK)
        except queue.Empty:
            return
        saved = save(self._office, collector, batch)
        if history_lost(batch):
            self._note_due(self._polled[batch.page])
        log.info(
            "heard", extra={"page": str(batch.page), "new": saved.new, "flagged": saved.flagged}
        )

    def _send(self) -> None:
        """What is decided goes out while pages are read: a pass may take long."""
        may_be_left = True  # half done by a process that was killed
        while not self._office.stop.wait(TICK):
            try:
                self._send_out(may_be_left)
                may_be_left = False
            except StoreError as error:
                log.error("not sent", extra={"fault": str(error)})
            except Exception:
                log.exception("unexpected error, please report it")
                self._office.stop.wait(60)

    def _send_out(self, anyway: bool) -> None:
        from aftermath import carry_out
        from moderation import alarms, outbox

        with self._office.store.reading() as session:
            networks = set(outbox.due(session, now()))
            waits = networks - self._office.keyless or alarms.due(session, now())
        if waits or anyway:
            log.info("sent out", extra=carry_out(self._office))

    def _listen(self, collector: "VkLive") -> None:
        """Polls catch up what is missed here, so a failure only costs time."""
        from pipeline import cursor_of

        cursor = cursor_of(self._office, collector)
        pause = TICK
        while not self._office.stop.wait(pause):
            pause = 0.0
            try:
                for batch in collector.fetch(cursor, now()):
                    self._heard.put((collector, batch))
                    cursor = batch.cursor or cursor
            except NetworkFault as fault:
                log.warning("not heard", extra={"page": collector.owner, "fault": str(fault)})
                pause = 60.0
