"""What the commands of the registry and of the content plan share."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from commands import screen
from commands.common import App, now
from commands.options import by_whom
from errors import OtklikError

if TYPE_CHECKING:
    from models import PageRef
    from pages.finding import PageFinding
    from pages.registrar import Registrar

SHAPES = ["%Y-%m-%d", "%d.%m.%Y"]
DAY = click.DateTime(SHAPES)
AS = by_whom("--as", "Кто записывает")
NUMBER = click.argument("number", type=int, metavar="НОМЕР")


def options(*given: Callable[..., Any]) -> Callable[..., Any]:
    """Several options as one decorator, shown in the order they are given."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(given):
            command = option(command)
        return command

    return decorate


def registrar_of(app: App) -> "Registrar":
    """The duties of the town's act and its working time."""
    from config import regulation_of
    from pages.registrar import Registrar

    return Registrar(regulation_of(app.config).pages, app.worktime())


def today(app: App) -> date:
    """The town's date."""
    return now().astimezone(app.config.worktime.zone).date()


def day(given: datetime | None) -> date | None:
    """The date of an option."""
    return given.date() if given else None


def clerk(app: App, by: str) -> str:
    """Who writes: a curator, once the configuration names people. Raises OtklikError."""
    curators = [person.name for person in app.config.people if "curator" in person.roles]
    if app.config.people and by not in curators:
        names = ", ".join(curators) or "никого"
        raise OtklikError(f"Реестр и план ведут кураторы ({names}), а не {by}. Укажите: --as")
    return by


def watched_page(app: App, given: str) -> "PageRef":
    """A page of the configuration by network:id, or by what people call it."""
    wanted = given.strip().casefold()
    for page in app.config.pages:
        if wanted in (str(page.ref).casefold(), page.name.casefold()):
            return page.ref
    known = ", ".join(str(page.ref) for page in app.config.pages) or "ни одной"
    raise OtklikError(f"Страницы «{given}» в конфигурации нет. Есть: {known}")


def finding_lines(found: "Sequence[PageFinding]") -> Iterator[str]:
    """Each finding with its paragraph and what to do."""
    from pages.words import FORCE

    for one in found:
        source = f" ({one.paragraph}, {FORCE[one.force]})" if one.paragraph else ""
        yield f"  ! {one.text}{source}. {one.advice}"


def say(lines: Sequence[str] | Iterator[str], err: bool = False) -> None:
    """Print lines that people wrote."""
    for line in lines:
        click.echo(screen.harmless(line), err=err)
