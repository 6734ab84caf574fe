import contextlib
import itertools
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from collectors.base import Scope
from collectors.ok import OkCollector
from demo.ok import TOKENS, OkSimulator
from demo.ok_words import comment_word, topic_number
from demo.server import Fault
from demo.world import World
from errors import NetworkFault, Outcome
from models import PageRef
from networks.http import session
from networks.line import Patience
from networks.ok import OkClient

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PAGE = PageRef("ok", "530")
SCOPE = Scope()
TOPICS, COMMENTS = "mediatopic.getTopics", "discussions.getComments"
OLD_WAY = {TOPICS, COMMENTS}


@dataclass
class Ledger:
    """What a store would hold after these batches; the last cursor is saved with its batch."""

    posts: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)
    cursor: dict | None = None
    gaps: list = field(default_factory=list)

    def save(self, batch):
        self.posts |= {post.external_id: post for post in batch.posts}
        self.comments |= {comment.external_id: comment for comment in batch.comments}
        for listing in batch.listings:
            for gone in self.under(listing.post) - listing.comments - {listing.post}:
                del self.comments[gone]
        for post in batch.deleted_posts:
            del self.posts[post]
        self.cursor = batch.cursor or self.cursor
        self.gaps += [batch.gap] if batch.gap else []

    def under(self, post):
        return {key for key, comment in self.comments.items() if comment.post == post}

    @property
    def texts(self):
        return sorted(comment.text for comment in self.comments.values())


class Town:
    """A group with topics so many days old, and a way to read it."""

    def __init__(self, simulator, page):
        self.simulator, self.world, self.page = simulator, simulator.world, page
        self.ledger = Ledger()

    def topic(self, days=1.0, comments=0, text="Тема", author=None):
        kind = "visitor_post" if author else "post"
        post = self.world.add_post(self.page, text, at(days), kind, author)
        for number in range(comments):
            self.comment(post, f"{post.id}/{number}")
        return post

    def comment(self, post, text="Ой", author=571, parent=None):
        return self.world.add_comment(self.page, post, author, text, post.created + 60, parent)

    def collector(self, scope=SCOPE):
        http, patience = session(timeout=2), Patience(attempts=3, first=0.001)
        client = OkClient(TOKENS, http, api_url=self.simulator.url, rate=None, patience=patience)
        return OkCollector(client, PAGE, scope)

    def read(self, now=NOW, scope=SCOPE):
        """One pass; returns its batches."""
        self.simulator.calls.clear()
        batches = []
        for batch in self.collector(scope).fetch(self.ledger.cursor, now):
            self.ledger.save(batch)
            batches.append(batch)
        return batches

    def standing(self):
        return sorted(c.text for post in self.page.posts.values() for c in post.alive())

    @property
    def calls(self):
        return self.simulator.calls


def at(days):
    return int((NOW - timedelta(days=days)).timestamp())


@pytest.fixture
def town():
    world = World()
    page = world.add_page(530, "Администрация", "town")
    world.add_person(571, "Иван И")
    world.add_person(572, "Удалённый", deactivated="deleted")
    with OkSimulator(world) as simulator:
        yield Town(simulator, page)


@pytest.mark.parametrize("withdrawn", [set(), {TOPICS}, {COMMENTS}, OLD_WAY])
def test_everything_is_read_by_any_way(town, withdrawn):
    town.simulator.withdrawn = withdrawn
    for number in range(120):
        town.topic(days=number / 10, comments=number % 4, text=f"Тема {number}")
    town.topic(days=0.5, comments=250)
    town.read()
    assert town.ledger.texts == town.standing()
    assert len(town.ledger.posts) == 121
    assert not town.ledger.gaps


@pytest.mark.parametrize("include", [{"comments", "visitor_posts"}, {"comments"}])
def test_what_a_member_wrote_is_a_message_where_it_is_wanted(town, include):
    post = town.topic(comments=1, author=571)
    town.topic(text="От администрации")
    is_wanted = "visitor_posts" in include
    for text in ("Когда уберут мусор?", "Когда же уберут мусор?"):
        post.text = text
        town.read(scope=Scope(frozenset(include)))
        assert town.ledger.texts == sorted([f"{post.id}/0", *[text] * is_wanted])
        assert len(town.ledger.posts) == 2


def test_a_comment_is_told_whole(town):
    post = town.topic(text="Отключение воды")
    asked = town.comment(post, "Когда?")
    town.comment(post, "Завтра", author=-530, parent=asked)
    town.comment(post, "", author=572)
    town.read()
    topic = topic_number(530, post.id)
    question, answer, silence = town.ledger.comments.values()
    assert question.author.name == "Иван И"
    assert question.post == f"530_{topic}"
    assert (answer.own, answer.parent) == (True, f"{topic}_{comment_word(asked.id)}")
    assert silence.author is None
    assert town.ledger.posts[f"530_{topic}"].text == "Отключение воды"


