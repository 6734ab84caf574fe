"""A registrar's desk: a regulation, a working week, a page to begin with."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from given import NOW

from config import Config, regulation_of
from incidents.worktime import Worktime
from pages.persons import Person
from pages.registrar import Order, Registrar

ZONE = ZoneInfo("Asia/Barnaul")
DAY = ((480, 720), (780, 1020))
WORKTIME = Worktime.of(ZONE, dict.fromkeys(range(5), DAY))
TODAY = NOW.astimezone(ZONE).date()  # a Monday
KEEPER = Person("Гусева Мария Львовна", "пресс-секретарь", "8 (38557) 1-22-33", "guseva@example.ru")
PAGE = {
    "body": "Дом культуры",
    "kind": "subordinate",
    "network": "vk",
    "address": "vk.com/dk_town",
    "name": "Дом культуры",
}


def registrar(regulation: str = "rubtsovsk-63") -> Registrar:
    return Registrar(regulation_of(Config(regulation=regulation)).pages, WORKTIME)


def order(act: str, on: date = TODAY, reported: date | None = TODAY, **given: Any) -> Order:
    known = {name: given.pop(name) for name in ("person", "seen", "news", "by") if name in given}
    return Order(act, known.pop("by", "Орлова"), on, reported, given, **known)
