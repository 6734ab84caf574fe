"""`otklik report send|deliveries|resend`: reports of the schedule, from the command line."""

import sys

import click
from rich import box
from rich.table import Table

from commands import screen
from commands.common import EXIT_FAILED, App, now, with_app
from commands.screen import harmless
from errors import OtklikError
from words import plural

STATE = {"waiting": "ждёт отправки", "sent": "отправлен", "failed": "не отправлен"}


@click.command("send")
@with_app
def send_due(app: App) -> None:
    """Сделать и отправить всё, чему по расписанию пришло время.

    То же делает «otklik watch» раз в минуту; без него поставьте эту команду в cron.

    \b
    Код завершения: 0 — ушло всё, 1 — что-то не ушло (otklik report deliveries), 75 — это уже
    делает другой процесс.
    """
    from commands.report_sending import Reporting

    reporting = Reporting(app, app.store())
    made, sent = reporting.run(now())
    reports = plural(made, "отчёт", "отчёта", "отчётов")
    click.echo(f"Сделано: {made} {reports}, отправлений: {sent}.", err=True)
    if reporting.lost:
        click.echo("Не всё отправлено: otklik report deliveries", err=True)
        sys.exit(EXIT_FAILED)


@click.command()
@click.option("--limit", default=20, show_default=True, help="Сколько показать.")
@click.option("--trouble", is_flag=True, help="Только то, что не ушло.")
@with_app
def deliveries(app: App, limit: int, trouble: bool) -> None:
    """Отправления отчётов по расписанию, сначала новые: кому, когда, что помешало."""
    from reports.deliveries import recent

    zone = app.config.worktime.zone
    with app.store().reading() as session:
        found = recent(session, limit, trouble)
        table = Table("№", "отчёт", "кому", "состояние", "попыток", box=box.SIMPLE)
        for delivery, made in found:
            at = delivery.sent_at or delivery.next_at
            state = STATE[delivery.state]
            if delivery.state != "failed":
                state += f" {at.astimezone(zone):%d.%m %H:%M}"
            table.add_row(str(delivery.id), harmless(made.title), harmless(delivery.to), state,
                          str(delivery.attempts))  # fmt: skip
    if not found:
        click.echo("Отправлений нет. Расписание — раздел reports файла config.yaml.", err=True)
        return
    screen.console().print(table)
    for delivery, _ in found:
        if delivery.error:
            click.echo(f"{delivery.id}: {harmless(delivery.error, 400)}")


@click.command()
@click.argument("number", type=int, metavar="НОМЕР")
@with_app
def resend(app: App, number: int) -> None:
    """Отправить ещё раз то, что не ушло; номер — из «otklik report deliveries»."""
    from reports.deliveries import again

    with app.store().writing() as session:
        if not again(session, number, now()):
            raise OtklikError(f"Отправления {number} нет, или оно уже дошло.")
    click.echo("Поставлено в очередь: уйдёт с «otklik watch» или «otklik report send».", err=True)
