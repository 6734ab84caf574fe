import json
import re
import time
from pathlib import Path

import pytest
import requests

from demo.server import Fault
from demo.telegram import TelegramSimulator
from demo.telegram_words import channel_id, group_id
from demo.world import World

SPEC = json.loads((Path(__file__).parents[1] / "schemas/telegram/bot-api.json").read_text())
START = 1_767_225_600
SIMPLE = {"Integer": int, "String": str, "Boolean": bool, "True": bool, "Float": float}


def faults(value, kinds, where="result"):
    """Where a value breaks the specification; empty where it does not."""
    found = [list(_faults(value, kind, where)) for kind in kinds]
    return min(found, key=len)


def _faults(value, kind, where):
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{where}: no array"
            return
        for number, item in enumerate(value):
            yield from _faults(item, kind.removeprefix("Array of "), f"{where}[{number}]")
    elif kind in SIMPLE:
        if type(value) is not SIMPLE[kind]:
            yield f"{where}: {value!r} is no {kind}"
    elif kind in SPEC["types"]:
        yield from _object_faults(value, SPEC["types"][kind], where)


def _object_faults(value, spec, where):
    if "subtypes" in spec:
        yield from faults(value, spec["subtypes"], where)
        return
    fields = {field["name"]: field for field in spec.get("fields", ())}
    yield from (f"{where}.{name}: unknown" for name in value if name not in fields)
    for name, field in fields.items():
        if name in value:
            yield from faults(value[name], field["types"], f"{where}.{name}")
        elif field["required"]:
            yield f"{where}.{name}: missing"


class Bot:
    """Calls of the simulated bot, each checked against the official specification."""

    def __init__(self, simulator):
        self.simulator = simulator
        self.http = requests.Session()

    def raw(self, method, **params):
        return self.http.post(
            f"{self.simulator.url}/bot{self.simulator.token}/{method}", json=params
        )

    def call(self, method, **params):
        spec = SPEC["methods"][method]
        known = {field["name"]: field for field in spec["fields"]} if "fields" in spec else {}
        assert set(params) <= set(known)
        body = self.raw(method, **params).json()
        assert body["ok"], body
        assert faults(body["result"], spec["returns"]) == []
        return body["result"]

    def refusal(self, method, **params):
        answer = self.raw(method, **params)
        body = answer.json()
        assert (body["ok"], body["error_code"]) == (False, answer.status_code)
        assert faults(body.get("parameters", {}), ["ResponseParameters"]) == []
        return body["error_code"], body["description"]

    def updates(self, **params):
        return self.call("getUpdates", **params)


class Town:
    def __init__(self):
        self.now = START
        self.world = World(clock=lambda: self.now)
        self.page = self.world.add_page(530, "Администрация", "town")
        self.world.add_person(571, "Иван И")
        self.post = self.world.add_post(self.page, "Пост", START)
        self.channel, self.group = channel_id(self.page), group_id(self.page)

    def comment(self, text="Ой", parent=None, author=571):
        return self.world.add_comment(self.page, self.post, author, text, self.now, parent)


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def bot(town):
    with TelegramSimulator(town.world) as simulator:
        yield Bot(simulator)


def ids(updates):
    return [update["update_id"] for update in updates]


def test_the_checker_itself_finds_faults():
    assert faults({"id": 1, "type": "group"}, ["Chat"]) == []
    assert faults({"id": "1", "colour": 2}, ["Chat"]) == [
        "result.colour: unknown",
        "result.id: '1' is no Integer",
        "result.type: missing",
    ]


def test_a_post_comes_twice_and_its_copy_knows_where_from(bot, town):
    post, copied = bot.updates()
    assert post["channel_post"]["message_id"] == town.post.id
    message = copied["message"]
    assert message["is_automatic_forward"] is True
    assert message["forward_origin"]["message_id"] == town.post.id
    assert message["forward_origin"]["chat"]["id"] == town.channel
    assert (message["chat"]["id"], message["message_id"]) == (town.group, town.post.copy)


