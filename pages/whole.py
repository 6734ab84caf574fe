"""The registry as a whole: the order that approved it, bodies without pages, news that came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any

from models import RegistryEntry
from pages import terms
from pages.official import Noted
from pages.terms import Term

WHOLE = 0  # the number under which its entries stand


@dataclass(frozen=True, slots=True)
class News:
    """What a body reported and nobody has entered yet; `number` names it."""

    number: int
    text: str
    body: str
    page: int | None
    happened_on: date
    reported_on: date | None
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Registry:
    """What stands above the pages. `exempt`: bodies that need no page, each with the ground."""

    last: int = 0
    order: Noted | None = None
    exempt: Mapping[str, Noted] = field(default_factory=dict)
    news: tuple[News, ...] = ()


def registry(entries: Iterable[RegistryEntry]) -> Registry:
    """Fold the entries that concern no single page."""
    ordered = sorted(entries, key=lambda entry: entry.number)
    return reduce(_after, ordered, Registry())


def _after(whole: Registry, entry: RegistryEntry) -> Registry:
    return replace(whole, **CHANGES[entry.act](whole, entry), last=entry.number)


def _approved(whole: Registry, entry: RegistryEntry) -> dict[str, Any]:
    older = whole.order is not None and whole.order.since > entry.happened_on
    return {} if older else {"order": Noted(entry.facts["order"], entry.happened_on)}


def _exempted(whole: Registry, entry: RegistryEntry) -> dict[str, Any]:
    ground = Noted(entry.facts["ground"], entry.happened_on)
    return {"exempt": {**whole.exempt, entry.facts["body"]: ground}}


def _bound(whole: Registry, entry: RegistryEntry) -> dict[str, Any]:
    return {"exempt": {b: why for b, why in whole.exempt.items() if b != entry.facts["body"]}}


def _came(whole: Registry, entry: RegistryEntry) -> dict[str, Any]:
    facts = entry.facts
    owed = tuple(terms.read(term, entry.number) for term in entry.terms)
    news = News(
        entry.number,
        facts["text"],
        facts["body"],
        facts.get("page"),
        entry.happened_on,
        entry.reported_on,
        owed,
    )
    return {"news": (*whole.news, news)}


def _entered(whole: Registry, entry: RegistryEntry) -> dict[str, Any]:
    return {"news": tuple(one for one in whole.news if one.number != entry.facts["news"])}


CHANGES = {
    "order": _approved,
    "exempt": _exempted,
    "bind": _bound,
    "news": _came,
    "entered": _entered,
}
