"""Taking the registry from a table kept elsewhere: rows in, orders out.

A row adds what the registry does not know yet and never ends anything, so the same file twice adds
nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from pages.address import HOSTS, canonical, network_of
from pages.columns import Row, day, lines
from pages.official import OfficialPage, Tenure
from pages.persons import Person
from pages.refusal import RegistryError
from pages.registrar import Order
from pages.words import KIND, MARK, SUBSCRIPTION

Persons = Mapping[int, Person]
KINDS = {
    "администрация": "administration",
    "глава": "head",
    "подведомственная организация": "subordinate",
    "подведомственная": "subordinate",
    "организация": "subordinate",
    "учреждение": "subordinate",
}
MARKS = {word: state for state, word in MARK.items()} | {"да": "given", "получена": "given"}
MARK_ACT = {"given": "mark_given", "asked": "mark_asked"}


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody's time in a role, as a row tells it."""

    person: Person
    since: date
    until: date | None


class Taken:
    """A row read: which page it is, and what it says of it. Raises RegistryError."""

    def __init__(self, row: Row, by: str, today: date) -> None:
        self._row, self._by, self._today = row, by, today
        self.network = (
            network_of(row["network"]) if row.get("network") else _network(row["address"])
        )
        self.address = canonical(self.network, row["address"])
        created = day(row["created"], "created")
        if created is None:
            raise RegistryError("не указана дата создания")
        self.created = created
        self.former = [
            (canonical(self.network, address), _needed(day(until, "former_until"), address))
            for address, until in lines(row, "former", "former_until")
        ]

    def orders(self, page: OfficialPage | None, known: Persons) -> list[Order]:
        """What to enter so that the registry knows what the row says."""
        opening = list(self._opening()) if page is None else []
        return [*opening, *self._facts(page), *self._roles(page, known), *self._closing(page)]

    def _order(
        self, act: str, on: date | None, person: Person | None = None, **facts: str
    ) -> Order:
        return Order(act, self._by, on or self.created, None, facts, person, imported=True)

    def _opening(self) -> Iterator[Order]:
        """The page with its first address, then every change of it."""
        row = self._row
        kind = KINDS.get(row.get("kind", "").casefold() or "организация")
        if kind is None:
            raise RegistryError(
                f"чья страница: «{row['kind'][:40]}»? Нужно: {', '.join(KIND.values())}"
            )
        addresses = [address for address, _ in self.former] + [self.address]
        facts = {"body": row["body"], "kind": kind, "network": self.network}
        facts |= {name: row.get(name, "") for name in ("name", "ref")}
        yield self._order("open", self.created, None, address=addresses[0], **facts)
        for (_, until), address in zip(self.former, addresses[1:], strict=True):
            yield self._order("move", until, address=address)

    def _facts(self, page: OfficialPage | None) -> Iterator[Order]:
        row = self._row
        if page and row.get("name") and row["name"] != page.name:
            yield self._order("rename", self._today, name=row["name"])
        if row.get("email") and (page is None or row["email"] != page.email):
            yield self._order("email", None, email=row["email"])
        if row.get("note") and (page is None or row["note"] != page.note):
            yield self._order("note", self._today, text=row["note"])
        yield from self._mark(page)
        yield from self._dated(page)
        for to, words in SUBSCRIPTION.items():
            asked = words in row.get("subscribed", "")
            if asked and (page is None or to not in page.subscribed):
                yield self._order("subscribe", None, to=to)

    def _mark(self, page: OfficialPage | None) -> Iterator[Order]:
        word = self._row.get("mark", "").casefold() or "нет"
        if word not in MARKS:
            raise RegistryError(f"«Отметка»: {word[:30]} — нужно одно из: {', '.join(MARKS)}")
        state, since = MARKS[word], day(self._row.get("mark_since", ""), "mark_since")
        if page and page.mark.state == state:
            return
        if state == "lost" and (page is None or page.mark.state != "given"):
            yield self._order("mark_given", None)
        if state == "lost":
            yield self._order("mark_lost", since, ground="по прежнему реестру")
        elif state in MARK_ACT:
            yield self._order(MARK_ACT[state], since)

    def _dated(self, page: OfficialPage | None) -> Iterator[Order]:
        row = self._row
        connected = day(row.get("gospubliki", ""), "gospubliki")
        if connected and not (page and page.gospubliki):
            yield self._order("gospubliki_on", connected)
        if row.get("link") and not (page and page.link and page.link.text == row["link"]):
            yield self._order("link", day(row.get("link_since", ""), "link_since"), url=row["link"])
        place = row.get("credentials")
        if place and not (page and page.credentials and page.credentials.text == place):
            yield self._order("credentials", self._today, place=place)
        confirmed = day(row.get("two_factor", ""), "two_factor")
        if confirmed and not (page and page.two_factor and page.two_factor.since >= confirmed):
            who = row.get("confirmed_by", "")
            if not who:
                raise RegistryError("двухфакторный вход: не указано, кто подтвердил")
            yield self._order("two_factor", confirmed, Person(who))

    def _roles(self, page: OfficialPage | None, known: Persons) -> Iterator[Order]:
        keepers = [
            self._held(since, until, "keeper", Person(*_named(name, post), phone, email))
            for name, post, phone, email, since, until in lines(
                self._row, "keeper", "keeper_post", "keeper_phone", "keeper_email",
                "keeper_since", "keeper_until",
            )
        ]  # fmt: skip
        access = [
            self._held(since, until, "access", Person(*_named(name, post)))
            for name, post, since, until in lines(
                self._row, "access", "access_post", "access_since", "access_until"
            )
        ]
        yield from self._role(
            keepers, page.responsible if page else (), known, "appoint", "dismiss"
        )
        yield from self._role(access, page.access if page else (), known, "admit", "bar")

    def _held(self, since: str, until: str, role: str, person: Person) -> Held:
        begun = day(since, f"{role}_since") or self.created
        return Held(person, begun, day(until, f"{role}_until"))

    def _role(
        self, held: list[Held], had: tuple[Tenure, ...], known: Persons, comes: str, goes: str
    ) -> Iterator[Order]:
        there = {_same(known[one.person].name, one.since) for one in had if one.person in known}
        now = {known[one.person].name.casefold() for one in had
               if one.until is None and one.person in known}  # fmt: skip
        for one in held:
            still = one.until is None and one.person.name.casefold() in now
            if still or _same(one.person.name, one.since) in there:
                continue
            yield self._order(comes, one.since, one.person)
            if one.until:
                yield self._order(goes, one.until, one.person)

    def _closing(self, page: OfficialPage | None) -> Iterator[Order]:
        closed = day(self._row.get("closed", ""), "closed")
        if closed and not (page and page.closed):
            ground = self._row.get("closed_ground") or "по прежнему реестру"
            yield self._order("close", closed, ground=ground)


def _same(name: str, since: date) -> tuple[str, date]:
    return " ".join(name.casefold().split()), since


def _named(name: str, post: str) -> tuple[str, str]:
    """«Ким О. А., методист» in one cell is a name and a post."""
    if post or "," not in name:
        return name, post
    name, _, post = name.partition(",")
    return name.strip(), post.strip()


def _needed(until: date | None, address: str) -> date:
    if until is None:
        raise RegistryError(f"прежний адрес {address[:80]}: не указана дата смены")
    return until


def _network(address: str) -> str:
    host = urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    for network, hosts in HOSTS.items():
        if host.removeprefix("www.") in hosts:
            return network
    raise RegistryError(f"соцсеть не указана, а по адресу «{address[:80]}» её не узнать")
