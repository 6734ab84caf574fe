"""Entering into the registry: one entry of the journal, its terms, and who was first.

The command line, the import and the web page all call `perform`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import RegistryEntry, RegistryPage
from models.page_rules import Pages
from pages.acts import ACTS, WHOLE_ACTS, facts_of
from pages.official import OfficialPage, dumped, official
from pages.persons import Person, person_of, release
from pages.refusal import NotThere, RegistryError
from pages.terms import Worktime, begun
from pages.unfit import refuse_unfit
from pages.whole import WHOLE, Registry, registry

Writing = Callable[[], AbstractContextManager[Session]]
FIRST = date(2006, 10, 1)  # VKontakte opened: no page is older


class Overtaken(RegistryError):
    """Somebody else has entered something meanwhile."""


@dataclass(frozen=True, slots=True)
class Registrar:
    """What entering needs: the duties of the act, the town's working time."""

    rules: Pages
    worktime: Worktime


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be entered. Days are the town's.

    `reported_on` is the day the news came, None where nobody reported it. `seen` is the last entry
    of the page that the writer has read. `news` is the number of the message it answers. What is
    `imported` from a registry kept elsewhere starts no term and asks for no notice.
    """

    act: str
    by: str
    happened_on: date
    reported_on: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    person: Person | None = None
    seen: int | None = None
    news: int | None = None
    imported: bool = False


def perform(
    writing: Writing,
    registrar: Registrar,
    number: int | None,
    orders: Sequence[Order],
    now: datetime,
) -> OfficialPage:
    """Enter them in a transaction of its own: all, or none. Without a number a page is opened.

    Raises RegistryError, Overtaken.
    """
    with _first(), writing() as session:
        return enter(session, registrar, number, orders, now)


def perform_whole(writing: Writing, registrar: Registrar, order: Order, now: datetime) -> Registry:
    """The same for what concerns no single page."""
    with _first(), writing() as session:
        return enter_whole(session, registrar, order, now)


@contextmanager
def _first() -> Iterator[None]:
    """Of two who enter at one moment one gets the number, the other is told."""
    try:
        yield
    except IntegrityError:
        raise Overtaken(
            "Реестр только что изменил другой человек: посмотрите и повторите."
        ) from None


def enter(
    session: Session,
    registrar: Registrar,
    number: int | None,
    orders: Sequence[Order],
    now: datetime,
) -> OfficialPage:
    """Append the entries inside the caller's transaction; returns the page after them."""
    row = session.get(RegistryPage, number, with_for_update=True) if number else None
    if number and row is None:
        raise NotThere(f"Страницы {number} в реестре нет. Список: otklik pages registry list")
    entries = entries_of(session, number) if number else []
    page = official(entries) if entries else None
    _refuse_late(orders, page)
    answered: set[int] = set()
    for order in orders:
        entry = _entry(session, registrar, page, order, now)
        session.add(entry)
        entries.append(entry)
        page = official(entries)
        if order.news and order.news not in answered:
            _answer_news(session, order.news, entry)
            answered.add(order.news)
    if page is None:
        raise RegistryError("нечего записывать")
    session.flush()
    _mirror(session, row, page)
    release(session, page, _today(registrar, now))
    return page


def entries_of(session: Session, number: int) -> list[RegistryEntry]:
    """The entries of one page, or of the registry as a whole, in order."""
    query = select(RegistryEntry).where(RegistryEntry.page == number)
    return list(session.scalars(query.order_by(RegistryEntry.number)))


def enter_whole(session: Session, registrar: Registrar, order: Order, now: datetime) -> Registry:
    """Append an entry that concerns no single page: an order, an exempt body, news that came."""
    if order.act not in WHOLE_ACTS:
        raise RegistryError("эта запись — об одной странице")
    entries = entries_of(session, WHOLE)
    before = registry(entries)
    facts = facts_of(order.act, order.facts)
    _refuse_day(order, registrar, now)
    if order.act == "bind" and facts["body"] not in before.exempt:
        raise RegistryError(f"«{facts['body']}» и так не освобождена от ведения страницы.")
    terms = _terms(registrar, facts.get("kind", "subordinate"), order, None)
    entry = RegistryEntry(
        WHOLE, before.last + 1, order.act, order.happened_on, order.reported_on, order.by, now,
        facts=facts, terms=terms if order.act == "news" else [],
    )  # fmt: skip
    session.add(entry)
    session.flush()
    return registry([*entries, entry])


