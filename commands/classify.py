"""`otklik classify`: JSON lines in, JSON lines out; no database, network or token."""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from classify import Classifier
from classify.routing.router import Router
from classify.topics.teller import AT_ONCE
from commands.common import App, with_app
from commands.lines import Answer, answer_lines, read_object
from commands.options import a_directory


@click.command("classify")
@click.option(
    "--router",
    "home",
    type=a_directory(),
    default=None,
    help="Папка маршрутизатора (otklik train routing): добавить поле routing.",
)
@with_app
def command(app: App, home: Path | None) -> None:
    """Разметить комментарии: строки JSON на входе, строки JSON на выходе, в том же порядке.

    Поле text обязательно, id возвращается; на негодную строку — {"error": …} на её месте.
    Пороги и модель — из раздела classify конфигурации.
    """
    classifier = app.classifier()
    router = Router.load(home, classifier.topics) if home else None
    sys.exit(not answer_lines(partial(_answers, classifier, router)))


def _answers(
    classifier: Classifier, router: Router | None, lines: Sequence[bytes]
) -> Iterator[Answer]:
    for at in range(0, len(lines), AT_ONCE):  # so few that the router finds the topics warm
        yield from _answers_at_once(classifier, router, lines[at : at + AT_ONCE])


def _answers_at_once(
    classifier: Classifier, router: Router | None, lines: Sequence[bytes]
) -> Iterator[Answer]:
    requests = [_request(line) for line in lines]
    texts = [request["text"] for request in requests if "error" not in request]
    verdicts = iter(classifier.verdicts(texts))
    routings = iter([{"routing": found} for found in router.proposals(texts)] if router else [])
    for request in requests:
        if "error" in request:
            yield request
        else:
            yield {"id": request["id"], **next(verdicts).as_json(), **next(routings, {})}


def _request(line: bytes) -> Answer:
    """The `id` and `text` of a line, or what is wrong with it."""
    try:
        row = read_object(line)
    except ValueError as error:
        return {"error": str(error)}
    if not isinstance(row.get("text"), str):
        return {"id": row.get("id"), "error": "`text` is missing or not a string"}
    return {"id": row.get("id"), "text": row["text"]}
