import itertools
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from collectors.base import Scope
from collectors.telegram import BEFORE_BOT, TelegramCollector
from collectors.telegram_mapping import Chats
from collectors.telegram_sorting import Sorter, runs
from demo.server import Fault
from demo.telegram import TOKEN, TelegramSimulator
from demo.telegram_words import channel_id, group_id
from demo.world import World
from errors import NetworkFault, Outcome
from models import PageRef
from networks.http import session
from networks.line import Patience
from networks.telegram import TelegramClient

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TOWN, HEAD = PageRef("telegram", "@town"), PageRef("telegram", "head")
SCOPE = Scope()


@dataclass
class Ledger:
    """What a store would hold after these batches, every version of every comment."""

    posts: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)
    cursor: dict | None = None
    gaps: dict = field(default_factory=dict)
    faults: dict = field(default_factory=dict)

    def save(self, batch):
        if batch.fault:
            self.faults[batch.page] = batch.fault
        for post in batch.posts:
            known = self.posts.get(post.external_id)
            copy = post.discussion_id or (known and known[1])
            self.posts[post.external_id] = (post.text, copy)
        for comment in batch.comments:
            versions = self.comments.setdefault(comment.external_id, [])
            versions += [comment.text] if versions[-1:] != [comment.text] else []
            self.pages[comment.external_id] = batch.page
        if batch.cursor:
            self.cursor = json.loads(json.dumps(batch.cursor))
        if batch.gap:
            self.gaps.setdefault(batch.page, []).append(batch.gap)


class Town:
    """Two channels with their groups, a clock, and a bot that reads them."""

    def __init__(self):
        self.now = NOW
        self.world = World(clock=self.clock)
        self.page = self.world.add_page(530, "Администрация", "town")
        self.head = self.world.add_page(531, "Глава", "head")
        self.world.add_person(571, "Иван И")
        self.simulator = TelegramSimulator(self.world)
        self.ledger = Ledger()

    def clock(self):
        return self.now.timestamp()

    def post(self, text="Пост", page=None):
        return self.world.add_post(page or self.page, text, self.seconds)

    def comment(self, post, text="Ой", author=571, parent=None, page=None):
        page = page or self.page
        return self.world.add_comment(page, post, author, text, self.seconds, parent)

    @property
    def seconds(self):
        return int(self.now.timestamp())

    def collector(self, scope=SCOPE, pages=(TOWN, HEAD), poll=0, token=TOKEN):
        http, patience = session(timeout=2), Patience(attempts=3, first=0.001)
        url = self.simulator.url
        client = TelegramClient(token, http, api_url=url, rate=None, patience=patience)
        return TelegramCollector(client, pages, scope, poll_seconds=poll)

    def read(self, **given):
        self.simulator.calls.clear()
        batches = []
        for batch in self.collector(**given).fetch(self.ledger.cursor, self.now):
            self.ledger.save(batch)
            batches.append(batch)
        return batches

    @property
    def calls(self):
        return self.simulator.calls


@pytest.fixture
def town():
    made = Town()
    with made.simulator:
        yield made


def seen(batches):
    return [comment for batch in batches for comment in batch.comments]


def test_a_comment_finds_its_post_page_and_link(town):
    post = town.post("Отключение воды")
    question = town.comment(post, "Когда?")
    town.comment(post, "Завтра", author=-530, parent=question)
    asked, answered = seen(town.read())
    channel, group = channel_id(town.page), group_id(town.page)
    assert asked.post == answered.post == f"{channel}_{post.id}"
    assert asked.url == f"https://t.me/town/{post.id}?comment={question.id}"
    assert answered.parent == asked.external_id == f"{group}_{question.id}"
    assert (asked.own, answered.own) == (False, True)
    assert (asked.author.name, answered.author.name) == ("Иван И", "Администрация")
    assert town.ledger.posts == {
        f"{channel}_{post.id}": ("Отключение воды", f"{group}_{post.copy}")
    }


def test_each_page_gets_its_own(town):
    town.comment(town.post(), "Раз")
    town.comment(town.post(page=town.head), "Два", page=town.head)
    town.read()
    assert sorted(town.ledger.pages.values(), key=str) == [TOWN, HEAD]


def test_all_updates_are_read_a_hundred_at_a_time(town):
    post = town.post()
    for number in range(350):
        town.comment(post, str(number))
    batches = town.read()
    assert len(town.ledger.comments) == 350
    assert max(len(batch.comments) for batch in batches) <= 100
    assert town.calls == {"getChat": 2, "getUpdates": 4}


