"""`otklik incidents`: what residents ask for."""

from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from commands import screen
from commands.common import App, now, with_app
from commands.desk import desk_of
from commands.incident_acts import ACTS
from commands.incident_history import HISTORY
from commands.incident_sending import send
from commands.incident_words import journal_lines, so_many
from commands.options import by_whom
from incidents.phrases import left, owed_line, when
from incidents.words import STATE, STEP
from words import NETWORK, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from incidents.board import Owed
    from incidents.desk import Desk
    from models import Comment, Incident

LIMIT = click.option("--limit", default=20, show_default=True, help="Сколько показать.")


@click.group()
def incidents() -> None:
    """Сообщения, на которые орган обязан ответить."""


for command in (*ACTS, *HISTORY, send):
    incidents.add_command(command)


@incidents.command("list")
@LIMIT
@with_app
def list_(app: App, limit: int) -> None:
    """Что в работе, сначала самое срочное; затем кандидаты, сначала самые старые."""
    with app.store().reading() as session:
        _print_open(session, app, limit)
        _print_candidates(session, app, limit)


def _print_open(session: "Session", app: App, limit: int) -> None:
    from incidents.board import board

    zone, worktime = app.config.worktime.zone, app.worktime()
    total, rows = board(session, limit)
    if total:
        click.echo(f"В работе: {so_many(total)}")
    for row in rows:
        end = row.incident.due_at
        due = f"до {when(end, zone)} {left(worktime.between(now(), end))}" if end else "без срока"
        bodies = f" · {', '.join(row.incident.bodies)}" if row.incident.bodies else ""
        text = screen.harmless(row.text, 60).replace("\n", " ")
        line = f"{row.incident.id:>6}  {due}  {STATE[row.incident.state]}{bodies}"
        click.echo(f"{screen.harmless(line)}  «{text}»")


def _print_candidates(session: "Session", app: App, limit: int) -> None:
    from commands.routes import adviser_of, lines
    from incidents.candidates import latest_verdicts, waiting
    from incidents.filing import topics_of

    zone, adviser = app.config.worktime.zone, adviser_of(app)
    today = now().astimezone(zone).date()
    total, candidates = waiting(session, limit)
    verdicts = latest_verdicts(session, [row.comment.id for row in candidates if row.comment])
    word = plural(total, "кандидат", "кандидата", "кандидатов")
    click.echo(f"Ждут подтверждения: {total} {word} в инциденты")
    for found in candidates:
        at = found.incident.detected_at.astimezone(zone)
        network = NETWORK.get(found.page.network, "") if found.page else "—"
        score = "рук." if found.incident.score is None else f"{found.incident.score:.2f}"
        text = screen.harmless(found.text, 120).replace("\n", " ")
        click.echo(f"{found.incident.id:>6}  {at:%d.%m %H:%M}  {network}  {score}  {text}")
        verdict = verdicts.get(found.comment.id) if found.comment else None
        if verdict:
            advice = adviser.advise(found.text, topics_of(verdict), verdict.places, today)
            for line in lines(advice):
                click.echo(f"        {screen.harmless(line)}")


@incidents.command()
@click.argument("number", type=int, metavar="НОМЕР")
@with_app
def show(app: App, number: int) -> None:
    """Один инцидент целиком: сообщение, сроки, журнал."""
    from incidents.asking import asking
    from incidents.board import owed
    from incidents.case import case_of
    from incidents.desk import journal

    desk = desk_of(app)
    with app.store().reading() as session:
        incident, steps = journal(session, number)
        terms = owed(session, number, now(), desk.worktime)
        told = asking(session, incident, case_of(incident, steps))
        for line in _head(session, incident, told, desk):
            click.echo(screen.harmless(line))
        for term in terms:
            click.echo(screen.harmless("  " + owed_line(term, desk.worktime.zone)))
        for line in journal_lines(steps, desk):
            click.echo(screen.harmless(line))


def _head(
    session: "Session", incident: "Incident", told: "Incident", desk: "Desk"
) -> "Iterator[str]":
    comment = _comment(session, told)
    zone = desk.worktime.zone
    important = " · повышенная важность" * (incident.importance == "high")
    emergency = " · экстренный" * incident.emergency
    yield f"Инцидент {incident.id}: {STATE[incident.state]}{important}{emergency}"
    yield f"Выявлен: {when(incident.detected_at, zone)}"
    if incident.confirmed_at:
        yield f"Подтверждён: {when(incident.confirmed_at, zone)}, {incident.confirmed_by}"
    if incident.reported_by:
        yield f"Сообщил(а): {incident.reported_by}"
    yield from (f"{name}: {value}" for name, value in (incident.aside or {}).items())
    link = comment.url if comment else told.link
    yield from [link] if link else []
    yield ""
    yield comment.text if comment else told.text
    yield ""


def _comment(session: "Session", incident: "Incident") -> "Comment | None":
    from models import Comment

    return session.get(Comment, incident.comment_id) if incident.comment_id else None