def test_a_second_pass_over_an_unchanged_page_is_one_call_and_yields_nothing(town):
    for number in range(50):
        town.topic(days=8 + number, comments=3)
    town.topic(days=1)
    town.read()
    assert town.calls[COMMENTS] == 50
    assert town.read(NOW + timedelta(hours=1)) == []
    assert town.calls == {TOPICS: 1}


def test_fresh_topics_are_read_again_and_yield_nothing_unchanged(town):
    town.topic(days=1, comments=3)
    town.read()
    assert town.read() == []
    assert town.calls == {TOPICS: 1, COMMENTS: 1}


def test_an_edit_under_a_fresh_topic_is_seen(town):
    post = town.topic(days=1)
    comment = town.comment(post, "Было")
    town.read()
    town.world.edit(town.page, comment, "Стало")
    town.read()
    assert town.ledger.texts == ["Стало"]


def test_an_edit_under_an_older_topic_is_seen_once_a_day(town):
    post, _ = town.topic(days=20), town.topic(days=0)
    comment = town.comment(post, "Было")
    town.read()
    town.world.edit(town.page, comment, "Стало")
    town.read(NOW + timedelta(hours=23))
    assert town.ledger.texts == ["Было"]
    town.read(NOW + timedelta(hours=24))
    assert town.ledger.texts == ["Стало"]


def test_the_daily_reading_is_remembered_where_nothing_changed(town):
    town.topic(days=20, comments=1), town.topic(days=0)
    town.read()
    town.read(NOW + timedelta(hours=25))
    assert town.calls[COMMENTS] == 1
    town.read(NOW + timedelta(hours=26))
    assert COMMENTS not in town.calls


@pytest.mark.parametrize("days", [10, 300])
def test_the_last_topics_of_a_quiet_group_stay_fresh(town, days):
    first, second = (town.topic(days=days + number, comments=2) for number in range(2))
    town.read()
    town.world.delete(town.page, first.alive()[0])
    town.comment(first, "Новый, и счётчик прежний")
    town.world.edit(town.page, second.alive()[0], "Исправлено")
    town.read()
    assert town.ledger.texts == town.standing()


def test_a_new_comment_under_an_ancient_topic_is_found_by_its_counter(town):
    post = town.topic(days=300, comments=2)
    town.read()
    town.comment(post, "Вспомнил")
    town.read()
    assert "Вспомнил" in town.ledger.texts


@pytest.mark.parametrize("withdrawn", [set(), {COMMENTS}])
def test_deleted_comments_are_missing_from_the_listing(town, withdrawn):
    town.simulator.withdrawn = withdrawn
    post = town.topic(days=20, comments=150)
    town.read()
    for comment in list(post.comments.values())[40:60]:
        town.world.delete(town.page, comment)
    town.read()
    assert town.ledger.texts == town.standing()
    assert len(town.ledger.comments) == 130


def test_the_last_comment_goes_too(town):
    post = town.topic(days=20, comments=1)
    town.read()
    town.world.delete(town.page, next(iter(post.comments.values())))
    town.read()
    assert town.ledger.comments == {}


def test_a_deleted_topic_is_checked_and_reported(town):
    post, _ = town.topic(days=3, comments=1), town.topic(days=5)
    town.read()
    post.deleted = True
    town.read()
    assert town.calls["mediatopic.getByIds"] == 1
    assert list(town.ledger.posts) == [f"530_{topic_number(530, post.id + 3)}"]


def test_a_deleted_topic_is_reported_where_topics_cannot_be_asked_for(town):
    post, _ = town.topic(days=3, comments=1), town.topic(days=5)
    town.read()
    post.deleted = True
    town.simulator.withdrawn = {"mediatopic.getByIds"}
    town.read()
    assert list(town.ledger.posts) == [f"530_{topic_number(530, post.id + 3)}"]


@pytest.mark.parametrize("body", [{}, None, {"media_topics": []}])
def test_an_answer_without_a_topic_that_exists_proves_no_deletion(town, body):
    post, _ = town.topic(days=3, comments=1), town.topic(days=5)
    town.read()
    post.deleted = True
    town.simulator.odd["mediatopic.getByIds"] = body
    town.read()
    assert len(town.ledger.posts) == 2