def test_replies_to_comments_of_a_former_pass_still_find_the_post(town):
    post = town.post()
    first = town.comment(post)
    town.read()
    town.comment(post, "И я", parent=first)
    (reply,) = seen(town.read())
    assert reply.post == f"{channel_id(town.page)}_{post.id}"
    assert "?comment=" in reply.url


def test_a_second_pass_brings_nothing_but_the_time_it_was_made(town):
    town.comment(town.post())
    town.read()
    town.now += timedelta(hours=1)
    (batch,) = town.read()
    assert (batch.posts, batch.comments, batch.gap) == ((), (), None)
    assert batch.cursor["seen_at"] == town.now.isoformat()
    assert town.calls == {"getChat": 2, "getUpdates": 1}


def test_an_edit_keeps_what_was_said_before_even_within_one_answer(town):
    comment = town.comment(town.post(), "Грубость")
    town.world.edit(town.page, comment, "Вежливость")
    batches = town.read()
    assert list(town.ledger.comments.values()) == [["Грубость", "Вежливость"]]
    assert seen(batches)[-1].edited_at == NOW


def test_a_run_ends_where_a_message_comes_again():
    first, second = said(text="раз"), said(text="два", message_id=8)
    updates = [
        {"update_id": 1, "message": first},
        {"update_id": 2, "message": second},
        {"update_id": 3, "poll": {}},
        {"update_id": 4, "edited_message": first},
        {"update_id": 5, "edited_message": first},
        7,
    ]
    ids = [[u["update_id"] for u in run if u != 7] for run in runs(updates)]
    assert ids == [[1, 2, 3], [4], [5]]
    assert list(runs([])) == [[]]


def test_edits_killed_anywhere_make_no_version_twice(town):
    post, other = town.post(), town.post(page=town.head)
    for number in range(4):
        changed = town.comment(post, f"{number}: раз")
        town.comment(other, page=town.head)
        for text in ("два", "три", "раз"):
            town.world.edit(town.page, changed, f"{number}: {text}")
    undisturbed = [f"0: {text}" for text in ("раз", "два", "три", "раз")]
    for length in range(25):
        town.simulator._queue = type(town.simulator._queue)(town.world, town.simulator.bot_id)
        town.ledger = Ledger()
        for batch in itertools.islice(town.collector().fetch(None, town.now), length):
            town.ledger.save(batch)
        town.read()
        assert next(iter(town.ledger.comments.values())) == undisturbed


def test_an_edited_post_is_known_anew(town):
    post = town.post("Было")
    town.read()
    town.world.edit_post(town.page, post, "Стало")
    town.read()
    assert [text for text, _ in town.ledger.posts.values()] == ["Стало"]


def test_a_deletion_makes_no_update(town):
    comment = town.comment(town.post())
    town.read()
    town.world.delete(town.page, comment)
    (batch,) = town.read()
    assert not batch.deleted_comments and not batch.listings


@pytest.mark.parametrize(("include", "count"), [({"chat", "comments"}, 2), ({"comments"}, 1)])
def test_the_groups_chat_is_switchable(town, include, count):
    town.comment(town.post())
    town.world.add_message(town.page, 571, "Привет всем", town.seconds)
    town.read(scope=Scope(include=frozenset(include)))
    assert len(town.ledger.comments) == count


def test_killed_anywhere_the_next_pass_completes_the_set(town):
    post, other = town.post(), town.post(page=town.head)
    for number in range(130):
        town.comment(post, f"a{number}")
        changed = town.comment(other, f"b{number}", page=town.head)
        if number % 20 == 0:
            town.world.edit(town.head, changed, f"B{number}")
    whole = Ledger()
    for length in range(9):
        town.simulator._queue = type(town.simulator._queue)(town.world, town.simulator.bot_id)
        town.ledger = Ledger()
        batches = town.collector().fetch(None, town.now)
        for batch in itertools.islice(batches, length):
            town.ledger.save(batch)
        town.read()
        whole = town.ledger if length == 0 else whole
        assert town.ledger.comments == whole.comments
        assert town.ledger.posts == whole.posts
    assert len(whole.comments) == 260


def test_nothing_is_confirmed_before_it_could_be_saved(town):
    post = town.post()
    for number in range(150):
        town.comment(post, str(number))
    reading = town.collector().fetch(None, town.now)
    while next(reading).cursor is None:
        pass
    assert town.calls["getUpdates"] == 1


