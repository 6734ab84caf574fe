"""Who sees which incidents: an executor those of the own body, the others all.

Every query that a screen asks takes a `Sight`; what is outside of it is not there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from incidents.desk import DeskError
from incidents.people import People, Person
from models import Incident, IncidentBody

WIDE = frozenset({"curator", "moderator", "head"})


class NoIncident(DeskError):
    """There is none, or none for these eyes: they must not be told which."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The bodies whose incidents somebody sees; None is everything."""

    bodies: frozenset[str] | None = None

    @property
    def seen(self) -> ColumnElement[bool]:
        """The condition on `Incident`."""
        if self.bodies is None:
            return true()
        if not self.bodies:
            return false()
        named = IncidentBody.body.in_(sorted(self.bodies))
        works = select(IncidentBody.body).where(IncidentBody.incident_id == Incident.id, named)
        return works.correlate(Incident).exists()

    def holds(self, bodies: Iterable[str]) -> bool:
        """Whether something of these bodies is seen."""
        return self.bodies is None or not self.bodies.isdisjoint(bodies)


def sight_of(name: str, people: People, today: date) -> Sight:
    """What this person sees on that day, also for those they stand in for.

    Without anybody named, whoever sits at the keyboard sees everything.
    """
    if not list(people):
        return Sight()
    jobs = list(_jobs(name, people, today))
    if any(WIDE & set(person.roles) for person in jobs):
        return Sight()
    bodies = {person.body for person in jobs if "executor" in person.roles and person.body}
    return Sight(frozenset(bodies))


def _jobs(name: str, people: People, today: date) -> Iterator[Person]:
    for person in people:
        gone = person.away(today)
        if person.name == name or (gone is not None and gone.substitute == name):
            yield person


def visible(session: Session, incident_id: int, sight: Sight) -> Incident:
    """The incident. Raises NoIncident."""
    incident = session.get(Incident, incident_id)
    if incident is None or not sight.holds(incident.bodies):
        raise NoIncident(f"Инцидента {incident_id} нет или он направлен не вашей организации.")
    return incident
