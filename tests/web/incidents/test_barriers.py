"""axe finds no barrier on the main pages, light and dark, of those who work there."""

from datetime import timedelta
from itertools import chain

import pytest
from browsers import accessibility_faults
from flagging import Flagging, shoot
from given import NOW
from incident_town import ROADS, WATER, drafted, routed
from sqlalchemy import update

from models import Page, PassRun, SeenSurge
from moderation.deciding import Order, decide
from web.accounts.roles import AREAS, ROLES

SCREENS = {  # each by the role that sees most of it; by another what it sees differently
    "moderator": ("/queue", "/queue/list", "/queue/2/alike", "/incidents/1"),
    "curator": ("/overview", "/overview/messages", "/overview/decisions", "/incidents",
                "/incidents/list", "/incidents/1", "/incidents/2", "/incidents/new",
                "/reports", "/pages", "/account"),
    "executor": ("/incidents/list?state=mine", "/incidents/1"),
    "head": ("/overview", "/incidents/2"),
    "administrator": ("/users", "/account/password"),
}  # fmt: skip


@pytest.fixture
def settings():
    page = {"network": "vk", "id": "100", "body": "Администрация", "kind": "administration"}
    return {"pages": [page], "routing": {"bodies": [{"name": WATER}, {"name": ROADS}]}}


@pytest.fixture
def town(web, lived, put, clock):
    """Something on every page: late and soon late, a surge, a page not read, decisions."""
    lived(*routed(WATER))
    lived(*drafted(), number=2)
    put("Яма на Садовой", 3)
    flag = Flagging(web)
    flag.done += [None] * 3  # the numbers of the incidents' comments are taken
    flag(("Вы совсем обнаглели", "insult"), ("Вы совсем обнаглели", "insult"), ("Убью", "threat"))
    clock.go(hours=2)
    with web.store.writing() as session:
        decide(session, web.house, 3, Order("escalate", "Иванова"), clock(), timedelta(0))
        session.add(PassRun(NOW, NOW))
        session.add(SeenSurge("T096 НЕТ ВОДЫ", "улица Мира", NOW, NOW, 1, 14, 1.0))
        session.execute(update(Page).values(last_error="Доступ закрыт", succeeded_at=NOW))


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing(town, window, account, role):
    page = window(account(role, body=WATER if role == "executor" else ""))
    for path in SCREENS[role]:
        page.emulate_media(color_scheme="light")
        page.goto(path)
        shoot(page, f"{role}-{path.strip('/').replace('/', '-').partition('?')[0]}")
        assert accessibility_faults(page) == [], path
        page.emulate_media(color_scheme="dark")
        assert accessibility_faults(page, "color-contrast") == [], f"{path}, dark"


def test_no_area_is_left_out(site):
    assert {AREAS[key].path for key in site.state.areas} <= set(chain(*SCREENS.values()))
