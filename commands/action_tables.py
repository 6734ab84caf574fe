"""`otklik actions log` and `blacklist`: what was done, as tables for any spreadsheet."""

import csv
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from commands.action_words import ACT, KIND, STATE, safe_cell
from commands.common import App, with_app
from words import CATEGORY, DECISION

if TYPE_CHECKING:
    from moderation.blacklist import Banned
    from moderation.chronicle import Entry

LOG = ("время", "запись", "номер", "что", "стало", "кто решил", "кто сделал", "основание", "пункт",
       "страница", "комментарий", "подробности")  # fmt: skip
BLACKLIST = ("действие", "страница", "автор", "имя", "с", "до", "за что", "пункт", "кем",
             "пояснение")  # fmt: skip
WORDS = {**CATEGORY, **DECISION, **ACT, "pause": "остановка", "resume": "продолжение"}


@click.command()
@with_app
def log(app: App) -> None:
    """Журнал в CSV: решения, действия, остановки, автоматика — кто, что, когда, почему.

    Строки журнала ни изменить, ни удалить нельзя: их защищает сама база.
    """
    from moderation.chronicle import entries

    with app.store().reading() as session:
        _write(LOG, map(_entry, entries(session)))


def _entry(entry: "Entry") -> tuple[object, ...]:
    what = ACT[entry.what] if entry.kind == "action" else WORDS[entry.what]
    details = json.dumps(entry.details, ensure_ascii=False) if entry.details else ""
    return (
        _stamp(entry.at),
        KIND[entry.kind],
        entry.number,
        what,
        STATE.get(entry.state, entry.state),
        entry.decided_by,
        entry.by,
        entry.ground,
        entry.paragraph,
        entry.page,
        entry.comment,
        details,
    )


@click.command()
@with_app
def blacklist(app: App) -> None:
    """Чёрный список в CSV: кто, где, за что, до какого времени, кем, по какому пункту."""
    from moderation.blacklist import blacklist as register

    with app.store().reading() as session:
        _write(BLACKLIST, map(_banned, register(session)))


def _banned(row: "Banned") -> tuple[object, ...]:
    ban, author = row.action, row.author
    return (
        ban.id,
        f"{row.page.network}:{row.page.external_id}",
        author.external_id if author else "",
        author.name if author else "",
        _stamp(ban.made_at),
        _stamp(ban.until) or "бессрочно",
        ban.ground,
        ban.paragraph,
        ban.by,
        ban.note,
    )


def _stamp(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _write(head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    out = csv.writer(sys.stdout)
    out.writerow(head)
    for row in rows:
        out.writerow([safe_cell(value) for value in row])