def test_comments_hang_on_the_copy_and_replies_never_nest(bot, town):
    first = town.comment()
    town.comment("И я", parent=first)
    *_, comment, reply = (update["message"] for update in bot.updates() if "message" in update)
    assert comment["message_thread_id"] == reply["message_thread_id"] == town.post.copy
    assert comment["reply_to_message"]["is_automatic_forward"] is True
    assert reply["reply_to_message"]["message_id"] == first.id
    assert "reply_to_message" not in reply["reply_to_message"]


def test_every_kind_of_author_and_content_fits_the_specification(bot, town):
    town.world.add_person(572, "Удалённый", deactivated="deleted")
    for author in (571, 572, 0, -530, -531):
        town.comment(author=author)
    with_photo = town.comment("Яма")
    with_photo.attachments.append(("photo", "https://example.ru/1.jpg"))
    town.world.edit(town.page, with_photo, "Ямища")
    town.world.edit_post(town.page, town.post, "Новый текст")
    town.world.add_message(town.page, 571, "Привет", START)
    bot.simulator.leave(town.page)
    found = bot.updates(limit=100)
    assert len(found) == 13
    assert {key for update in found for key in update} == {
        *("update_id", "channel_post", "message", "edited_message", "edited_channel_post"),
        "my_chat_member",
    }


def test_an_update_keeps_the_text_of_its_moment(bot, town):
    comment = town.comment("Грубость")
    town.world.edit(town.page, comment, "Вежливость")
    texts = [
        (update.get("message") or update.get("edited_message"))["text"]
        for update in bot.updates()[2:]
    ]
    assert texts == ["Грубость", "Вежливость"]


def test_deletions_and_the_bots_own_words_make_no_update(bot, town):
    comment = town.comment()
    seen = len(bot.updates())
    town.world.delete(town.page, comment)
    reply = {"message_id": comment.id}
    bot.refusal("sendMessage", chat_id=town.group, text="x", reply_parameters=reply)
    bot.call("sendMessage", chat_id=town.group, text="Здравствуйте")
    assert len(bot.updates()) == seen


def test_updates_are_kept_until_confirmed(bot, town):
    town.comment()
    first = ids(bot.updates())
    assert ids(bot.updates()) == first == [900, 901, 902]
    assert ids(bot.updates(offset=902)) == [902]
    assert ids(bot.updates()) == [902]
    assert bot.updates(offset=903) == []
    assert bot.updates(offset=0) == []


def test_a_negative_offset_forgets_all_but_the_last(bot, town):
    town.comment(), town.comment()
    assert ids(bot.updates(offset=-1)) == [903]
    assert ids(bot.updates()) == [903]


def test_the_limit(bot, town):
    for _ in range(120):
        town.comment()
    assert len(bot.updates()) == 100
    assert len(bot.updates(limit=7)) == 7


def test_a_day_old_update_is_forgotten(bot, town):
    town.now += 23 * 3600
    town.comment()
    town.now += 2 * 3600
    assert len(bot.updates()) == 1


def test_only_allowed_updates_come(bot, town):
    town.comment()
    assert [list(u)[1] for u in bot.updates(allowed_updates=["channel_post"])] == ["channel_post"]


def test_a_long_poll_waits_a_little(bot):
    bot.updates(offset=999)
    bot.simulator.longest_poll = 0.05
    start = time.monotonic()
    assert bot.updates(timeout=30) == []
    assert 0.05 <= time.monotonic() - start < 1


@pytest.mark.parametrize(("conflict", "words"), [("poller", "terminated"), ("webhook", "webhook")])
def test_a_conflict(bot, conflict, words):
    bot.simulator.conflict = conflict
    code, description = bot.refusal("getUpdates")
    assert code == 409 and words in description


def test_too_many_requests_name_their_time(bot):
    bot.simulator.retry_after = 5
    bot.simulator.faults.plan(Fault("getMe", "error", 429))
    assert bot.raw("getMe").json()["parameters"] == {"retry_after": 5}


