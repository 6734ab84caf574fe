"""The desk of this municipality: what acts on incidents need, from its configuration."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands.common import App

if TYPE_CHECKING:
    from config.people import PersonSettings
    from incidents.desk import Desk
    from incidents.people import Person
    from store import Store


def desk_of(app: App, store: "Store | None" = None) -> "Desk":
    """Regulation, working time and people: those of the configuration and those with accounts."""
    from config import regulation_of
    from incidents.desk import Desk
    from web.accounts.people import united
    from web.accounts.register import everybody

    opened = store or app.store()
    with opened.reading() as session:
        people = united(configured(app), everybody(session))
    if store is None:
        opened.close()
    return Desk(regulation_of(app.config), app.worktime(), people)


def configured(app: App) -> "Iterator[Person]":
    """The people of the configuration."""
    return map(_person, app.config.people)


def _person(given: "PersonSettings") -> "Person":
    from incidents.people import Absence, Person

    absences = (Absence(gone.since, gone.until, gone.substitute) for gone in given.absences)
    return Person(given.name, given.roles, given.body, given.email, tuple(absences))
