"""`otklik pages cadence` and `remind`: publications a week against the norm."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click
from rich.table import Table

from commands import screen
from commands.common import App, now, with_app
from commands.notices import post
from commands.pages_check import AS_JSON, ONE
from commands.pages_common import say, watched_page
from commands.town import town_of
from words import NETWORK, plural

if TYPE_CHECKING:
    from datetime import datetime

    from pages.cadence import Kept, Progress

STATE = {"none": "нормы нет", "kept": "есть", "short": "мало", "unknown": "видно не всё"}
LEFT_OUT = {
    "repost": "перепечатано",
    "visitor": "от посетителей",
    "ad": "реклама",
    "deleted": "удалено",
}


@click.command()
@ONE
@click.option("--short", "only_short", is_flag=True, help="Только те, кому не хватает публикаций.")
@click.option("--weeks", default=52, show_default=True, help="Сколько недель истории страницы.")
@AS_JSON
@with_app
def cadence(app: App, page: str, only_short: bool, weeks: int, as_json: bool) -> None:
    """Публикации за неделю (понедельник–воскресенье) и норма; история по неделям.

    Без СТРАНИЦЫ — все страницы: эта неделя и восемь прошедших. Со СТРАНИЦЕЙ — её история. Что
    считается публикацией, сказано в docs/cadence.md; «?» — видно не всё, числу верить нельзя.
    """
    from pages.cadence import history, overview, short

    moment, town = now(), town_of(app.config)
    chosen = [watched_page(app, page)] if page else None
    with app.store().reading() as session:
        rows = overview(session, town, moment, chosen)
        rows = short(rows) if only_short else rows
        past = history(session, rows[0].page, weeks) if page and rows and rows[0].page else []
    if as_json:
        say(
            [json.dumps(_told(row, past if page else row.past), ensure_ascii=False) for row in rows]
        )
        return
    if rows:
        screen.console().print(_table(rows))
    say(_history(past))
    _summary(rows, moment, app)


@click.command()
@with_app
def remind(app: App) -> None:
    """Кому до конца недели не хватает публикаций; с настроенной почтой — письмо кураторам.

    Письмо каждому — одно за неделю, сколько бы раз ни звали команду.

    Раньше, чем за cadence.remind_hours до конца воскресенья, ничего не делает. Для cron, например
    по пятницам: 0 12 * * 5 otklik pages remind
    """
    from models import PageReminder
    from pages.cadence import left, overview, reminded, short
    from pages.weeks import Week

    moment, town = now(), town_of(app.config)
    if left(moment, town) > app.config.cadence.remind:
        click.echo("Рано: напоминание — ближе к концу недели (cadence.remind_hours).", err=True)
        return
    store, week = app.store(), Week.of(moment, town.zone)
    with store.reading() as session:
        lines = [_wanting(row) for row in short(overview(session, town, moment))]
        told = reminded(session, week)
    say(lines)
    curators = [one for one in app.config.people if "curator" in one.roles and one.email]
    sent = 0
    for one in (one for one in curators if lines and one.name not in told):
        if post(app, {one.email: "\n".join(lines) + "\n"}, "Отклик: публикации недели"):
            sent += 1
            with store.writing() as session:
                session.add(PageReminder(week.monday, one.name, moment))
    click.echo(f"Страниц с недобором: {len(lines)}, писем отправлено: {sent}.", err=True)


def _wanting(row: "Progress") -> str:
    norm = row.norm.weekly if row.norm else 0
    word = plural(row.missing, "публикации", "публикаций", "публикаций")
    sure = "" if row.sure else " (видно не всё)"
    return f"{_name(row)}: {row.posts} из {norm}, не хватает {row.missing} {word}{sure}"


def _name(row: "Progress") -> str:
    network = row.watched.ref.network
    return f"{NETWORK.get(network, network)} · {row.watched.title}"


def _table(rows: "Sequence[Progress]") -> Table:
    table = Table("страница", "неделя", "норма", "итог", "по QR", "прежние недели", "не считалось")
    for row in rows:
        visits = "" if row.visits_norm is None else f"{row.visits or 0} из {row.visits_norm.weekly}"
        table.add_row(
            screen.harmless(_name(row)),
            f"{row.posts}{'' if row.sure else '?'}",
            str(row.norm.weekly) if row.norm else "—",
            STATE[row.state],
            visits,
            " ".join("·" if kept is None else _kept(kept) for kept in row.past),
            ", ".join(f"{LEFT_OUT[why]} {number}" for why, number in row.left_out.items()),
        )
    return table


def _kept(kept: "Kept") -> str:
    return f"{kept.posts}{'!' if kept.is_short else ''}"


def _history(past: "Sequence[Kept]") -> Iterator[str]:
    for kept in reversed(past):
        norm = f" из {kept.norm}" if kept.norm else ""
        short = " — меньше нормы" if kept.is_short else ""
        days = f"{kept.week.monday:%d.%m}–{kept.week.sunday:%d.%m.%Y}"
        yield f"{kept.week} ({days}): {kept.posts}{norm}{short}"


def _summary(rows: "Sequence[Progress]", moment: "datetime", app: App) -> None:
    from pages.cadence import left, short

    rest = left(moment, town_of(app.config))
    hours = f"{rest.days} д {rest.seconds // 3600} ч"
    wanting = len(short(rows))
    click.echo(
        f"До конца недели {hours}; не хватает публикаций у {wanting} из {len(rows)}.", err=True
    )


def _told(row: "Progress", past: "Sequence[Kept | None]") -> dict[str, object]:
    norm = row.norm
    return {
        "page": str(row.watched.ref),
        "body": row.watched.body,
        "kind": row.watched.kind,
        "posts": row.posts,
        "norm": norm.weekly if norm else None,
        "force": norm.force if norm else None,
        "paragraph": norm.paragraph if norm else None,
        "missing": row.missing,
        "state": row.state,
        "sure": row.sure,
        "left_out": dict(row.left_out),
        "visits": row.visits,
        "visits_norm": row.visits_norm.weekly if row.visits_norm else None,
        "members": row.members,
        "past": [
            kept and {"week": str(kept.week), "posts": kept.posts, "norm": kept.norm}
            for kept in past
        ],
        "findings": dict(row.wrong),
    }