def test_the_first_pass_says_what_it_cannot_see(town):
    town.read()
    town.read()
    assert town.ledger.gaps == {TOWN: [BEFORE_BOT], HEAD: [BEFORE_BOT]}


def test_a_day_of_silence_is_a_gap_on_every_page_and_is_lost(town):
    post = town.post()
    town.read()
    town.comment(post, "Никто не услышал")
    town.now += timedelta(hours=30)
    town.comment(post, "Услышали")
    town.read()
    (gap,) = town.ledger.gaps[HEAD][1:]
    assert "с 23.11.2026 10:00 UTC" in gap and "до 23.11.2026 16:00 UTC" in gap
    assert town.ledger.gaps[TOWN][1:] == [gap]
    assert list(town.ledger.comments.values()) == [["Услышали"]]


def test_hourly_passes_make_no_gap_however_quiet_the_town(town):
    for _ in range(30):
        town.read()
        town.now += timedelta(hours=1)
    assert town.ledger.gaps == {TOWN: [BEFORE_BOT], HEAD: [BEFORE_BOT]}


@pytest.mark.parametrize("conflict", ["poller", "webhook"])
def test_a_second_reader_stops_the_stream(town, conflict):
    town.read()
    town.simulator.conflict = conflict
    with pytest.raises(NetworkFault) as raised:
        town.read()
    assert (raised.value.code, raised.value.outcome) == (409, Outcome.OPERATOR)


def test_too_many_requests_are_waited_for(town):
    town.simulator.retry_after = 0
    town.comment(town.post())
    town.simulator.faults.plan(Fault("getUpdates", "error", 429))
    town.read()
    assert len(town.ledger.comments) == 1


@pytest.mark.parametrize("kind", ["cut", "hangup", "html", "status"])
def test_passing_failures_lose_nothing(town, kind):
    post = town.post()
    for number in range(250):
        town.comment(post, str(number))
    for after in (0, 2, 4):
        town.simulator.faults.plan(Fault("*", kind, 502, after=after))
    town.read()
    assert len(town.ledger.comments) == 250


def test_a_dead_token_stops_the_stream(town):
    with pytest.raises(NetworkFault) as raised:
        town.read(token="700100200:AnotherTokenThatNobodyEverGaveOut00")
    assert raised.value.outcome is Outcome.STOP_TOKEN


@pytest.mark.parametrize("state", ["private", "deleted"])
def test_one_pages_failure_leaves_the_others_alone(town, state):
    town.head.state = state
    town.comment(town.post())
    town.read()
    assert len(town.ledger.comments) == 1
    assert town.ledger.faults.keys() == {HEAD}
    assert town.ledger.gaps[TOWN] == [BEFORE_BOT]


def test_a_page_that_cannot_be_asked_is_read_by_its_known_numbers(town):
    post = town.post()
    town.read()
    town.comment(post)
    town.simulator.faults.plan(Fault("getChat", "error", 403, times=2))
    town.read()
    assert len(town.ledger.comments) == 1


def test_while_a_page_cannot_be_told_nothing_is_confirmed(town):
    town.comment(town.post())
    town.simulator.faults.plan(Fault("getChat", "error", 500, times=3))
    with pytest.raises(NetworkFault):
        town.read()
    assert "getUpdates" not in town.calls


@pytest.mark.parametrize("status", ["kicked", "left", "member"])
def test_a_bot_thrown_out_is_a_gap_of_the_page(town, status):
    town.read()
    town.simulator.leave(town.page, status)
    town.read()
    assert len(town.ledger.gaps[TOWN]) == 2
    assert "обсуждение" in town.ledger.gaps[TOWN][1]


def test_updates_of_strangers_move_the_cursor_only(town):
    town.world.add_page(999, "Чужой", "alien")
    alien = town.world.pages[999]
    town.comment(town.post(page=alien), page=alien)
    *_, batch = town.read()
    assert (batch.page, batch.comments) == (TOWN, ())
    assert batch.cursor["offset"] == 903


def test_a_long_poll_answers_when_something_comes(town):
    town.read()
    town.post()
    assert town.read(poll=30)[0].posts


CHATS = Chats(TOWN, -1001, -1002, "town")
BOT = "700"
USER = {"id": 5, "is_bot": False, "first_name": "Анна"}


def sort(*updates, include=frozenset({"comments", "chat", "messages"})):
    return list(Sorter(BOT, [CHATS], {}, include).batches(updates))


def said(chat=-1002, kind="supergroup", **more):
    chat = {"id": chat, "type": kind, "title": "Чат"}
    return {"message_id": 7, "date": 1767225600, "chat": chat, "from": USER} | more