def test_channel_and_group_name_each_other(bot, town):
    channel = bot.call("getChat", chat_id="@town")
    assert (channel["id"], channel["linked_chat_id"]) == (town.channel, town.group)
    assert bot.call("getChat", chat_id=town.group)["linked_chat_id"] == town.channel
    assert bot.raw("getChatMemberCount", chat_id="@town").json()["result"] == 1200
    town.page.about = {"description": "О районе", "comments": False}
    channel = bot.call("getChat", chat_id="@town")
    assert (channel["description"], "linked_chat_id" in channel) == ("О районе", False)
    assert bot.refusal("getChat", chat_id="@alien") == (400, "Bad Request: chat not found")


@pytest.mark.parametrize(("state", "code"), [("private", 403), ("deleted", 400)])
def test_a_page_out_of_reach(bot, town, state, code):
    town.page.state = state
    assert bot.refusal("getChat", chat_id="@town")[0] == code


def test_an_answer_stands_in_the_thread(bot, town):
    comment = town.comment()
    said = bot.call(
        "sendMessage", chat_id=town.group, text="Ответ", reply_parameters={"message_id": comment.id}
    )
    assert said["message_thread_id"] == town.post.copy
    assert town.post.comments[said["message_id"]].parent == comment.id
    under_the_post = {"message_id": town.post.copy}
    bot.call("sendMessage", chat_id=town.group, text="Всем", reply_parameters=under_the_post)
    assert len(town.post.alive()) == 3


def test_a_message_can_be_deleted_once(bot, town):
    comment = town.comment()
    assert bot.call("deleteMessage", chat_id=town.group, message_id=comment.id) is True
    assert comment.deleted
    code, description = bot.refusal("deleteMessage", chat_id=town.group, message_id=comment.id)
    assert code == 400 and "not found" in description


def test_old_messages_are_sacred_by_a_switch(bot, town):
    comment = town.comment()
    town.now += 49 * 3600
    bot.simulator.moderation.old_is_sacred = True
    assert bot.refusal("deleteMessage", chat_id=town.group, message_id=comment.id)[0] == 400
    bot.simulator.moderation.old_is_sacred = False
    assert bot.call("deleteMessage", chat_id=town.group, message_id=comment.id)


def test_a_ban_takes_all_messages_along(bot, town):
    town.world.add_person(572, "Пётр")
    town.comment(), town.comment(), town.comment(author=572)
    town.world.add_message(town.page, 571, "И тут", START)
    assert bot.call("banChatMember", chat_id=town.group, user_id=571) is True
    assert [comment.author for comment in town.post.alive()] == [572]
    assert not town.page.messages
    member = bot.call("getChatMember", chat_id=town.group, user_id=571)
    assert member["status"] == "kicked"
    bot.call("unbanChatMember", chat_id=town.group, user_id=571, only_if_banned=True)
    assert bot.call("getChatMember", chat_id=town.group, user_id=571)["status"] == "left"


def test_rights(bot, town):
    (admin,) = bot.call("getChatAdministrators", chat_id=town.group)
    me = bot.call("getMe")
    assert admin["user"] == me
    assert admin["can_delete_messages"] and admin["can_restrict_members"]
    assert bot.call("getChatMember", chat_id=town.group, user_id=me["id"]) == admin


def test_what_is_not_there_is_refused(bot, town):
    nobody = {"chat_id": town.group, "user_id": 1}
    assert "PARTICIPANT_ID_INVALID" in bot.refusal("banChatMember", **nobody)[1]
    assert bot.refusal("sendMessage", chat_id=town.group, text="")[0] == 400
    assert bot.refusal("flyToTheMoon")[0] == 404
    url = re.sub(r"/bot.*", "/bot1:wrong/getMe", f"{bot.simulator.url}/bot")
    assert requests.get(url, timeout=2).status_code == 401