def test_a_topic_that_is_only_out_of_sight_is_not_reported(town):
    town.topic(days=3), town.topic(days=5)
    town.read()
    town.simulator.withdrawn = {TOPICS}
    town.simulator.odd["stream.get"] = {"feeds": []}
    assert town.read() == []
    assert len(town.ledger.posts) == 2


@pytest.mark.parametrize("withdrawn", [set(), {COMMENTS}])
@pytest.mark.parametrize("deleted", [5, 60, 100])
def test_deletions_between_two_requests_lose_nothing(town, withdrawn, deleted):
    town.simulator.withdrawn = withdrawn
    post = town.topic(comments=320)
    reading = town.collector().fetch(None, NOW)
    while not (batch := next(reading)).comments:
        town.ledger.save(batch)
    town.ledger.save(batch)
    for comment in post.alive()[:deleted]:
        town.world.delete(town.page, comment)
    for batch in reading:
        town.ledger.save(batch)
    assert set(town.standing()) <= set(town.ledger.texts)


@pytest.mark.parametrize("withdrawn", [set(), OLD_WAY])
def test_killed_anywhere_the_next_pass_completes_the_set(town, withdrawn):
    town.simulator.withdrawn = withdrawn
    town.simulator.largest = 25
    for number in range(8):
        town.topic(days=5 * number, comments=number * 11 % 60)
    whole = list(town.collector().fetch(None, NOW))
    for length in range(len(whole)):
        town.ledger = Ledger()
        for batch in itertools.islice(town.collector().fetch(None, NOW), length):
            town.ledger.save(batch)
        town.read()
        assert town.ledger.texts == town.standing()


def test_no_batch_is_larger_than_an_answer(town):
    town.topic(comments=450)
    assert max(len(batch.comments) for batch in town.read()) == 100


def test_a_server_with_smaller_pages_is_read_to_the_end(town):
    town.simulator.largest = 7
    for number in range(20):
        town.topic(days=10 * number, comments=2 * number)
    town.read()
    assert town.ledger.texts == town.standing()


@pytest.mark.parametrize("body", [None, {}, True, "x", [], {"comments": None}, {"comments": []}])
def test_an_odd_answer_never_looks_like_a_deletion(town, body):
    town.topic(days=1, comments=3)
    town.read()
    town.simulator.odd[COMMENTS] = body
    town.read()
    assert len(town.ledger.comments) == 3
    # An empty list is legal, and the second way to comments has shown what it kept silent about.
    told = [] if body in ([], {"comments": []}) else ["не целиком"]
    assert [word in gap for word, gap in zip(told, town.ledger.gaps, strict=True)] == [True] * len(
        told
    )
    town.simulator.odd.clear()
    town.read()
    assert len(town.ledger.gaps) == len(told)


@pytest.mark.parametrize("body", [None, {}, True, "x", {"media_topics": None}])
def test_an_odd_list_of_topics_is_a_gap(town, body):
    town.topic(days=1, comments=3)
    town.read()
    town.simulator.odd[TOPICS] = body
    town.read()
    assert (len(town.ledger.posts), len(town.ledger.comments)) == (1, 3)
    assert "нет списка" in town.ledger.gaps[0]


def test_a_bare_array_is_a_list(town):
    town.simulator.odd[TOPICS] = [{"id": "5300000000001", "created_ms": at(1) * 1000}]
    town.simulator.odd[COMMENTS] = [{"id": "A", "text": "Ой", "date_ms": at(1) * 1000}]
    town.read()
    assert town.ledger.texts == ["Ой"]


def test_a_malformed_item_is_named_and_the_rest_goes_on(town):
    post = town.topic(days=1)
    good = {"id": "A", "text": "Ой", "date_ms": at(1) * 1000}
    town.comment(post), town.comment(post)
    town.simulator.odd[COMMENTS] = {"comments": [good, good | {"id": "B", "date_ms": None}, 5]}
    town.read()
    assert town.ledger.texts == ["Ой"]
    assert "no usable date" in town.ledger.gaps[0] and "no id" in town.ledger.gaps[0]


@pytest.mark.parametrize("code", [106, 300, 455])
def test_an_unreadable_topic_is_skipped_and_named(town, code):
    town.topic(days=1, comments=1), town.topic(days=2, comments=1)
    town.simulator.faults.plan(Fault(COMMENTS, "error", code))
    town.read()
    assert len(town.ledger.comments) == 1
    assert f"code {code}" in town.ledger.gaps[0]


