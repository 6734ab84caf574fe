"""`otklik queue bulk`: one decision for many, previewed first."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from commands import screen
from commands.common import App, now, with_app
from commands.moments import read_moment
from commands.options import by_whom
from commands.proposals import tell_intents
from models.review import DECISIONS
from words import DECISION, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from models import Comment

SHOWN = 20


@click.command("bulk")
@click.argument("card", type=int)
@click.argument("action", type=click.Choice([name for name in DECISIONS if name != "incident"]))
@click.option(
    "--author", "period", nargs=2, metavar="С ПО", help="Все комментарии автора за период."
)
@by_whom("--by", "Кто решил")
@click.option("--note", default="", help="Пояснение для журнала.")
@click.option("--ground", default="", help="Основание для всех сразу.")
@click.option("--yes", is_flag=True, help="Не переспрашивать.")
@with_app
def bulk(
    app: App,
    card: int,
    action: str,
    period: tuple[str, str] | None,
    by: str,
    note: str,
    ground: str,
    yes: bool,
) -> None:
    """Одно решение для почти одинаковых комментариев или для всех комментариев автора.

    Сначала показывает, что затронет; у каждого комментария — своё решение и своё действие.
    """
    from moderation.bulk import decide_all
    from moderation.deciding import Order

    store = app.store()
    with store.reading() as session:
        chosen = _chosen(session, app, card, period, by)
        _preview(chosen, action)
        for warning in _warnings(session, app, chosen, action):
            click.echo(warning, err=True)
    if not yes:
        click.confirm("Решить так обо всех?", abort=True, err=True)
    order = Order(action, by, note, ground)
    with store.writing() as session:
        # What was previewed is decided, not what has come since.
        made = decide_all(session, app.house(), chosen, order, now(), app.config.moderation.grace)
    tell_intents(app, made)


def _chosen(
    session: "Session", app: App, card: int, period: tuple[str, str] | None, by: str
) -> "Sequence[Comment]":
    from moderation.bulk import alike, by_author

    if period is None:
        return alike(session, card, by, now())
    try:
        since, until = (read_moment(given, app.config.worktime.zone) for given in period)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--author") from None
    return by_author(session, card, since, until)


def _preview(chosen: "Sequence[Comment]", action: str) -> None:
    number = len(chosen)
    many = plural(number, "комментарий", "комментария", "комментариев")
    click.echo(f"{DECISION[action]}: {number} {many}", err=True)
    for comment in chosen[:SHOWN]:
        text = screen.harmless(comment.text, 100).replace("\n", " ")
        click.echo(f"  {_day(comment.created_at)}  «{text}»", err=True)
    if number > SHOWN:
        click.echo(f"  … и ещё {number - SHOWN}", err=True)


def _warnings(
    session: "Session", app: App, chosen: "Sequence[Comment]", action: str
) -> dict[str, None]:
    """What cannot be taken back, each thing once."""
    from moderation.advice import of_target
    from moderation.evidence import collect, target_of

    acts = {"delete": ("delete",), "delete_and_ban": ("delete", "ban")}.get(action, ())
    one_each = {(comment.page_id, comment.kind): comment for comment in chosen}.values()
    targets = [target_of(collect(session, comment)) for comment in one_each]
    said = (line for target in targets for line in of_target(app.actors(), target, acts))
    return dict.fromkeys(f"Внимание: {line}" for line in said)


def _day(at: datetime) -> str:
    return f"{at:%d.%m %H:%M}"
