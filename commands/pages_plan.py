"""`otklik pages plan`: the content plan."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.common import App, now, with_app
from commands.pages_common import AS, DAY, clerk, day, say, today, watched_page
from errors import OtklikError

if TYPE_CHECKING:
    from pages.matching import Matched
    from pages.planning import PagePlan

ID = click.argument("id", type=int, metavar="НОМЕР")
AT = click.option("--at", "clock", help="Время, 10:30.")
TEXT = click.option("--text", help="О чём.")
PAGES = click.option("--page", "pages", multiple=True, help="Только эта страница, vk:club1.")
FROM = click.option("--from", "since", type=DAY, help="С какого дня (иначе — с понедельника).")
TO = click.option("--to", "until", type=DAY, help="По какой день (иначе — 13 дней дальше).")
STATE = {"appeared": "вышла", "missed": "НЕ ВЫШЛА", "ahead": "впереди"}
WHY = {"text": " (узнана по тексту)", "order": " (по порядку дня)", "": ""}


@click.group()
def plan() -> None:
    """Контент-план: что и когда выйдет, что вышло, что нет."""


@plan.command()
@click.option("--page", required=True, help="Страница конфигурации: vk:club1 или её название.")
@click.option("--on", type=DAY, required=True, help="День, 2026-12-01.")
@click.option("--text", required=True, help="О чём.")
@AT
@AS
@with_app
def add(app: App, page: str, on: datetime, text: str, clock: str | None, by: str) -> None:
    """Запланировать публикацию."""
    from pages import planning

    wish = planning.Wish(watched_page(app, page), on.date(), text, clock or "")
    with app.store().writing() as session:
        made = planning.add(session, wish, clerk(app, by), now())
        click.echo(f"В плане под номером {made.id}.", err=True)


@plan.command()
@ID
@click.option("--on", type=DAY, help="Другой день.")
@AT
@TEXT
@AS
@with_app
def change(app: App, id: int, on: datetime | None, clock: str | None, text: str | None,
           by: str) -> None:  # fmt: skip
    """Перенести или переписать; прежняя версия остаётся."""
    from pages import planning

    if on is None and clock is None and text is None:
        raise OtklikError("Не указано, что изменить: --on, --at или --text.")
    with app.store().writing() as session:
        made = planning.change(
            session, id, clerk(app, by), now(), day=day(on), clock=clock, text=text
        )
        click.echo(f"Теперь под номером {made.id}.", err=True)


@plan.command()
@ID
@click.option("--ground", required=True, help="Почему.")
@AS
@with_app
def drop(app: App, id: int, ground: str, by: str) -> None:
    """Снять с плана."""
    from pages import planning

    with app.store().writing() as session:
        planning.drop(session, id, ground, clerk(app, by), now())
    click.echo("Снято с плана.", err=True)


@plan.command("list")
@PAGES
@FROM
@TO
@with_app
def list_(app: App, pages: Sequence[str], since: datetime | None, until: datetime | None) -> None:
    """План и что из него вышло.

    Публикация та же, если она на той же странице не дальше дня от срока и словами похожа; если в
    какой-то день осталось поровну того и другого — по порядку. Каждая — один раз.
    """
    from pages import planning
    from pages.counting import counted_kinds

    first, last = _days(app, since, until)
    chosen = [watched_page(app, page) for page in pages]
    counted = counted_kinds(bare_reposts=False)
    with app.store().reading() as session:
        zone = app.config.worktime.zone
        found = planning.review(session, first, last, zone, today(app), counted, chosen)
    for told in (one for one in found if one.posts):
        say([f"{app.names.get(told.page) or told.page} ({told.page})", *_lines(told)])
    totals = dict(planning.totals(found))
    click.echo(
        f"Вышло: {totals['appeared']}, не вышло: {totals['missed']}, впереди: {totals['ahead']}, "
        f"вне плана: {totals['unplanned']}",
        err=True,
    )


def _days(app: App, since: datetime | None, until: datetime | None) -> tuple[date, date]:
    now_ = today(app)
    first = day(since) or now_ - timedelta(days=now_.weekday())
    last = day(until) or first + timedelta(days=13)
    if last < first:
        raise OtklikError(f"--to {last:%d.%m.%Y} раньше, чем --from {first:%d.%m.%Y}")
    return first, last


def _lines(told: "PagePlan") -> Iterator[str]:
    yield from (f"  {_line(one)}" for one in told.posts)
    for post in told.unplanned:
        yield f"     —  {post.day:%d.%m.%Y} {post.clock}  вне плана: {_short(post.text)} {post.url}"


def _line(one: "Matched") -> str:
    wish, post = one.planned, one.post
    came = f" {post.day:%d.%m.%Y} {post.clock} {post.url}{WHY[one.why]}" if post else ""
    return (
        f"{wish.id:>5}  {wish.day:%d.%m.%Y} {wish.clock:5}  {_short(wish.text)} — "
        f"{STATE[one.state]}{came}"
    )


def _short(text: str) -> str:
    first = text.strip().split("\n", 1)[0]
    return first if len(first) <= 60 else first[:59] + "…"


@plan.command()
@PAGES
@FROM
@TO
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Файл .ics.")
@with_app
def ics(app: App, pages: Sequence[str], since: datetime | None, until: datetime | None,
        out: Path | None) -> None:  # fmt: skip
    """План файлом .ics для любого календаря."""
    from pages import planning
    from pages.ics import calendar

    first, last = _days(app, since, until)
    chosen = [watched_page(app, page) for page in pages]
    with app.store().reading() as session:
        found = planning.planned(session, first, last, chosen)
        file = calendar(found, app.names, app.config.worktime.zone, app.config.municipality.name)
    if out is None:
        click.echo(file, nl=False)
        return
    out.write_bytes(file)
    click.echo(f"Записано публикаций: {len(found)}, файл {out}", err=True)
