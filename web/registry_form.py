"""What the screens of the registry share: who writes, words, a form as an order."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pages.acts import FACT
from pages.persons import Person
from pages.refusal import RegistryError
from pages.registrar import Order
from pages.words import (
    ACT,
    FORCE,
    KIND,
    MARK,
    SUBSCRIPTION,
    TERM,
    TERM_STATE,
    network_name,
    said,
)
from web.access import User, number_in
from web.office import Office

WRITERS = ("curator", "administrator")
WORDS: Mapping[str, Any] = {  # what the templates call our codes by
    "ACT": ACT,
    "FACT": FACT,
    "FORCE": FORCE,
    "KIND": KIND,
    "MARK": MARK,
    "CHOICES": {"kind": KIND, "to": SUBSCRIPTION},
    "SUBSCRIPTION": SUBSCRIPTION,
    "TERM": TERM,
    "TERM_STATE": TERM_STATE,
    "network_name": network_name,
    "said_of": said,
}
PERSON = ("name", "post", "phone", "email")


def today(office: Office) -> date:
    """The town's date."""
    return office.clock().astimezone(office.worktime.zone).date()


def person_of(sent: Mapping[str, str]) -> Person:
    """The person a form names."""
    return Person(*(sent.get(f"person_{name}", "").strip() for name in PERSON))


def order_of(
    sent: Mapping[str, str],
    office: Office,
    user: User,
    act: str,
    facts: dict[str, Any],
    person: Person | None = None,
) -> Order:
    """What the form asks to enter. Raises RegistryError."""
    on = day_of(sent.get("on", "")) or today(office)
    told = None if sent.get("found") else day_of(sent.get("reported", "")) or today(office)
    seen, news = (number_in(sent.get(name, "")) for name in ("seen", "news"))
    return Order(act, user.name, on, told, facts, person, seen, news)


def day_of(given: str) -> date | None:
    """The date of a field; None where it is empty. Raises RegistryError."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise RegistryError(f"дата «{given[:20]}»: нужна вида 2026-04-30") from None