@pytest.mark.parametrize(
    ("state", "outcome"), [("private", Outcome.OPERATOR), ("deleted", Outcome.SKIP)]
)
def test_a_page_that_closed_is_a_fault_of_the_page(town, state, outcome):
    town.topic(comments=1)
    town.page.state = state
    with pytest.raises(NetworkFault) as raised:
        town.read()
    assert raised.value.outcome is outcome


@pytest.mark.parametrize("code", [10, 102, 11])
def test_a_refusal_of_comments_is_a_fault_of_the_page(town, code):
    town.topic(comments=1)
    town.simulator.faults.plan(Fault(COMMENTS, "error", code, times=9))
    with pytest.raises(NetworkFault):
        town.read()


def test_one_refused_topic_fails_the_page_only_after_the_others_were_read(town):
    town.topic(days=1, comments=1), town.topic(days=2, comments=2)
    town.simulator.faults.plan(Fault(COMMENTS, "error", 10))
    with pytest.raises(NetworkFault):
        town.read()
    assert len(town.ledger.comments) == 2
    assert "не прочитана" in town.ledger.gaps[0]


def test_the_second_refused_topic_ends_the_reading(town):
    for days in range(3):
        town.topic(days=days, comments=1)
    town.simulator.faults.plan(Fault(COMMENTS, "error", 10, times=9))
    with pytest.raises(NetworkFault):
        town.read()
    assert town.calls[COMMENTS] == 2


@pytest.mark.parametrize("kind", ["cut", "hangup", "html", "status"])
def test_passing_failures_lose_nothing(town, kind):
    for days in range(3):
        town.topic(days=days, comments=130)
    for after in range(0, 6, 2):
        town.simulator.faults.plan(Fault("*", kind, 502, after=after))
    town.read()
    assert town.ledger.texts == town.standing()


def test_without_comments_in_scope_only_topics_are_read(town):
    town.topic(comments=3)
    town.read(scope=Scope(include=frozenset()))
    assert (len(town.ledger.posts), len(town.ledger.comments)) == (1, 0)


def test_topics_beyond_the_first_hundred_are_read_within_the_window(town):
    for number in range(230):
        town.topic(days=number / 5, comments=1)
    town.read()
    assert town.calls[TOPICS] == 2
    assert len(town.ledger.comments) == 200


def test_an_empty_group(town):
    assert town.read() == []


@pytest.mark.parametrize("method", [TOPICS, "stream.get", COMMENTS])
@pytest.mark.parametrize("has_more", [{}, {"has_more": True}])
def test_an_anchor_that_never_ends_ends_the_list_when_nothing_is_new(town, method, has_more):
    town.simulator.withdrawn = {TOPICS} - {method}
    town.topic(comments=30)
    usual, anchors = town.simulator._methods[method], itertools.count()

    def endless(params):
        return usual(params | {"anchor": ""}) | {"anchor": f"n{next(anchors)}"} | has_more

    town.simulator._methods[method] = endless
    town.read()
    assert town.ledger.texts == town.standing()


def test_where_both_lists_of_topics_are_withdrawn_discussions_stand_in(town):
    town.simulator.withdrawn = {TOPICS, "stream.get"}
    other = town.world.add_page(531, "Другая", "other")
    theirs = town.world.add_post(other, "Чужая тема", at(1))
    town.world.add_comment(other, theirs, 571, "Чужое", at(1))
    town.topic(comments=3)
    town.read()
    assert town.ledger.texts == town.standing()
    assert "участвует владелец ключа" in town.ledger.gaps[0]


def test_where_the_empty_anchor_is_the_end_the_other_way_is_taken(town):
    town.topic(comments=130)
    usual = town.simulator._get_comments

    def from_the_end(params):
        return usual(params | {"anchor": params.get("anchor") or "LAST"})

    town.simulator._methods[COMMENTS] = from_the_end
    town.read()
    assert town.ledger.texts == town.standing()


@pytest.mark.parametrize("seed", range(4))
def test_after_a_week_of_trouble_the_set_is_right(town, seed):
    dice = random.Random(seed)
    town.simulator.largest = dice.choice([7, 30, 100])
    for _ in range(8):
        town.topic(days=dice.uniform(0, 29), comments=dice.randrange(30))
    for _ in range(4):
        town.simulator.faults.rate = 0.1
        town.simulator.withdrawn = set(dice.sample(sorted(OLD_WAY), dice.randrange(3)))
        for post in town.page.posts.values():
            town.comment(post, f"Новое {dice.random()}")
            town.world.delete(town.page, dice.choice(post.alive()))
        with contextlib.suppress(NetworkFault):
            town.read()
    town.simulator.faults.clear()
    town.read(NOW + timedelta(days=1))
    assert town.ledger.texts == town.standing()
