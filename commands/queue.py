"""`otklik queue`: the moderator's work on the command line."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
from rich.text import Text

from commands import screen
from commands.bulk import bulk
from commands.common import App, now, with_app
from commands.options import by_whom
from commands.proposals import card_lines, tell_intents, warned
from models.review import DECISIONS
from words import CATEGORY, DECISION, NETWORK, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from models import Action
    from moderation.cards import Card, OpenedCard


GROUND = click.option(
    "--ground",
    default="",
    help="Основание удаления, если это не метка карточки: например off_topic, law_breach.",
)
DAYS = click.option(
    "--days",
    type=click.IntRange(min=1, max=36500),
    help="На сколько дней в чёрный список (иначе — очередной срок из moderation.ban_days).",
)


@click.group()
def queue() -> None:
    """Очередь модератора: что помечено и ждёт решения человека."""


queue.add_command(bulk)


@queue.command("list")
@click.option("--limit", default=20, show_default=True, help="Сколько карточек показать.")
@click.option("--category", type=click.Choice(list(CATEGORY)), help="Только эта категория.")
@click.option("--json", "as_json", is_flag=True, help="JSON-строки для программ.")
@with_app
def list_(app: App, limit: int, category: str | None, as_json: bool) -> None:
    """Открытые карточки: сначала угрозы, затем самые старые."""
    from moderation.waiting import Wanted, listing

    with app.store().reading() as session:
        if as_json:
            for card in listing(session, limit, Wanted(category=category or "")):
                click.echo(json.dumps(_as_json(card), ensure_ascii=False))
        else:
            print_queue(session, app.config.worktime.zone, limit, category)


def print_queue(
    session: "Session", zone: ZoneInfo, limit: int, category: str | None = None
) -> None:
    """How many cards wait, and the first of them, a line each."""
    from moderation.waiting import Wanted, listing, waiting

    left = waiting(session)
    console = screen.console()
    console.print(_title(session, left, zone))
    cards = listing(session, limit, Wanted(category=category or ""))
    for card in cards:
        console.print(_line(card, zone), soft_wrap=True)
    if category:
        console.print(f"Показано с меткой «{CATEGORY[category]}»: {len(cards)}")
    elif left > len(cards):
        console.print(f"… и ещё {left - len(cards)}: --limit {left}")


@queue.command()
@click.argument("card", type=int)
@with_app
def show(app: App, card: int) -> None:
    """Одна карточка целиком: текст, ветка, признаки, прежние решения."""
    from moderation.cards import show as find

    with app.store().reading() as session:
        console = screen.console()
        opened = find(session, card)
        for line in _page(opened, app.config.worktime.zone):
            console.print(line, soft_wrap=True)
        for line in card_lines(session, app, opened.card):
            console.print(line, soft_wrap=True)


@queue.command()
@click.argument("card", type=int)
@click.argument("action", type=click.Choice(DECISIONS))
@by_whom("--by", "Кто решил")
@click.option("--note", default="", help="Пояснение для журнала.")
@GROUND
@DAYS
@with_app
def decide(
    app: App, card: int, action: str, by: str, note: str, ground: str, days: int | None
) -> None:
    """Записать решение человека по карточке.

    \b
    delete          удалить            delete_and_ban  удалить и в чёрный список
    keep            оставить           incident        передать в инциденты
    escalate        передать главе     skip            пропустить (останется в очереди)
    """
    from decisions import decide as record
    from moderation.cards import card as find
    from moderation.deciding import Order

    until = now() + timedelta(days=days) if days else None
    order = Order(action, by, note, ground, until)
    settings = app.config.moderation
    with app.store().writing() as session:
        _, made = record(session, app.house(), card, order, now(), settings.grace)
        decided = find(session, card)
    told = list(warned(app, decided, _acts(made)))
    click.echo(f"Карточка {card}: {DECISION[action]}. Записал(а): {by}.", err=True)
    for line in told:
        click.echo(line, err=True)
    tell_intents(app, made)


def _acts(made: "Sequence[Action]") -> list[str]:
    return [action.act for action in made if action.act != "preserve"]


def _title(session: "Session", left: int, zone: ZoneInfo) -> str:
    if left:
        return f"В очереди {left} {plural(left, 'карточка', 'карточки', 'карточек')}"
    from collectors.journal import last_pass

    run = last_pass(session)
    when = f"{run.started_at.astimezone(zone):%d.%m.%Y %H:%M}" if run else "ещё не было"
    return f"Очередь пуста. Последний проход: {when}. Новый: otklik run"


def _line(card: "Card", zone: ZoneInfo) -> Text:
    when = card.comment.created_at.astimezone(zone)
    line = Text(f"{card.item.id:>6}  {when:%d.%m %H:%M}  ")
    line.append(f"{NETWORK.get(card.page.network, card.page.network)}  ", style="dim")
    line.append(_categories(card) + "  ", style="bold")
    return line.append_text(_marked(card, limit=160))


def _categories(card: "Card") -> str:
    scores = card.verdict.scores
    return ", ".join(f"{CATEGORY[name]} {scores[name]:.2f}" for name in card.item.categories)


def _marked(card: "Card", limit: int | None = None) -> Text:
    """The comment with its guilty spans underlined; never longer than `limit` characters."""
    text = card.comment.text
    shown = Text(screen.harmless(text, limit).replace("\n", " " if limit else "\n"))
    for finding in card.verdict.findings:
        if finding["end"] - finding["start"] < len(text) or len(text) < 40:
            shown.stylize("underline red", finding["start"], finding["end"])
    return shown


def _page(opened: "OpenedCard", zone: ZoneInfo) -> Iterator[Text | str]:
    card = opened.card
    post = f" под записью «{screen.harmless(card.post.text, 60)}»" if card.post else ""
    yield f"{NETWORK.get(card.page.network, '')} · {screen.harmless(card.page.name)}{post}"
    yield f"{card.comment.created_at.astimezone(zone):%d.%m.%Y %H:%M} · {_author(card)}"
    if opened.parent:
        yield f"  ↳ в ответ на: «{screen.harmless(opened.parent.text, 120)}»"
    yield Text("\n").append_text(_marked(card)).append("\n")
    yield _categories(card)
    for finding in card.verdict.findings:
        yield f"  {CATEGORY[finding['category']]}: «{screen.harmless(finding['text'], 80)}»"
    if card.comment.url:
        yield screen.harmless(card.comment.url)
    for decision in opened.decisions:
        when = decision.decided_at.astimezone(zone)
        note = f" ({screen.harmless(decision.note)})" if decision.note else ""
        yield f"{when:%d.%m.%Y %H:%M} {decision.by}: {DECISION[decision.action]}{note}"


def _author(card: "Card") -> str:
    return (
        screen.harmless(card.author.name or card.author.external_id)
        if card.author
        else "автор скрыт"
    )


def _as_json(card: "Card") -> dict[str, Any]:
    return {
        "card": card.item.id,
        "network": card.page.network,
        "page": card.page.external_id,
        "external_id": card.comment.external_id,
        "text": card.comment.text,
        "categories": card.item.categories,
        "scores": card.verdict.scores,
        "findings": card.verdict.findings,
        "opened": card.item.opened_at.isoformat(),
    }