def test_two_bots_that_count_their_private_messages_alike_hear_two_messages():
    update = {"update_id": 1, "message": said(5, "private", text="Помогите")}
    wanted = frozenset({"messages"})
    heard = [Sorter(bot, [CHATS], {}, wanted).batches([update]) for bot in ("71", "72")]
    ids = [message.external_id for (batch,) in heard for message in batch.comments]
    assert ids == ["71_5_7", "72_5_7"]


def test_a_private_message_to_the_bot_is_a_message_of_the_first_page():
    update = {"update_id": 1, "message": said(5, "private", text="Помогите")}
    (batch,) = sort(update)
    (message,) = batch.comments
    assert (message.kind, message.external_id, message.text) == (
        "message",
        f"{BOT}_5_7",
        "Помогите",
    )
    assert sort(update, include=frozenset({"comments"})) == []


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"update_id": 1},
        {"update_id": 1, "poll": {}},
        {"update_id": 1, "message": said(new_chat_members=[USER])},
        {"update_id": 1, "message": said(pinned_message={})},
        {"update_id": 1, "channel_post": said(-1001, "channel", new_chat_title="Новое")},
    ],
)
def test_what_nobody_said_is_nothing(update):
    assert sort(update) == []


@pytest.mark.parametrize(
    "update",
    [
        7,
        None,
        {"message": None},
        {"message": {"text": "x"}},
        {"message": said(text="x") | {"message_id": None}},
        {"message": said(text="x") | {"date": None}},
        {"message": said(text="x", sender_chat=[1])},
    ],
)
def test_a_malformed_update_is_a_gap_and_the_rest_goes_on(update):
    (batch,) = sort(update, {"message": said(text="Ой")})
    assert [comment.text for comment in batch.comments] == ["Ой"]
    assert "непонятное" in batch.gap


def test_a_group_that_moved_names_its_new_number():
    (batch,) = sort({"message": said(migrate_to_chat_id=-1009)})
    assert "-1009" in batch.gap


def test_lost_rights_are_named():
    old = {"status": "administrator", "can_delete_messages": True, "can_manage_chat": True}
    new = old | {"can_delete_messages": False}
    change = said(old_chat_member=old, new_chat_member=new)
    (batch,) = sort({"my_chat_member": change})
    assert batch.gap.endswith("can_delete_messages")
    assert sort({"my_chat_member": change | {"new_chat_member": old}}) == []


COPY = said(
    message_id=3,
    text="Пост",
    is_automatic_forward=True,
    forward_origin={"type": "channel", "chat": {"id": -1001}, "message_id": 51, "date": 1767225599},
)


def test_a_group_that_get_chat_did_not_tell_is_known_by_the_copy_of_a_post():
    stranger = said(-1003, text="Чужой")
    sorter = Sorter(BOT, [Chats(TOWN, -1001, None, "town")], {}, SCOPE.include)
    comment = said(text="Ой", message_thread_id=3)
    (batch,) = sorter.batches([{"message": raw} for raw in (stranger, COPY, comment)])
    assert [(one.external_id, one.post) for one in batch.comments] == [("-1002_7", "-1001_51")]
    assert sorter.pages[0].group == -1002


def test_a_post_from_before_the_bot_is_shown_by_the_comment_that_answers_it():
    nested = said(text="Раньше", message_id=6, message_thread_id=3)
    direct = said(text="Позже", message_thread_id=3, reply_to_message=COPY)
    again = direct | {"message_id": 8}
    (batch,) = sort(*({"message": raw} for raw in (nested, direct, again)))
    (post,) = batch.posts
    assert (post.external_id, post.discussion_id, post.text) == ("-1001_51", "-1002_3", "Пост")
    assert [one.post for one in batch.comments] == ["-1002_3", "-1001_51", "-1001_51"]


def test_an_album_is_several_messages_of_one_thread():
    album = [
        said(message_thread_id=3, photo=[{}], media_group_id="1", message_id=n) for n in (8, 9)
    ]
    (batch,) = sort(*({"message": part} for part in album))
    assert [comment.post for comment in batch.comments] == ["-1002_3", "-1002_3"]


def test_a_group_without_a_channel_is_a_page_of_chat():
    sorter = Sorter(BOT, [Chats(HEAD, None, -1002)], {}, frozenset({"chat"}))
    (batch,) = sorter.batches([{"message": said(text="Ой", message_thread_id=3)}])
    assert (batch.page, batch.comments[0].kind) == (HEAD, "chat")
