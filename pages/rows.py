"""A page as a row of the table: what an export writes."""

from collections.abc import Iterable, Mapping
from datetime import date

from pages.columns import COLUMNS
from pages.official import OfficialPage, Tenure
from pages.persons import GONE, Person
from pages.words import KIND, MARK, SUBSCRIPTION, network_name

Persons = Mapping[int, Person]


def row_of(page: OfficialPage, known: Persons) -> tuple[str, ...]:
    """The cells in the order of COLUMNS; whom retention has emptied is left out."""
    cells = {**_page(page), **_people(page, known), **_standing(page)}
    return tuple(cells.get(field, "") for field in COLUMNS)


def people_of(pages: Iterable[OfficialPage]) -> set[int]:
    """The persons that the rows of these pages name."""
    return {held.person for page in pages for held in (*page.responsible, *page.access)} | {
        page.two_factor.person for page in pages if page.two_factor and page.two_factor.person
    }


def _page(page: OfficialPage) -> dict[str, str]:
    return {
        "number": str(page.number),
        "body": page.body,
        "kind": KIND[page.kind],
        "network": network_name(page.network),
        "name": page.name,
        "address": page.address,
        "created": _day(page.created),
        "former": "\n".join(former.address for former in page.former),
        "former_until": "\n".join(_day(former.until) for former in page.former),
        "ref": page.ref or "",
        "email": page.email,
        "note": page.note,
    }


def _people(page: OfficialPage, known: Persons) -> dict[str, str]:
    keepers, access = _kept(page.responsible, known), _kept(page.access, known)
    confirmed = known.get((page.two_factor and page.two_factor.person) or 0)
    return {
        "keeper": _lines(known[held.person].name for held in keepers),
        "keeper_post": _lines(known[held.person].post for held in keepers),
        "keeper_phone": _lines(known[held.person].phone for held in keepers),
        "keeper_email": _lines(known[held.person].email for held in keepers),
        "keeper_since": _lines(_day(held.since) for held in keepers),
        "keeper_until": _lines(_day(held.until) for held in keepers),
        "access": _lines(known[held.person].name for held in access),
        "access_post": _lines(known[held.person].post for held in access),
        "access_since": _lines(_day(held.since) for held in access),
        "access_until": _lines(_day(held.until) for held in access),
        "confirmed_by": confirmed.name if confirmed and confirmed.name != GONE else "",
    }


def _standing(page: OfficialPage) -> dict[str, str]:
    return {
        "two_factor": _day(page.two_factor.since if page.two_factor else None),
        "credentials": page.credentials.text if page.credentials else "",
        "mark": MARK[page.mark.state] if page.mark.since else "",
        "mark_since": _day(page.mark.since),
        "gospubliki": _day(page.gospubliki),
        "link": page.link.text if page.link else "",
        "link_since": _day(page.link.since if page.link else None),
        "subscribed": ", ".join(SUBSCRIPTION[to] for to in page.subscribed),
        "closed": _day(page.closed.since if page.closed else None),
        "closed_ground": page.closed.text if page.closed else "",
    }


def _kept(tenures: Iterable[Tenure], known: Persons) -> list[Tenure]:
    return [held for held in tenures if held.person in known and known[held.person].name != GONE]


def _lines(values: Iterable[str]) -> str:
    return "\n".join(values).rstrip("\n")


def _day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""
