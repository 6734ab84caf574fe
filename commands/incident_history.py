"""`otklik incidents repeats` and `surges`: what was asked before, and what many ask now."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from commands import screen
from commands.common import App, now, with_app
from commands.desk import desk_of
from incidents.phrases import when
from incidents.words import REPEAT
from words import plural

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from incidents.desk import Desk
    from incidents.repeats import Repeat
    from incidents.surges import Surge


@click.command()
@click.argument("number", type=int, metavar="НОМЕР")
@with_app
def repeats(app: App, number: int) -> None:
    """Какие отвеченные инциденты это сообщение повторяет и кто на них отвечал."""
    from incidents.archive import repeated_by
    from incidents.desk import journal

    with app.store().reading() as session:
        found = repeated_by(session, journal(session, number)[0])
    for line in _repeat_lines(found, desk_of(app)):
        click.echo(screen.harmless(line))


def _repeat_lines(found: "list[Repeat]", desk: "Desk") -> Iterator[str]:
    if not found:
        yield "Не повторяет ни одного отвеченного инцидента."
    for repeat in found:
        earlier = repeat.earlier
        at, bodies = when(earlier.answered_at, desk.worktime.zone), ", ".join(earlier.bodies)
        yield f"{earlier.incident:>6}  отвечен {at} · {bodies or '—'} · {REPEAT[repeat.reason]}"
    for note in desk.regulation.repeats if found else ():
        yield f"В ответе на повторное: {note.text} ({note.paragraph})"


@click.command()
@with_app
def surges(app: App) -> None:
    """Где и о чём сейчас пишут необычно много: доложите главе."""
    from incidents.arrivals import arrivals
    from incidents.surges import surges as find

    with app.store().reading() as session:
        found = find(arrivals(session, now()), now())
    if not found:
        click.echo("Всплесков нет.")
    for surge in found:
        click.echo(screen.harmless(surge_line(surge, app.config.worktime.zone)))


def surge_line(surge: "Surge", zone: "ZoneInfo") -> str:
    """Topic, place, how many people, how many are usual, since when."""
    hours = round(surge.window.total_seconds() / 3600)
    people = plural(surge.authors, "автор", "автора", "авторов")
    usual = f"{surge.expected:.1f}".replace(".", ",")
    topic, place = surge.topic or "без темы", surge.place or "весь муниципалитет"
    return (
        f"{topic} · {place}: {surge.authors} {people} за {hours} ч "
        f"(обычно {usual}), с {when(surge.since, zone)}"
    )


HISTORY = (repeats, surges)
