"""The acts of `otklik incidents`: each appends one entry to the journal."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from commands import screen
from commands.common import App, now, with_app
from commands.desk import desk_of
from commands.incident_words import after_act
from commands.moments import read_moment
from commands.notices import tell_after
from commands.options import by_whom
from commands.remarks import remarks
from models.rules import STEPS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from incidents.desk import Desk

ACTS: list[click.Command] = []
Given = dict[str, Any]
TEXT = (
    click.option("--text", default="", help="Текст."),
    click.option(
        "--file", type=click.File(encoding="utf-8"), help="Текст из файла; - с клавиатуры."
    ),
)
REASON = click.option("--reason", help="Причина из регламента; без неё команда их перечислит.")
TO = click.option("--to", multiple=True, help="Кому; можно несколько раз.")
IMPORTANCE = click.option("--high/--ordinary", "high", default=None, help="Повышенная важность.")
EMERGENCY = click.option("--emergency", is_flag=True, help="Экстренное: отвечать и в выходные.")


def _act(name: str, act: str, *options: Callable[..., Any]) -> Callable[..., click.Command]:
    """Make a command of a function that turns its own options into the fields of an Order."""

    def make(fields: Callable[..., Given]) -> click.Command:
        @functools.wraps(fields)
        def run(app: App, number: int, by: str, ground: str, seen: int | None, **rest: Any) -> None:
            # What they know is what stood there before they began to write.
            known = _last_entry(app, number) if seen is None else seen
            _perform(app, number, act, known, by=by, ground=ground, **_fields(app, fields, rest))

        command = with_app(run)
        for option in reversed((*COMMON, *options)):
            command = option(command)
        made = click.command(name)(command)
        ACTS.append(made)
        return made

    return make


COMMON = (
    click.argument("number", type=int, metavar="НОМЕР"),
    by_whom("--as", "Кто действует"),
    click.option("--ground", default="", help="Основание или пояснение для журнала."),
    click.option("--seen", type=int, help="Последняя запись журнала, которую вы видели."),
)


def _fields(app: App, fields: Callable[..., Given], rest: Given) -> Given:
    file = rest.pop("file", None)
    found = fields(app, **rest)
    return {**found, "text": file.read()} if file else found


def _last_entry(app: App, number: int) -> int:
    from incidents.desk import journal

    with app.store().reading() as session:
        return journal(session, number)[0].number


def _perform(app: App, number: int, act: str, seen: int, **given: Any) -> None:
    from incidents.board import owed
    from incidents.desk import Order, journal, perform

    store, desk, moment = app.store(), desk_of(app), now()
    case = perform(store.writing, desk, number, Order(act, seen=seen, **given), moment)
    with store.reading() as session:
        incident, steps = journal(session, number)
        terms = owed(session, number, moment, desk.worktime)
        for line in after_act(incident, steps[-1], case, terms, desk):
            click.echo(screen.harmless(line), err=True)
        trouble = tell_after(app, desk, steps[-1], case, moment)
        click.echo(screen.harmless(trouble), err=True, nl=bool(trouble))
        if act == "draft":
            _advise(app, desk, session, number, given["text"])


def _advise(app: App, desk: "Desk", session: "Session", number: int, text: str) -> None:
    found = list(remarks(app, desk, session, number, text))
    if found:
        click.echo("Проверки советуют (решает куратор):", err=True)
    for line in found:
        click.echo(screen.harmless(line), err=True)


def _details(**given: Any) -> Given:
    return {"details": {name: value for name, value in given.items() if value not in (None, ())}}


def _weight(high: bool | None, emergency: bool) -> Given:
    importance = None if high is None else ("high" if high else "ordinary")
    return {"importance": importance, "emergency": emergency or None}


@_act("confirm", "confirm", IMPORTANCE, EMERGENCY)
def confirm(app: App, high: bool | None, emergency: bool) -> Given:
    """Подтвердить кандидата: с этого пойдут сроки."""
    return _details(**_weight(high, emergency))


@_act("dismiss", "dismiss")
def dismiss(app: App) -> Given:
    """Отклонить кандидата: отвечать не на что (--ground — почему)."""
    return {}


@_act("resolve", "resolve", click.option("--to", default="", help="Кому."))
def resolve(app: App, to: str) -> Given:
    """Резолюция главы: какая структура отвечает (--to)."""
    return {"body": to}


@_act(
    "route",
    "route",
    TO,
    click.option("--writer", help="Кто готовит сводный ответ, если органов несколько."),
    click.option("--topic", help="Тема."),
    click.option("--place", help="Локация."),
)
def route(app: App, to: tuple[str, ...], **details: str | None) -> Given:
    """Направить исполнителю; нескольким сразу — повторите --to."""
    return _details(bodies=list(to), **details)


@_act("return", "not_ours", click.option("--body", default="", help="Чей это ответ."))
def not_ours(app: App, body: str) -> Given:
    """Исполнитель: вопрос не наш (--ground — чей)."""
    return {"body": body}


@_act("inform", "inform", click.option("--body", default="", help="Чья это часть."), *TEXT)
def inform(app: App, body: str, text: str) -> Given:
    """Исполнитель: своя часть для сводного ответа."""
    return {"body": body, "text": text}


def _drafting(name: str, form: str, about: str, *options: Callable[..., Any]) -> None:
    def fields(app: App, text: str, **details: Any) -> Given:
        return {"text": text, **_details(form=form, **details)}

    fields.__doc__ = about
    _act(name, "draft", *TEXT, *options)(fields)


_drafting("draft", "answer", "Проект ответа — куратору на согласование.")
_drafting("interim", "interim", "Проект промежуточного ответа — куратору на согласование.")
_drafting("clarify", "question", "Проект уточняющего вопроса автору — куратору.")
_drafting("explain", "explanation", "Проект разъяснения вместо ответа — куратору.", REASON)


@_act("return-draft", "return", REASON)
def return_draft(app: App, reason: str | None) -> Given:
    """Вернуть проект на доработку: причина из регламента или --ground."""
    return _details(reason=reason)


@_act("approve", "approve")
def approve(app: App) -> Given:
    """Согласовать проект."""
    return {}


@_act("publish", "publish", click.option("--post", is_flag=True, help="Предложить и записью."))
def publish(app: App, post: bool) -> Given:
    """Записать, что согласованное разместил человек. Разместить отсюда: incidents send."""
    return _details(post=post or None, by_hand=True)


@_act("hand-over", "hand_over")
def hand_over(app: App) -> Given:
    """Записать, что ответ передан тому, кто его размещает."""
    return {}


@_act("replied", "replied", *TEXT)
def replied(app: App, text: str) -> Given:
    """Автор ответил на уточняющий вопрос."""
    return {"text": text}


@_act("no-answer", "no_answer", REASON)
def no_answer(app: App, reason: str | None) -> Given:
    """Не отвечать: основание из регламента (--reason)."""
    return _details(reason=reason)


@_act("appeal", "appeal")
def appeal(app: App) -> Given:
    """Перевести в официальное обращение по 59-ФЗ: сроки инцидента больше не идут.

    Основание (--ground) обязательно, если регламент о таком переводе молчит.
    """
    return {}


@_act("reopen", "reopen", click.option("--repeat", type=int, help="Номер повторного инцидента."))
def reopen(app: App, repeat: int | None) -> Given:
    """Возобновить закрытое, например по повторному сообщению (--ground)."""
    return _details(**_seen_again(app, repeat))


def _seen_again(app: App, repeat: int | None) -> Given:
    """The clock of a repeat starts when the repeat was seen."""
    from incidents.desk import journal

    if repeat is None:
        return {}
    with app.store().reading() as session:
        again = journal(session, repeat)[0]
        return {"repeat": repeat, "detected_at": again.detected_at.isoformat()}


@_act("importance", "importance", IMPORTANCE, EMERGENCY)
def importance(app: App, high: bool | None, emergency: bool) -> Given:
    """Сменить важность: сроки пересчитаются."""
    return _details(**_weight(high, emergency))


@_act(
    "correct",
    "correct",
    click.option("--topic", help="Тема: код из перечня или её название."),
    click.option("--settlement", default="", help="Населённый пункт."),
    click.option("--street", default="", help="Улица."),
    click.option("--house", default="", help="Дом."),
)
def correct(app: App, topic: str | None, **place: str) -> Given:
    """Уточнить тему и место: так их увидят списки и отчёты."""
    from commands.bodies import own_topics, topics
    from incidents.adviser import TopicName, named_topic

    listed = [TopicName(t.code, t.group, t.topic) for t in topics(own_topics(app.config.topics))]
    found = named_topic(topic, listed) if topic else None
    if topic and found is None:
        raise click.BadParameter(f"«{topic}» нет в перечне тем", param_hint="--topic")
    where = {kind: name for kind, name in place.items() if name}
    about = {"topic": found.code, "group": found.group, "name": found.name} if found else {}
    return _details(**about, place=where or None)


@_act(
    "term",
    "term",
    click.argument("step", type=click.Choice(STEPS)),
    click.option("--until", required=True, help="До какого времени, 2026-04-30T15:30."),
    click.option("--body", default="", help="Чей это срок, если органов несколько."),
)
def term(app: App, step: str, until: str, body: str) -> Given:
    """Срок, который назначил куратор, там, где акт оставил это ему."""
    try:
        due = read_moment(until, app.config.worktime.zone)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--until") from None
    return {"body": body, **_details(step=step, due=due.isoformat())}


@_act("note", "note", *TEXT)
def note(app: App, text: str) -> Given:
    """Заметка в журнал: ничего не меняет."""
    return {"text": text}
