"""`otklik incidents`: what residents ask for."""

import click

from commands import screen
from commands.common import App, with_app
from commands.words import NETWORK, plural


@click.group()
def incidents() -> None:
    """Сообщения, на которые орган обязан ответить."""


@incidents.command("list")
@click.option("--limit", default=20, show_default=True, help="Сколько показать.")
@with_app
def list_(app: App, limit: int) -> None:
    """Кандидаты в инциденты: ждут, чтобы человек подтвердил. Сначала самые старые."""
    from incidents.candidates import waiting

    zone = app.config.worktime.zone
    with app.store().reading() as session:
        total, candidates = waiting(session, limit)
        word = plural(total, "кандидат", "кандидата", "кандидатов")
        click.echo(f"Ждут подтверждения: {total} {word} в инциденты")
        for found in candidates:
            when = found.comment.created_at.astimezone(zone)
            network = NETWORK.get(found.page.network, found.page.network)
            text = screen.harmless(found.comment.text, 120).replace("\n", " ")
            click.echo(
                f"{found.incident.id:>6}  {when:%d.%m %H:%M}  {network}  "
                f"{found.incident.score:.2f}  {text}"
            )
