"""`otklik actions`: what goes out to the networks, is taken back, or waits for a person."""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from commands import screen
from commands.action_tables import blacklist, log
from commands.action_words import ACT, STATE, line
from commands.common import EXIT_FAILED, App, now, with_app
from commands.options import by_whom
from words import CATEGORY, NETWORK, plural

if TYPE_CHECKING:
    from models import Pause
    from moderation.overview import Whole
    from office import Office

BY = by_whom("--by", "Кто действует")
NUMBERS = click.argument("numbers", type=int, nargs=-1, required=True, metavar="НОМЕР…")


@click.group()
def actions() -> None:
    """Действия в соцсетях: удаление, чёрный список, ответы — и их отмена."""


@actions.command("list")
@click.option("--limit", default=20, show_default=True, help="Сколько показать.")
@click.option("--all", "everything", is_flag=True, help="И сделанные, и отменённые.")
@with_app
def list_(app: App, limit: int, everything: bool) -> None:
    """Что ждёт отправки или человека; сначала задачи для человека."""
    from models.outbox import OPEN, STATES
    from moderation.journal import paused
    from moderation.overview import listing

    with app.store().reading() as session:
        _warn_of_pause(paused(session))
        for row in listing(session, limit, STATES if everything else OPEN):
            click.echo(line(row, app.config.worktime.zone))


def _warn_of_pause(pause: "Pause | None") -> None:
    if pause:
        note = f" ({screen.harmless(pause.note)})" if pause.note else ""
        click.echo(f"Всё исходящее остановил(а) {pause.by}{note}: otklik actions resume", err=True)


@actions.command()
@click.argument("number", type=int, metavar="НОМЕР")
@click.option("--json", "as_json", is_flag=True, help="Пакет доказательств в JSON.")
@with_app
def show(app: App, number: int, as_json: bool) -> None:
    """Одно действие: что с ним было, доказательства и их хеш."""
    from moderation.overview import whole

    with app.store().reading() as session:
        found = whole(session, number)
        if as_json:
            kept = found.evidence
            package = {"action": number, "sha256": kept.sha256, "evidence": kept.data}
            click.echo(json.dumps(package, ensure_ascii=False, indent=1))
            return
        for text in _whole(found, app.config.worktime.zone):
            click.echo(text)


def _whole(found: "Whole", zone: ZoneInfo) -> Iterator[str]:
    from moderation.evidence import media

    action = found.action
    yield f"{ACT[action.act]}: {STATE[found.entry.state]} · {action.by}"
    yield f"основание: {action.ground or '—'} ({action.paragraph or '—'})"
    for event in found.events:
        details = screen.harmless(json.dumps(event.details, ensure_ascii=False))
        what = STATE.get(event.what, event.what)
        yield f"{event.at.astimezone(zone):%d.%m.%Y %H:%M:%S} {what} {event.by} {details}"
    for item in media(found.evidence.data):
        yield f"вложение, исчезнет вместе с комментарием: {screen.harmless(item)}"
    yield f"SHA-256 доказательств: {found.evidence.sha256}"


@actions.command()
@with_app
def run(app: App) -> None:
    """Отправить всё, чему пора, не дожидаясь прохода."""
    from aftermath import carry_out
    from commands.offices import office_of

    office = office_of(app, app.store())
    waiting = _waiting_for_keys(office)
    told = carry_out(office)
    for state, number in told.items():
        click.echo(f"{STATE.get(state, state)}: {number}", err=True)
    for network in waiting:
        click.echo(
            f"{NETWORK[network]}: не задано ни одного ключа, отправка ждёт. "
            "Ключи из otklik.env: --env-file otklik.env",
            err=True,
        )
    if not told and not waiting:
        click.echo("Отправлять нечего.", err=True)
    if waiting:
        sys.exit(EXIT_FAILED)


def _waiting_for_keys(office: "Office") -> list[str]:
    from moderation.outbox import due

    with office.store.reading() as session:
        return [network for network in due(session, now()) if network in office.keyless]


@actions.command()
@NUMBERS
@BY
@with_app
def undo(app: App, numbers: tuple[int, ...], by: str) -> None:
    """Отменить: до отправки — бесследно, после — вернуть, что можно вернуть."""
    from moderation.undo import undo as take_back

    store = app.store()
    for number in numbers:
        with store.writing() as session:
            for told in take_back(session, number, by, now()):
                click.echo(f"{told.of.id} ({ACT[told.of.act]}): {told.sentence}", err=True)
                made = told.action
                if made is not None:
                    click.echo(f"  действие {made.id}: otklik actions show {made.id}", err=True)


@actions.command()
@NUMBERS
@BY
@with_app
def unban(app: App, numbers: tuple[int, ...], by: str) -> None:
    """Снять ограничение раньше срока; удалённое остаётся удалённым. Номера — в blacklist."""
    from moderation.undo import lift

    store = app.store()
    for number in numbers:
        with store.writing() as session:
            made = lift(session, number, by, now())
        click.echo(f"Снимаем ограничение: действие {made.id}. Записал(а): {by}.", err=True)


@actions.command()
@NUMBERS
@BY
@click.option("--note", default="", help="Пояснение для журнала.")
@with_app
def done(app: App, numbers: tuple[int, ...], by: str, note: str) -> None:
    """Отметить: сделано руками."""
    from moderation.by_hand import done_by_hand

    store = app.store()
    for number in numbers:
        with store.writing() as session:
            done_by_hand(session, number, by, now(), note)
        click.echo(f"Действие {number} сделано руками. Записал(а): {by}.", err=True)


@actions.command()
@BY
@click.option("--note", default="", help="Почему.")
@with_app
def pause(app: App, by: str, note: str) -> None:
    """Остановить всё исходящее сразу."""
    _pause(app, True, by, note)
    click.echo("Всё исходящее остановлено. Продолжить: otklik actions resume", err=True)


@actions.command()
@BY
@click.option("--note", default="", help="Почему.")
@with_app
def resume(app: App, by: str, note: str) -> None:
    """Продолжить исходящее."""
    _pause(app, False, by, note)
    click.echo("Исходящее снова отправляется.", err=True)


def _pause(app: App, on: bool, by: str, note: str) -> None:
    from moderation.journal import pause as write

    with app.store().writing() as session:
        write(session, on, by, now(), note)


@actions.command()
@with_app
def shadow(app: App) -> None:
    """Автоматика на испытании: что она удалила бы и как часто люди решили так же."""
    from moderation.automatic import agreement

    with app.store().reading() as session:
        found = agreement(session)
    for row in found:
        times = plural(row.noted, "случай", "случая", "случаев")
        share = "—" if row.precision is None else f"{row.precision:.3f}"
        click.echo(
            f"{CATEGORY[row.category]}: {row.noted} {times}, решили люди {row.decided}, "
            f"так же {row.agreed}; точность {share}, не ниже {row.at_least:.3f} (95 %)"
        )
    if not found:
        click.echo("Испытания не было. Включить: moderation.automatic: {spam: shadow}", err=True)


actions.add_command(log)
actions.add_command(blacklist)
