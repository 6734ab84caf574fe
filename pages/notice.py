"""The notice for the ЦУР of a changed responsible person (amurzet 5.3, 6.4), and its rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import RegistryEntry
from pages import book
from pages.official import OfficialPage
from pages.persons import Person, persons
from pages.registrar import Order, Registrar, Writing, entries_of, perform
from pages.words import network_name

HEADINGS = (
    "Орган",
    "Соцсеть",
    "Адрес страницы",
    "Что изменилось",
    "Дата",
    "Фамилия, имя, отчество",
    "Должность",
    "Телефон",
    "Почта",
)
CHANGED = {"appoint": "назначен ответственный", "dismiss": "больше не отвечает"}


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody came or left; `entry` is the number of the entry that says so."""

    page: OfficialPage
    entry: int
    act: str
    day: date
    person: Person


def changes(
    page: OfficialPage, entries: Iterable[RegistryEntry], known: Mapping[int, Person]
) -> Iterator[Change]:
    """What the ЦУР has not heard of yet, in order."""
    for entry in entries:
        if entry.number in page.untold and entry.person_id is not None:
            yield Change(page, entry.number, entry.act, entry.happened_on, known[entry.person_id])


def untold(session: Session, numbers: Collection[int] = ()) -> list[Change]:
    """What the ЦУР has not heard of, of these pages or of all."""
    _, pages = book.listing(session, book.Wanted(closed=None, numbers=numbers))
    found: list[Change] = []
    for page in (page for page in pages if page.untold):
        entries = entries_of(session, page.number)
        known = persons(session, (entry.person_id for entry in entries if entry.person_id))
        found += changes(page, entries, known)
    return found


def told(
    writing: Writing, registrar: Registrar, found: Iterable[Change], by: str, now: datetime
) -> int:
    """Note that the ЦУР has heard of these changes; returns of how many pages."""
    day = now.astimezone(registrar.worktime.zone).date()
    heard: dict[int, list[int]] = {}
    for change in found:
        heard.setdefault(change.page.number, []).append(change.entry)
    for number, entries in heard.items():
        order = Order("told", by, day, facts={"entries": entries})
        perform(writing, registrar, number, [order], now)
    return len(heard)


def notice(town: str, found: Sequence[Change], signed: str, today: date) -> str:
    """The letter: plain text, to be put on the body's own form."""
    lines = [
        "В Центр управления регионом",
        "",
        f"Уведомление от {today:%d.%m.%Y}",
        "о смене ответственных за официальные страницы в социальных сетях",
        f"({town})",
        "",
    ]
    for number, change in enumerate(found, 1):
        lines += _paragraph(number, change)
    return "\n".join([*lines, f"Сообщил(а): {signed}", ""])


def _paragraph(number: int, change: Change) -> list[str]:
    page, person = change.page, change.person
    contacts = ", ".join(filter(None, (person.phone, person.email)))
    tail = f"; {contacts}" if contacts and change.act == "appoint" else ""
    return [
        f"{number}. {page.body}, {network_name(page.network)}, {page.address}",
        f"   {change.day:%d.%m.%Y} {CHANGED[change.act]}: {person}{tail}",
        "",
    ]


def rows(found: Iterable[Change]) -> Iterator[tuple[str, ...]]:
    """The same as rows under HEADINGS; contacts only of who came."""
    for change in found:
        page, person = change.page, change.person
        came = change.act == "appoint"
        yield (
            page.body,
            network_name(page.network),
            page.address,
            CHANGED[change.act],
            f"{change.day:%d.%m.%Y}",
            person.name,
            person.post,
            person.phone if came else "",
            person.email if came else "",
        )
