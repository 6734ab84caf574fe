"""`otklik incidents send`: an approved answer goes out through the outbox."""

from pathlib import Path

import click

from commands.common import App, now, with_app
from commands.desk import desk_of
from commands.options import by_whom


@click.command()
@click.argument("number", type=int, metavar="НОМЕР")
@by_whom("--as", "Кто действует")
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
    from moderation import answers

    grace = app.config.moderation.grace
    files = tuple(str(photo.resolve()) for photo in photos)
    with app.store().writing() as session:
        ready = letter(session, desk_of(app), number, by, now())
        approved = answers.Approved(number, ready.step, ready.comment, ready.text, by, files)
        action = answers.send(session, approved, now(), grace)
    click.echo(
        f"Ответ по инциденту {number} уйдёт через {grace.total_seconds():g} с; "
        f"отменить: otklik actions undo {action.id}",
        err=True,
    )