@incidents.command()
@click.option("--link", default="", help="Ссылка на сообщение.")
@click.option("--text", default="", help="Текст сообщения.")
@click.option("--file", type=click.File(encoding="utf-8"), help="Текст из файла; - с клавиатуры.")
@click.option("--reported-by", default="", help="Кто сообщил.")
@click.option("--channel", type=click.Choice(["own", "incident"]), default="own", show_default=True)
@click.option("--publication", is_flag=True, help="Найдено вне системы инцидентов.")
@click.option("--seen-at", help="Когда выявлено, 2026-04-30T15:30 (иначе — сейчас).")
@by_whom("--as", "Кто записывает")
@click.option("--candidate", is_flag=True, help="Только кандидат: подтвердит другой.")
@with_app
def add(
    app: App, text: str, file: IO[str] | None, seen_at: str | None, by: str, candidate: bool,
    **given: Any,
) -> None:  # fmt: skip
    """Записать сообщение вручную и подтвердить его."""
    from incidents.desk import Order, act
    from incidents.entry import enter

    seen, desk = _moment(app, seen_at), desk_of(app)
    words = file.read() if file else text
    with app.store().writing() as session:
        incident = enter(session, seen, words, **given)
        if not candidate:
            act(session, desk, incident.id, Order("confirm", by), now())
        click.echo(f"Инцидент {incident.id}: {STATE[incident.state]}.", err=True)


def _moment(app: App, given: str | None) -> datetime:
    from commands.moments import read_moment

    try:
        return read_moment(given, app.config.worktime.zone) if given else now()
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--seen-at") from None


@incidents.command()
@LIMIT
@with_app
def overdue(app: App, limit: int) -> None:
    """Что просрочено и кто должен об этом знать: исполнитель, куратор, глава."""
    from incidents.board import overdue as find

    with app.store().reading() as session:
        total, found = find(session, now(), app.worktime(), limit)
        click.echo(f"Просрочено сроков: {total}")
        _print_terms(app, found)


@incidents.command()
@LIMIT
@click.option("--minutes", type=int, help="За сколько рабочих минут (иначе — из escalation).")
@with_app
def due(app: App, limit: int, minutes: int | None) -> None:
    """Чей срок скоро истечёт."""
    from incidents.board import due_soon

    ahead = app.config.escalation.warn_minutes if minutes is None else minutes
    with app.store().reading() as session:
        total, found = due_soon(session, now(), app.worktime(), ahead, limit)
        click.echo(f"Скоро истекает сроков: {total}")
        _print_terms(app, found)


def _print_terms(app: App, found: "Sequence[tuple[Owed, Incident]]") -> None:
    from incidents.board import Escalation, concerned
    from incidents.words import ROLE

    settings, zone = app.config.escalation, app.config.worktime.zone
    rule = Escalation(settings.warn_minutes, settings.curator_minutes, settings.head_minutes)
    for owed, incident in found:
        who = ", ".join(ROLE[role] for role in concerned(owed, rule))
        body = owed.deadline.body or ", ".join(incident.bodies)
        line = (
            f"{incident.id:>6}  {when(owed.due_at, zone)} {left(owed.left)} · "
            f"{STEP[owed.deadline.step]} ({owed.deadline.paragraph}) · {who} {body}"
        )
        click.echo(screen.harmless(line.rstrip()))


@incidents.command()
@click.option("--limit", default=500, show_default=True, help="Не больше стольких сроков за раз.")
@with_app
def notify(app: App, limit: int) -> None:
    """Письма о сроках: скоро истекут, просрочены. Каждому — один раз; для cron."""
    from commands.notices import tell_of_terms

    # Sent and noted in one transaction: without the server nothing counts as told.
    with app.store().writing() as session:
        sent = tell_of_terms(app, desk_of(app), session, now(), limit)
    click.echo(f"Писем: {sent}", err=True)


@incidents.command()
@click.argument("number", type=int, metavar="НОМЕР")
@click.option("--text", default="", help="Проект.")
@click.option("--file", type=click.File(encoding="utf-8"), help="Проект из файла; - с клавиатуры.")
@with_app
def check(app: App, number: int, text: str, file: IO[str] | None) -> None:
    """Что проверки советуют о проекте ответа; ничего не записывает."""
    from commands.remarks import remarks

    with app.store().reading() as session:
        words = file.read() if file else text
        for line in remarks(app, desk_of(app), session, number, words):
            click.echo(screen.harmless(line))


@incidents.command("urgent-sheet")
@click.argument("numbers", type=int, nargs=-1, metavar="[НОМЕР]...")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Файл .html.")
@with_app
def urgent_sheet(app: App, numbers: tuple[int, ...], out: Path | None) -> None:
    """Лист «Срочно» для резолюции главы: страница HTML на каждое сообщение."""
    from commands.urgent import sheets

    with app.store().reading() as session:
        page = sheets(session, desk_of(app), app.config.municipality.name, numbers)
    if out is None:
        click.echo(page)
        return
    out.write_text(page, encoding="utf-8")
    out.chmod(0o600)
    click.echo(f"Записано: {out}. Откройте в браузере и напечатайте.", err=True)
