"""`otklik deadlines`: every clock of a regulation, as if it began at one moment."""

import json
from typing import TYPE_CHECKING, Any

import click

from commands.common import CONFIG, ENV_FILE, now, open_app
from commands.moments import read_moment

if TYPE_CHECKING:
    from datetime import tzinfo

    from incidents.clocks import Due


@click.command("deadlines")
@click.option("--regulation", help="Регламент или путь к своему .yaml (иначе — из config.yaml).")
@click.option("--channel", type=click.Choice(["own", "incident"]), default="own", show_default=True)
@click.option(
    "--importance", type=click.Choice(["ordinary", "high"]), default="ordinary", show_default=True
)
@click.option("--at", help="Когда пошёл срок, например 2026-04-30T15:30 (иначе — сейчас).")
@click.pass_context
def command(
    ctx: click.Context, regulation: str | None, channel: str, importance: str, at: str | None
) -> None:
    """Сроки регламента по рабочему времени муниципалитета: один массив JSON.

    Для каждого шага, которому акт назначил срок: до какого времени, сколько, и по какому пункту.
    Каждый срок считается так, будто пошёл в --at. Если worktime.timezone не указан, часовой
    пояс — тот, что у регламента.
    """
    from config import regulation_of
    from incidents.clocks import Message, table

    given = {"OTKLIK_REGULATION": regulation} if regulation else {}
    app = open_app(ctx.meta.get(CONFIG), ctx.meta.get(ENV_FILE), given)
    worktime = app.worktime()
    try:
        start = read_moment(at, worktime.zone) if at else now()
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from None
    message = Message(channel, importance)
    found = table(regulation_of(app.config), message, start, worktime)
    click.echo(json.dumps([as_json(due, worktime.zone) for due in found], ensure_ascii=False))


def as_json(due: "Due", zone: "tzinfo") -> dict[str, Any]:
    """A term as the command prints it; `provisional` only where it is."""
    clock = due.clock
    found = {
        "step": clock.step,
        "due": due.at.astimezone(zone).isoformat(),
        "amount": clock.amount,
        "unit": clock.unit,
        "kind": clock.kind,
        "paragraph": clock.paragraph,
    }
    return found | ({"provisional": True} if due.provisional else {})
