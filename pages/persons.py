"""The persons of the registry: apart from the journal, and only as long as a page needs them."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import RegistryPerson
from pages.acts import ACTS
from pages.official import OfficialPage
from pages.refusal import RegistryError
from pages.secrecy import refuse_secret

LONGEST = 200
GONE = "(данные удалены по сроку хранения)"


@dataclass(frozen=True, slots=True)
class Person:
    """Who keeps a page or may post there."""

    name: str
    post: str = ""
    phone: str = ""
    email: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.post}" if self.post else self.name


def persons(session: Session, ids: Iterable[int]) -> Mapping[int, Person]:
    """The persons with these ids; whom retention has emptied is named so."""
    rows = session.scalars(select(RegistryPerson).where(RegistryPerson.id.in_(set(ids))))
    return {row.id: Person(row.name or GONE, row.post, row.phone, row.email) for row in rows}


def person_of(
    session: Session, page: OfficialPage | None, number: int, act: str, person: Person | None
) -> int | None:
    """The id of the person this act is about. Raises RegistryError."""
    role = ACTS[act].person
    if not role:
        if person is not None:
            raise RegistryError("человек здесь не указывается")
        return None
    if person is None or not person.name.strip():
        raise RegistryError("не указан человек: фамилия, имя, отчество")
    person = Person(*(" ".join(value.split()) for value in astuple(person)))
    _refuse_unfit(person)
    return _held(session, page, act, person) if role == "held" else _row(session, number, person).id


def release(session: Session, page: OfficialPage, today: date) -> None:
    """Note since when the page needs a person no more, or that it needs them again."""
    rows = update(RegistryPerson).where(RegistryPerson.page == page.number)
    needed = RegistryPerson.id.in_(page.persons)
    session.execute(rows.where(needed).values(left_on=None))
    session.execute(rows.where(~needed, RegistryPerson.left_on.is_(None)).values(left_on=today))


def _refuse_unfit(person: Person) -> None:
    for value in (person.name, person.post, person.phone, person.email):
        if len(value) > LONGEST or "\0" in value:
            raise RegistryError(f"сведения о человеке: не длиннее {LONGEST} знаков")
        refuse_secret(value)


def _held(session: Session, page: OfficialPage | None, act: str, person: Person) -> int:
    """The person of that name among those the page has in this role."""
    tenures = () if page is None else page.keepers if act == "dismiss" else page.posting
    known = persons(session, (held.person for held in tenures))
    found = [id for id, held in known.items() if _same(held.name, person.name)]
    if not found:
        names = ", ".join(held.name for held in known.values()) or "никого"
        raise RegistryError(f"«{person.name}» здесь нет. Сейчас есть: {names}")
    return found[-1]


def _row(session: Session, number: int, person: Person) -> RegistryPerson:
    """The same person with the same post is one row, in whatever roles."""
    rows = session.scalars(
        select(RegistryPerson).where(
            RegistryPerson.page == number, RegistryPerson.purged_at.is_(None)
        )
    )
    for row in rows:
        if Person(row.name, row.post, row.phone, row.email) == person:
            return row
    made = RegistryPerson(number, person.name, person.post, person.phone, person.email)
    session.add(made)
    session.flush()
    return made


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
