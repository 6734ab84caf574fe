"""An official page as its entries tell it, and the registry as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Any, Literal

from pydantic import TypeAdapter

from models import RegistryEntry
from pages import terms
from pages.terms import Term

MarkState = Literal["none", "asked", "given", "lost"]


@dataclass(frozen=True, slots=True)
class Former:
    """An address the page had, from the day it got it until the day it lost it."""

    address: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody's time as responsible, or with access: the id of the person, never the name."""

    person: int
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The official mark the network gives; `why` it was lost."""

    state: MarkState = "none"
    since: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact with the day it came about; `person` is who confirmed it, where that is kept."""

    text: str
    since: date
    person: int | None = None


@dataclass(frozen=True, slots=True)
class OfficialPage:
    """What the registry knows of a page. Holds no personal data: persons are ids.

    `ref` is the page of the configuration (network:id). `untold`: entries of a changed responsible
    person that the ЦУР has not heard of.
    """

    number: int
    body: str
    kind: str
    network: str
    address: str
    created: date
    last: int = 1
    name: str = ""
    ref: str | None = None
    address_since: date | None = None
    former: tuple[Former, ...] = ()
    responsible: tuple[Tenure, ...] = ()
    access: tuple[Tenure, ...] = ()
    two_factor: Noted | None = None
    credentials: Noted | None = None
    mark: Mark = Mark()
    gospubliki: date | None = None
    link: Noted | None = None
    email: str = ""
    subscribed: tuple[str, ...] = ()
    note: str = ""
    closed: Noted | None = None
    untold: tuple[int, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def keepers(self) -> tuple[Tenure, ...]:
        """Who is responsible now."""
        return tuple(held for held in self.responsible if held.until is None)

    @property
    def posting(self) -> tuple[Tenure, ...]:
        """Who may post now."""
        return tuple(held for held in self.access if held.until is None)

    @property
    def persons(self) -> frozenset[int]:
        """The persons whose data the page still needs."""
        if self.closed:
            return frozenset()
        needed = {held.person for held in (*self.keepers, *self.posting)}
        if self.two_factor and self.two_factor.person:
            needed.add(self.two_factor.person)
        return frozenset(needed)


Changes = dict[str, Any]
_ADAPTER = TypeAdapter(OfficialPage)


def dumped(page: OfficialPage) -> dict[str, Any]:
    """The page as JSON."""
    return _ADAPTER.dump_python(page, mode="json", exclude_defaults=True)  # type: ignore[no-any-return]


def loaded(state: Mapping[str, Any] | str) -> OfficialPage:
    """The page from its JSON, parsed or not yet: lists skip a step."""
    return (
        _ADAPTER.validate_json(state) if isinstance(state, str) else _ADAPTER.validate_python(state)
    )


def official(entries: Iterable[RegistryEntry]) -> OfficialPage:
    """Fold the entries of one page, read in whatever order; the first opened it.

    What happened earlier counts as earlier though it was entered later.
    """
    first, *rest = sorted(entries, key=lambda entry: entry.number)
    rest.sort(key=lambda entry: (entry.happened_on, entry.number))
    page = reduce(after, rest, _opened(first))
    return replace(page, last=max((first.number, *(entry.number for entry in rest))))


def after(page: OfficialPage, entry: RegistryEntry) -> OfficialPage:
    """The page after one more entry."""
    changed = replace(page, **CHANGES[entry.act](page, entry))
    return _with_terms(changed, entry)


def _opened(entry: RegistryEntry) -> OfficialPage:
    facts = {name: value for name, value in entry.facts.items() if name != "imported"}
    page = OfficialPage(number=entry.page, created=entry.happened_on, **facts)
    return _with_terms(page, entry)


def _with_terms(page: OfficialPage, entry: RegistryEntry) -> OfficialPage:
    new = tuple(terms.read(term, entry.number) for term in entry.terms)
    return replace(page, terms=page.terms + new) if new else page


def _moved(page: OfficialPage, entry: RegistryEntry) -> Changes:
    left = Former(page.address, page.address_since or page.created, entry.happened_on)
    return {
        "address": entry.facts["address"],
        "address_since": entry.happened_on,
        "former": (*page.former, left),
    }


def _renamed(page: OfficialPage, entry: RegistryEntry) -> Changes:
    """Novokubansk прил.2 п.13: the mark goes when the name changes."""
    lost = Mark("lost", entry.happened_on, "смена названия")
    had = page.mark.state == "given"
    return {"name": entry.facts["name"], "mark": lost if had else page.mark}


def _corrected(page: OfficialPage, entry: RegistryEntry) -> Changes:
    aside = ("ground", "imported")
    given = {name: value for name, value in entry.facts.items() if name not in aside}
    if "created" in given:
        given["created"] = date.fromisoformat(given["created"])
    return given


def _marked(page: OfficialPage, entry: RegistryEntry) -> Changes:
    state: MarkState = {"mark_given": "given", "mark_asked": "asked", "mark_lost": "lost"}[
        entry.act
    ]  # type: ignore[assignment]
    return {"mark": Mark(state, entry.happened_on, entry.facts.get("ground", ""))}


def _appointed(page: OfficialPage, entry: RegistryEntry) -> Changes:
    held = Tenure(_person(entry), entry.happened_on)
    untold = _untold(page, entry) if page.responsible else page.untold
    return {"responsible": (*page.responsible, held), "untold": untold}


def _dismissed(page: OfficialPage, entry: RegistryEntry) -> Changes:
    return {"responsible": _ended(page.responsible, entry), "untold": _untold(page, entry)}


def _untold(page: OfficialPage, entry: RegistryEntry) -> tuple[int, ...]:
    return page.untold if entry.facts.get("imported") else (*page.untold, entry.number)


def _admitted(page: OfficialPage, entry: RegistryEntry) -> Changes:
    return {"access": (*page.access, Tenure(_person(entry), entry.happened_on))}


def _barred(page: OfficialPage, entry: RegistryEntry) -> Changes:
    return {"access": _ended(page.access, entry)}


def _ended(held: tuple[Tenure, ...], entry: RegistryEntry) -> tuple[Tenure, ...]:
    return tuple(
        replace(one, until=entry.happened_on)
        if one.person == entry.person_id and one.until is None
        else one
        for one in held
    )


def _person(entry: RegistryEntry) -> int:
    if entry.person_id is None:
        raise ValueError(f"entry {entry.number} of page {entry.page} names no person")
    return entry.person_id


def _linked(page: OfficialPage, entry: RegistryEntry) -> Changes:
    met = tuple(
        replace(term, met=entry.happened_on)
        if term.duty == "site_link" and term.met is None
        else term
        for term in page.terms
    )
    return {"link": Noted(entry.facts["url"], entry.happened_on), "terms": met}


def _reported(page: OfficialPage, entry: RegistryEntry) -> Changes:
    met = tuple(
        replace(term, met=entry.happened_on)
        if term.entry == entry.facts["entry"] and term.duty == "registry_news"
        else term
        for term in page.terms
    )
    return {"terms": met}


def _told(page: OfficialPage, entry: RegistryEntry) -> Changes:
    heard = set(entry.facts["entries"])
    return {"untold": tuple(number for number in page.untold if number not in heard)}


def _subscribed(page: OfficialPage, entry: RegistryEntry) -> Changes:
    to, had = entry.facts["to"], set(page.subscribed)
    now = had | {to} if entry.act == "subscribe" else had - {to}
    return {"subscribed": tuple(sorted(now))}


def _noted(field: str, fact: str) -> Any:
    def change(page: OfficialPage, entry: RegistryEntry) -> Changes:
        return {field: Noted(entry.facts.get(fact, ""), entry.happened_on, entry.person_id)}

    return change


def _set(field: str, fact: str) -> Any:
    return lambda page, entry: {field: entry.facts[fact]}


MARKS: dict[str, MarkState] = {
    "mark_given": "given",
    "mark_asked": "asked",
    "mark_lost": "lost",
}
CHANGES = {
    "move": _moved,
    "rename": _renamed,
    "correct": _corrected,
    "appoint": _appointed,
    "dismiss": _dismissed,
    "admit": _admitted,
    "bar": _barred,
    "two_factor": _noted("two_factor", "how"),
    "credentials": _noted("credentials", "place"),
    "mark_given": _marked,
    "mark_asked": _marked,
    "mark_lost": _marked,
    "gospubliki_on": lambda page, entry: {"gospubliki": entry.happened_on},
    "gospubliki_off": lambda page, entry: {"gospubliki": None},
    "link": _linked,
    "unlink": lambda page, entry: {"link": None},
    "email": _set("email", "email"),
    "subscribe": _subscribed,
    "unsubscribe": _subscribed,
    "reported": _reported,
    "told": _told,
    "note": _set("note", "text"),
    "close": _noted("closed", "ground"),
    "reopen": lambda page, entry: {"closed": None},
}