def _entry(
    session: Session,
    registrar: Registrar,
    page: OfficialPage | None,
    order: Order,
    now: datetime,
) -> RegistryEntry:
    if order.act in WHOLE_ACTS or (page is None) != (order.act == "open"):
        raise RegistryError("Страница открывается в реестре один раз, первой записью.")
    _refuse_day(order, registrar, now)
    facts = facts_of(order.act, order.facts, page.network if page else "")
    facts |= {"imported": True} if order.imported else {}
    number = page.number if page else _next_number(session)
    _refuse_doubled(session, number, facts)
    person = person_of(session, page, number, order.act, order.person)
    refuse_unfit(page, order.act, order.happened_on, facts, person)
    kind = page.kind if page else facts["kind"]
    return RegistryEntry(
        page=number,
        number=page.last + 1 if page else 1,
        act=order.act,
        happened_on=order.happened_on,
        reported_on=order.reported_on,
        by=order.by,
        at=now,
        person_id=person,
        facts=facts,
        terms=_terms(registrar, kind, order, _today(registrar, now)),
    )


def _terms(
    registrar: Registrar, kind: str, order: Order, entered_on: date | None
) -> list[dict[str, Any]]:
    if order.imported:
        return []
    return begun(
        registrar.rules,
        kind,
        news=(ACTS | WHOLE_ACTS)[order.act].news or order.act == "news",
        new_page=order.act == "open",
        happened_on=order.happened_on,
        reported_on=order.reported_on,
        entered_on=entered_on,
        worktime=registrar.worktime,
    )


def _next_number(session: Session) -> int:
    return (session.scalar(select(func.max(RegistryPage.number))) or 0) + 1


def _refuse_late(orders: Sequence[Order], page: OfficialPage | None) -> None:
    seen = min((order.seen for order in orders if order.seen is not None), default=None)
    if page is not None and seen is not None and seen < page.last:
        raise Overtaken(
            f"Страницу {page.number} уже изменил другой человек. "
            f"Посмотрите: otklik pages registry show {page.number}"
        )


def _refuse_day(order: Order, registrar: Registrar, now: datetime) -> None:
    today = _today(registrar, now)
    for day in filter(None, (order.happened_on, order.reported_on)):
        if not FIRST <= day <= today:
            raise RegistryError(f"дата {day:%d.%m.%Y}: нужна с {FIRST:%Y} года по сегодня")
    if order.reported_on and order.reported_on < order.happened_on:
        raise RegistryError(
            f"сообщено {order.reported_on:%d.%m.%Y}, раньше самого события "
            f"({order.happened_on:%d.%m.%Y})"
        )


def _refuse_doubled(session: Session, number: int, facts: dict[str, Any]) -> None:
    """The same address twice is the same page; two pages of one body are a finding instead."""
    if "address" not in facts:
        return
    other = session.scalar(
        select(RegistryPage.number).where(
            RegistryPage.address == facts["address"],
            RegistryPage.number != number,
            RegistryPage.closed_on.is_(None),
        )
    )
    if other is not None:
        raise RegistryError(f"{facts['address']} уже в реестре под номером {other}.")


def _answer_news(session: Session, news: int, entry: RegistryEntry) -> None:
    whole = registry(entries_of(session, WHOLE))
    if news not in {one.number for one in whole.news}:
        raise RegistryError(f"Сообщения {news} нет, или оно уже внесено.")
    facts = {"news": news, "page": entry.page, "entry": entry.number}
    session.add(
        RegistryEntry(
            WHOLE,
            whole.last + 1,
            "entered",
            entry.happened_on,
            None,
            entry.by,
            entry.at,
            facts=facts,
        )
    )


def _mirror(session: Session, row: RegistryPage | None, page: OfficialPage) -> None:
    shown: dict[str, Any] = {
        "last": page.last,
        "body": page.body,
        "kind": page.kind,
        "network": page.network,
        "address": page.address,
        "ref": page.ref,
        "closed_on": page.closed.since if page.closed else None,
        "words": " ".join(_words(page)).casefold(),
        "state": dumped(page),
    }
    if row is None:
        session.add(RegistryPage(page.number, **shown))
    else:
        for name, value in shown.items():
            setattr(row, name, value)
    session.flush()


def _words(page: OfficialPage) -> Iterator[str]:
    yield from (page.body, page.name, page.address)
    yield from (former.address for former in page.former)


def _today(registrar: Registrar, now: datetime) -> date:
    return now.astimezone(registrar.worktime.zone).date()
