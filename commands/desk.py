"""The desk of this municipality: what acts on incidents need, from its configuration."""

from typing import TYPE_CHECKING

from commands.common import App

if TYPE_CHECKING:
    from config.people import PersonSettings
    from incidents.desk import Desk
    from incidents.people import Person


def desk_of(app: App) -> "Desk":
    """Regulation, working time and people."""
    from config import regulation_of
    from incidents.desk import Desk
    from incidents.people import People

    people = People(map(_person, app.config.people))
    return Desk(regulation_of(app.config), app.worktime(), people)


def _person(given: "PersonSettings") -> "Person":
    from incidents.people import Absence, Person

    absences = (Absence(gone.since, gone.until, gone.substitute) for gone in given.absences)
    return Person(given.name, given.roles, given.body, given.email, tuple(absences))
