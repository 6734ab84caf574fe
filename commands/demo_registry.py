"""The demo town's registry and content plan, entered as its clerk would have."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from commands.common import App
from commands.pages_common import registrar_of
from demo.town import Town, TownPage, moment, read
from models import PageRef

if TYPE_CHECKING:
    from pages.persons import Person
    from pages.registrar import Order
    from store import Store

TOLD, ENTERED = timedelta(days=1), timedelta(days=2)
LINKS = {"vk": "https://vk.com/", "ok": "https://ok.ru/", "telegram": "https://t.me/"}


def fill(app: App, store: "Store", town: Town, now: datetime) -> None:
    """Enter four years of registry and two weeks of plan; days are counted back from `now`."""
    from pages import planning
    from pages.registrar import enter_whole

    book, zone = read("registry"), ZoneInfo(town.zone)
    registrar = registrar_of(app)
    pages = {f"{page.network} {page.key}": page for page in town.pages}
    with store.writing() as session:
        for act, facts in (("order", book["order"]), *(("exempt", one) for one in book["exempt"])):
            order = _order(act, facts, book["by"], now, zone)
            enter_whole(session, registrar, order, _entered(order))
        for told in book["pages"]:
            _enter(session, registrar, told, pages[told["page"]], town, book["by"], now)
        for wish in book["plan"]:
            page = pages[wish["page"]]
            day = now.astimezone(zone).date() + timedelta(days=wish["day"])
            asked = planning.Wish(_ref(page), day, wish["text"], wish.get("clock", ""))
            planning.add(session, asked, book["by"], now - timedelta(days=8))


def _enter(
    session: Any,
    registrar: Any,
    told: Mapping[str, Any],
    page: TownPage,
    town: Town,
    by: str,
    now: datetime,
) -> None:
    from pages.registrar import enter

    number = None
    for order in _orders(told, page, town, by, now):
        number = enter(session, registrar, number, [order], _entered(order)).number


def _orders(
    told: Mapping[str, Any], page: TownPage, town: Town, by: str, now: datetime
) -> "Iterator[Order]":
    zone = ZoneInfo(town.zone)
    opening = {
        "day": told["created"],
        "body": town.bodies[page.body],
        "kind": page.kind,
        "network": page.network,
        "address": told.get("first") or LINKS[page.network] + page.screen_name,
        "name": told.get("name") or page.name,
        "ref": str(_ref(page)),
    }
    yield _order("open", opening, by, now, zone)
    yield from (_order(facts["act"], facts, by, now, zone) for facts in told["acts"])


def _order(act: str, facts: Mapping[str, Any], by: str, now: datetime, zone: ZoneInfo) -> "Order":
    from pages.registrar import Order

    day = moment(facts["day"], now).astimezone(zone).date()
    said = {name: value for name, value in facts.items() if name not in ("act", "day", "person")}
    return Order(act, by, day, day + TOLD, said, _person(facts.get("person")))


def _person(given: Iterable[str] | None) -> "Person | None":
    from pages.persons import Person

    return Person(*given) if given else None


def _entered(order: "Order") -> datetime:
    return datetime.combine(order.happened_on + ENTERED, time(9), UTC)


def _ref(page: TownPage) -> PageRef:
    id = f"@{page.screen_name}" if page.network == "telegram" else str(page.id)
    return PageRef(page.network, id)
