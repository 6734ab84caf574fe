"""The demo town reads well: enough of everything, at the right hours, twice the same."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from demo.town import NETWORKS, Expectation, Town, build, later, moment, read, span
from demo.world import SimComment, World
from models.verdict import CATEGORIES

NOW = datetime(2026, 3, 11, 15, 30, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def town() -> Town:
    return build(NOW)


def comments(world: World) -> list[SimComment]:
    posts = (post for page in world.pages.values() for post in page.posts.values())
    return [comment for post in posts for comment in post.comments.values()]


def everything(town: Town) -> list[SimComment]:
    return [comment for network in NETWORKS for comment in comments(town.world(network))]


def expected(town: Town, text: str) -> Expectation:
    return next(one for one in town.expectations if text in one.text)


def test_a_week_of_three_networks(town: Town) -> None:
    assert len(everything(town)) >= 300
    for network in NETWORKS:
        assert len(comments(town.world(network))) >= 50
    posts = [p for n in NETWORKS for page in town.world(n).pages.values() for p in page.posts]
    assert len(posts) >= 45


def test_every_category_and_many_incidents(town: Town) -> None:
    counts = Counter(category for one in town.expectations for category in one.categories)
    assert set(counts) == set(CATEGORIES)
    assert min(counts.values()) >= 3
    assert sum(one.incident for one in town.expectations) >= 80


def test_harsh_criticism_is_expected_to_stay(town: Town) -> None:
    for text in ("Воруют миллионами", "вы врёте людям в глаза", "Требуем отставки", "Позор"):
        assert expected(town, text).categories == ()


def test_expectations_know_their_texts(town: Town) -> None:
    texts = {(c.id, c.text) for c in comments(town.ok)}
    said = [one for one in town.expectations if one.network == "ok" and one.what == "comment"]
    assert said
    assert {(one.id, one.text) for one in said} <= texts
    assert {one.what for one in town.expectations} == {"comment", "visitor_post", "message"}


def test_a_thread_is_deeper_than_a_page_of_replies(town: Town) -> None:
    threads = Counter(comment.root for comment in comments(town.vk) if comment.root)
    assert max(threads.values()) > 12
    assert any(comment.parent != comment.root for comment in comments(town.vk))


def test_all_kinds_of_places_are_there(town: Town) -> None:
    pages = town.vk.pages.values()
    kinds = {post.kind for page in pages for post in page.posts.values()}
    assert kinds == {"post", "visitor_post", "photo", "board"}
    assert any(post.pinned for page in pages for post in page.posts.values())
    assert any(page.messages for page in pages)
    assert any(page.messages for page in town.telegram.pages.values())


def test_authors_are_people_pages_or_nobody(town: Town) -> None:
    for network in NETWORKS:
        world = town.world(network)
        known = {0, *world.people, *(-id for id in world.pages)}
        assert {comment.author for comment in comments(world)} <= known
    gone = {person.id for person in town.vk.people.values() if person.deactivated == "deleted"}
    assert gone & {comment.author for comment in comments(town.vk)}
    assert any(comment.author == 0 for comment in comments(town.ok))


def test_one_spammer_writes_almost_the_same_everywhere(town: Town) -> None:
    spam = [one for one in town.expectations if "70 000" in one.text and "spam" in one.categories]
    assert {one.network for one in spam} == set(NETWORKS)
    assert len({one.text for one in spam}) == len(spam)


def test_a_village_reports_no_water_within_an_hour(town: Town) -> None:
    reports = [
        comment.created
        for comment in everything(town)
        if "сороч" in comment.text.lower() and "вод" in comment.text.lower()
    ]
    busiest = max(sum(0 <= other - start <= 3600 for other in reports) for start in reports)
    assert busiest >= 15


def test_numbers_grow_with_time(town: Town) -> None:
    for network in NETWORKS:
        for page in town.world(network).pages.values():
            own = [c for post in page.posts.values() for c in post.comments.values()]
            by_id = [comment.created for comment in sorted(own, key=lambda comment: comment.id)]
            assert by_id == sorted(by_id)


def test_replies_come_after_what_they_answer(town: Town) -> None:
    for world in (town.world(network) for network in NETWORKS):
        for page in world.pages.values():
            for comment in (c for post in page.posts.values() for c in post.comments.values()):
                above = world.find(page, comment.parent) if comment.parent else None
                assert above is None or above.created < comment.created


def test_the_same_now_gives_the_same_town(town: Town) -> None:
    again = build(NOW)
    assert [town.world(n).pages for n in NETWORKS] == [again.world(n).pages for n in NETWORKS]
    assert town.expectations == again.expectations


@pytest.mark.parametrize("hour", [0, 3, 9, 12, 23])
def test_nothing_lies_in_the_future_at_any_hour(hour: int) -> None:
    now = datetime(2026, 10, 5, hour, 0, tzinfo=MOSCOW)
    town = build(now)
    assert max(comment.created for comment in everything(town)) <= now.timestamp()


def test_later_edits_deletes_and_writes(town: Town) -> None:
    before = {network: len(comments(town.world(network))) for network in NETWORKS}
    seen = {network: len(town.world(network).events) for network in NETWORKS}
    news = later(town, NOW + timedelta(minutes=5))
    happened = [e for n in NETWORKS for e in town.world(n).events_after(seen[n])]
    counts = Counter(event.what for event in happened)
    assert counts["comment_edit"] >= 5
    assert counts["comment_delete"] >= 3
    assert counts["comment_new"] >= 3
    assert len(everything(town)) == sum(before.values()) + counts["comment_new"]
    assert len(news) == counts["comment_edit"] + counts["comment_new"]


def test_an_innocent_comment_turns_into_abuse_and_back(town: Town) -> None:
    before = {(one.network, one.page, one.id): one for one in town.expectations}
    turned = [
        (bool(before[key].categories), bool(one.categories))
        for one in later(town)
        if (key := (one.network, one.page, one.id)) in before
    ]
    assert {(False, True), (True, False)} <= set(turned)


def test_pages_have_what_the_configuration_needs(town: Town) -> None:
    assert {page.network for page in town.pages} == set(NETWORKS)
    assert {page.kind for page in town.pages} == {"administration", "head", "subordinate"}
    assert {page.body for page in town.pages} <= set(town.bodies)
    for page in town.pages:
        assert town.world(page.network).pages[page.id].name == page.name


def test_expected_categories_are_known() -> None:
    def texts(lines: list[dict]) -> list[dict]:
        return [one for line in lines for one in [line, *texts(line.get("comments", []))]]

    lines = [line for network in NETWORKS for line in texts(read(network))]
    lines += [line for some in read("messages").values() for line in some]
    lines += [line["edit"] for line in lines if "edit" in line]
    assert {name for line in lines for name in line.get("expect", ())} <= set(CATEGORIES)


def test_spans_and_moments() -> None:
    assert span("1d2h30m") == timedelta(days=1, hours=2, minutes=30)
    now = datetime(2026, 3, 11, 15, 30, tzinfo=MOSCOW)
    assert moment("-3d 14:05", now) == datetime(2026, 3, 8, 14, 5, tzinfo=MOSCOW)
    assert moment("-5h", now) == now - timedelta(hours=5)
    for wrong in ("", "soon", "5x"):
        with pytest.raises(ValueError, match="span"):
            span(wrong)


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        build(datetime(2026, 3, 11))
