"""`otklik incidents send`: an approved answer goes out through the outbox."""

import getpass
from pathlib import Path

import click

from commands.common import App, now, with_app
from commands.desk import desk_of


@click.command()
@click.argument("number", type=int, metavar="НОМЕР")
@click.option("--as", "by", default=getpass.getuser, help="Кто действует (иначе — вошедший).")
@click.option(
    "--photo",
    "photos",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Приложить фото; можно несколько раз.",
)
@with_app
def send(app: App, number: int, by: str, photos: tuple[Path, ...]) -> None:
    """Разместить согласованное в соцсети: под сообщением, личному — лично.

    Журнал инцидента узнает об этом, когда ответ прочитан на странице.
    """
    from incidents.sending import letter
    from models import Comment
    from moderation.intents import answer_cause, intend

    grace = app.config.moderation.grace
    with app.store().writing() as session:
        ready = letter(session, desk_of(app), number, by, now())
        kept = tuple(str(photo.resolve()) for photo in photos)
        cause = answer_cause(number, ready.step, by, ready.text, kept)
        comment = session.get_one(Comment, ready.comment)
        action = intend(session, "answer", comment, cause, now(), grace)
    click.echo(
        f"Ответ по инциденту {number} уйдёт через {grace.total_seconds():g} с; "
        f"отменить: otklik actions undo {action.id}",
        err=True,
    )
