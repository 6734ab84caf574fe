"""`otklik pages style`: advice on how posts read."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from commands.common import App, now, with_app
from commands.pages_check import AS_JSON
from commands.pages_common import say, watched_page
from commands.style_reader import style_reader
from commands.town import town_of
from words import plural

if TYPE_CHECKING:
    from pages.style import Advice

AROUND = 20  # code points of context on each side


@click.command()
@click.argument("page", default="", metavar="[СТРАНИЦА]")
@click.option("--days", default=7, show_default=True, help="Публикации за столько дней.")
@click.option("--stdin", "given", is_flag=True, help="Проверить текст со стандартного ввода.")
@AS_JSON
@with_app
def style(app: App, page: str, days: int, given: bool, as_json: bool) -> None:
    """Советы по стилю публикаций: пресс-релиз, канцелярит, ссылки на акты, орфография.

    Это советы, не ошибки: ничего не запрещается и нигде не хранится. Текст до публикации:
    otklik pages style vk:club1 --stdin < текст.txt
    """
    texts = _given(app, page) if given else _posts(app, page, days)
    reader, rules = style_reader(app), town_of(app.config).rules
    from pages.style import advice

    number = advised = 0
    for where, kind, text in texts:
        number += 1
        found = advice(text, kind, rules, reader)
        advised += bool(found)
        say([_json(where, found)] if as_json else _lines(where, text, found))
    word = plural(number, "публикация", "публикации", "публикаций")
    click.echo(f"Просмотрено: {number} {word}, с советами: {advised}.", err=True)


def _given(app: App, page: str) -> Iterable[tuple[str, str, str]]:
    kind = town_of(app.config).by_ref[watched_page(app, page)].kind if page else "subordinate"
    return [("текст", kind, sys.stdin.read())]


def _posts(app: App, page: str, days: int) -> Iterable[tuple[str, str, str]]:
    from pages.counting import own_posts

    town = town_of(app.config)
    chosen = {watched_page(app, page)} if page else set(town.by_ref)
    with app.store().reading() as session:
        return [
            (post.url or post.external_id, town.by_ref[ref].kind, post.text)
            for ref, post in own_posts(session, now() - timedelta(days=days))
            if ref in chosen
        ]


def _lines(where: str, text: str, found: "Iterable[Advice]") -> Iterator[str]:
    from pages.words import FORCE

    for at, one in enumerate(found):
        if at == 0:
            yield where
        source = f" ({one.paragraph}, {FORCE[one.force]})" if one.paragraph else ""
        yield f"  {one.text}{source}{_place(text, one.span)}"


def _place(text: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return ""
    begin, end = max(0, span[0] - AROUND), min(len(text), span[1] + AROUND)
    return f": …{' '.join(text[begin:end].split())}…"


def _json(where: str, found: "Iterable[Advice]") -> str:
    told = [
        {"rule": one.rule, "text": one.text, "span": one.span, "force": one.force,
         "paragraph": one.paragraph}
        for one in found
    ]  # fmt: skip
    return json.dumps({"post": where, "advice": told}, ensure_ascii=False)
