"""`otklik export`: comments as JSON lines, incidents as the incident system has them."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from commands.common import App, now, with_app
from models import Author, Comment, Page, Post
from words import plural

DATE = click.DateTime(formats=["%Y-%m-%d", "%d.%m.%Y"])
DAY, EVER = timedelta(days=1), date(2000, 1, 1)


@click.group()
def export() -> None:
    """Выгрузить сохранённое."""


@export.command()
@with_app
def comments(app: App) -> None:
    """Все комментарии, JSON-строка на каждый, на стандартный вывод.

    Поля: network, page, external_id, post, parent, author, text, created, edited, deleted.

    \b
    Пример: сколько комментариев на каждой странице
    otklik export comments | jq -r .page | sort | uniq -c
    """
    with app.store().reading() as session:
        for record in _records(session):
            click.echo(json.dumps(record, ensure_ascii=False))


@export.command()
@click.option("--from", "since", type=DATE, metavar="ДЕНЬ", help="Первый день: 2026-11-01.")
@click.option("--to", "until", type=DATE, metavar="ДЕНЬ", help="Последний день, включительно.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="incidents.xlsx",
    show_default=True,
    metavar="ФАЙЛ",
    help="Куда записать.",
)
@with_app
def incidents(app: App, since: datetime | None, until: datetime | None, out: Path) -> None:
    """Инциденты таблицей, какую выгружает «Инцидент Менеджмент»: те же 47 столбцов.

    Подтверждённые инциденты, выявленные в эти дни, и всё, что взято из такой же выгрузки
    («otklik import incidents»): взятое возвращается без потерь. Без --from и --to — всё, что есть.
    """
    from commands.reporting import context_of, write_whole
    from reports.document import Period
    from reports.incident_export import sheet
    from reports.render.xlsx import plain

    moment, zone = now(), app.config.worktime.zone
    first = since.date() if since else EVER
    last = until.date() if until else moment.astimezone(zone).date() + DAY
    if last < first:
        raise click.UsageError(f"--to {last} раньше, чем --from {first}")
    with app.store().reading() as session:
        found = sheet(session, Period(first, last, zone), context_of(app, moment))
    write_whole(out, plain("Инциденты", found.columns, found.rows))
    word = plural(len(found.rows), "инцидент", "инцидента", "инцидентов")
    click.echo(f"{out}: {len(found.rows)} {word}", err=True)


def _records(session: Session) -> Iterator[dict[str, Any]]:
    post, author = aliased(Post), aliased(Author)
    query = (
        select(Comment, Page.external_id, post.external_id, author.external_id)
        .join(Page, Page.id == Comment.page_id)
        .outerjoin(post, post.id == Comment.post_id)
        .outerjoin(author, author.id == Comment.author_id)
        .order_by(Comment.id)
        .execution_options(yield_per=500)
    )
    for comment, page, post_id, author_id in session.execute(query):
        yield {
            "network": comment.network,
            "page": page,
            "external_id": comment.external_id,
            "post": post_id,
            "parent": comment.parent,
            "author": author_id,
            "text": comment.text,
            "created": _iso(comment.created_at),
            "edited": _iso(comment.edited_at),
            "deleted": _iso(comment.deleted_at),
        }


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
