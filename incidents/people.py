"""Who may act: people of the configuration, their roles, and who stands in for whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from errors import OtklikError
from incidents.words import ROLE


class NotAllowed(OtklikError):
    """This person may not do this; the message says who may."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Days, first and last included, on which another stands in."""

    since: date
    until: date
    substitute: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the municipality; one person may hold several roles."""

    name: str
    roles: tuple[str, ...]
    body: str = ""
    email: str = ""
    absences: tuple[Absence, ...] = ()

    def away(self, today: date) -> Absence | None:
        """The absence that covers this day."""
        return next((gone for gone in self.absences if gone.since <= today <= gone.until), None)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in a role. `by_curator`: the curator writes down what another role did."""

    name: str
    role: str
    body: str = ""
    stands_for: str = ""
    by_curator: bool = False


class People:
    """Everybody. Without anybody named, whoever sits at the keyboard may do everything."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._people = {person.name: person for person in people}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def actor(
        self, name: str, roles: Iterable[str], bodies: Iterable[str], ground: str, today: date
    ) -> Actor:
        """In which of `roles` this person acts; an executor for one of `bodies`.

        The curator may record a step for the head or an executor, with the ground. Raises
        NotAllowed.
        """
        wanted, concerned = tuple(roles), tuple(bodies)
        if not self._people:
            return Actor(name, wanted[0], concerned[0] if concerned else "")
        found = self._own(name, wanted, concerned, today) or self._recorded(name, wanted, ground)
        if found is None:
            raise NotAllowed(self._refusal(name, wanted, concerned, ground))
        return found

    def acting(self, role: str, body: str, today: date) -> list[Person]:
        """Who does this job on this day: substitutes in place of those away."""
        job = [person for person in self._people.values() if _holds(person, role, body)]
        return list(filter(None, (self._present(person, today) for person in job)))

    def _present(self, person: Person, today: date) -> Person | None:
        gone = person.away(today)
        return self._people.get(gone.substitute) if gone else person

    def _own(
        self, name: str, roles: tuple[str, ...], bodies: tuple[str, ...], today: date
    ) -> Actor | None:
        for person in self._people.values():
            gone = person.away(today)
            stands_in = gone is not None and gone.substitute == name
            if person.name != name and not stands_in:
                continue
            for role in roles:
                if role in person.roles and _fits(role, person.body, bodies):
                    stands_for = person.name if person.name != name else ""
                    return Actor(name, role, person.body, stands_for)
        return None

    def _recorded(self, name: str, roles: tuple[str, ...], ground: str) -> Actor | None:
        person = self._people.get(name)
        others = [role for role in roles if role in ("head", "executor")]
        if person is None or "curator" not in person.roles or not others or not ground:
            return None
        return Actor(name, others[0], by_curator=True)

    def _refusal(
        self, name: str, roles: tuple[str, ...], bodies: tuple[str, ...], ground: str
    ) -> str:
        person = self._people.get(name)
        if person is None:
            there = ", ".join(self._people)
            return (
                f"{name}: такого человека нет ни в people, ни среди учётных записей "
                f"(otklik users add). Есть: {there}"
            )
        who = " или ".join(ROLE[role] for role in roles)
        of = f" ({', '.join(bodies)})" if bodies and "executor" in roles else ""
        held = ", ".join(ROLE[role] for role in person.roles)
        hint = "; куратор может записать это за него, указав основание: --ground" * (
            "curator" in person.roles and not ground
        )
        return f"Это делает {who}{of}, а {name} — {held}{hint}"


def _holds(person: Person, role: str, body: str) -> bool:
    return role in person.roles and (role != "executor" or not body or person.body == body)


def _fits(role: str, body: str, bodies: tuple[str, ...]) -> bool:
    return role != "executor" or not bodies or not body or body in bodies
