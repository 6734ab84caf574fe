"""The registry surveyed: the demo town's, and what no plan covers."""

from datetime import timedelta

from given import NOW, PAGE
from pages_town import TODAY, ZONE, order

from commands.common import App
from commands.demo_registry import fill
from config import Config, regulation_of
from demo.town import build
from pages import book, notice, planning
from pages.planning import Wish
from pages.survey import survey
from pages.watched import Town, Watched

SUBORDINATE = {"body": "ДК", "kind": "subordinate", "network": "vk", "address": "vk.com/club100"}


def duties(session, act: str) -> dict[str, str]:
    watched = (Watched(PAGE, "subordinate", "ДК"),)
    town = Town(watched, regulation_of(Config(regulation=act)).pages, ZONE)
    return {one.duty: one.paragraph for page, one in survey(session, town, TODAY) if page}


def test_a_page_without_a_plan_is_told_where_the_act_wants_one(clerk, store):
    clerk(order("open", **SUBORDINATE), act="amurzet-98")
    with store.writing() as session:
        assert duties(session, "amurzet-98")["content_plan"] == "6.1"
        assert "content_plan" not in duties(session, "rubtsovsk-63")
        assert "content_plan" not in duties(session, "lesozavodsk-215")  # only the administration
        planning.add(session, Wish(PAGE, TODAY + timedelta(days=20), "x"), "Ким", NOW)
        assert "content_plan" in duties(session, "amurzet-98")
        planning.add(session, Wish(PAGE, TODAY + timedelta(days=9), "x"), "Ким", NOW)
        assert "content_plan" not in duties(session, "amurzet-98")


def test_the_demo_town_has_a_registry_with_history(store):
    fill(App(Config(), {}), store, build(NOW), NOW)
    with store.reading() as session:
        _, pages = book.listing(session, book.Wanted())
        by_body = {(page.network, page.name): page for page in pages}
        culture = by_body["vk", "Дом культуры «Ткач»"]
        channel = by_body["telegram", "Верхнелужск официально"]
        [gone, came] = notice.untold(session)
        entries = book.one(session, channel.number)[1]
        assert list(book.whole(session).exempt) == [
            "МКУ «Верхнелужская централизованная бухгалтерия»"
        ]
        assert planning.planned(session, TODAY, TODAY + timedelta(days=5))
    assert [old.address for old in culture.former] == ["https://vk.com/club990000104"]
    assert [entry.act for entry in entries][-3:] == ["mark_given", "rename", "mark_asked"]
    assert channel.mark.state == "asked"
    assert (gone.act, came.act) == ("dismiss", "appoint")
