import pytest
import requests

from demo.ok import TOKENS, OkSimulator
from demo.ok_words import comment_word, topic_number
from demo.server import Fault
from demo.world import World
from networks.ok import session_secret, sign

START = 1_767_251_100  # 2026-01-01 10:05 in Moscow
SECRET = session_secret(TOKENS["access_token"], TOKENS["application_secret_key"])


class Town:
    def __init__(self, simulator, page):
        self.simulator, self.world, self.page = simulator, simulator.world, page
        self.post = self.world.add_post(page, "Пост", START)
        self.topic = topic_number(page.id, self.post.id)
        self.under = {"discussionId": self.topic, "discussionType": "GROUP_TOPIC"}
        self.http = requests.Session()

    def comment(self, text="Ой", author=571, parent=None):
        return self.world.add_comment(self.page, self.post, author, text, START, parent)

    def ask(self, method, **params):
        form = {"method": method, "application_key": TOKENS["application_key"], "format": "json"}
        form |= {name: str(value) for name, value in params.items()}
        form |= {"sig": sign(form, SECRET), "access_token": TOKENS["access_token"]}
        return self.http.post(f"{self.simulator.url}/fb.do", data=form)

    def call(self, method, **params):
        return self.ask(method, **params).json()

    def error(self, method, **params):
        answer = self.ask(method, **params)
        body = answer.json()
        assert answer.status_code == 200
        assert set(body) == {"error_code", "error_msg", "error_data"}
        assert answer.headers["invocation-error"] == str(body["error_code"])
        return body["error_code"]

    def texts(self, method="discussions.getComments", **params):
        body = self.call(method, **self.under, **params)
        return [comment["text"] for comment in body["comments"]], body["anchor"], body["has_more"]


@pytest.fixture
def town():
    world = World()
    page = world.add_page(530, "Администрация", "town")
    world.add_person(571, "Ivan I")
    with OkSimulator(world) as simulator:
        yield Town(simulator, page)


def test_a_topic_looks_like_the_fact_sheets(town):
    town.comment()
    assert town.call("mediatopic.getTopics", gid=530, count=100) == {
        "media_topics": [
            {
                "id": town.topic,
                "created_ms": START * 1000,
                "author_ref": "group:530",
                "owner_ref": "group:530",
                "media": [
                    {"type": "text", "text": "Пост", "text_tokens": [{"text": "Пост"}]},
                    {"type": "photo"},
                ],
                "discussion_summary": {
                    "discussion_id": town.topic,
                    "discussion_type": "GROUP_TOPIC",
                    "comments_count": 1,
                },
            }
        ],
        "anchor": f"LTE0:-{START}:-{town.post.id}",
        "has_more": False,
    }


def test_a_comment_looks_like_the_fact_sheets(town):
    first = town.comment("Вопрос")
    town.comment("Ответ", parent=first)
    body = town.call("discussions.getComments", **town.under, fields="comment.*,user.*")
    assert set(body) == {
        *("comments", "discussionId", "discussionType", "anchor", "has_more", "entities"),
    }
    assert body["entities"] == {"users": [{"uid": "571", "name": "Ivan I"}]}
    assert body["comments"][1] == {
        "id": comment_word(first.id + 1),
        "type": "ACTIVE_MESSAGE",
        "text": "Ответ",
        "date": "2026-01-01 10:05:00",
        "date_ms": START * 1000,
        "author_id": "571",
        "author_ref": "user:571",
        "author_name": "Ivan I",
        "like_count": 0,
        "liked_it": False,
        "reply_to_comment_id": comment_word(first.id),
        "attachments": [],
    }


def test_names_come_only_where_asked_for(town):
    town.comment()
    assert "entities" not in town.call("discussions.getComments", **town.under)


def test_what_the_page_says_and_what_the_hidden_say(town):
    town.comment(author=-530), town.comment(author=0)
    own, hidden = town.call("discussions.getComments", **town.under)["comments"]
    assert own["author_ref"] == "group:530"
    assert "author_ref" not in hidden


def test_the_feed_hides_the_topic_in_its_message(town):
    (feed,) = town.call("stream.get", gid=530, patterns="POST", count=10)["feeds"]
    assert feed["message"] == f"{{media_topic:{town.topic}}}Пост{{media_topic}}"
    assert feed["date"] == "2026-01-01 10:05:00"


def test_forward_from_the_first(town):
    for number in range(5):
        town.comment(str(number))
    texts, anchor, more = town.texts(count=3)
    assert (texts, more) == (["0", "1", "2"], True)
    texts, anchor, more = town.texts(count=3, anchor=anchor)
    assert (texts, more) == (["3", "4"], False)
    assert town.texts(count=3, anchor=anchor) == ([], anchor, False)


def test_backward_from_the_last(town):
    for number in range(5):
        town.comment(str(number))
    back = {"count": 3, "direction": "BACKWARD"}
    texts, anchor, more = town.texts(**back, anchor="LAST")
    assert (texts, more) == (["4", "3", "2"], True)
    assert town.texts(**back, anchor=anchor)[::2] == (["1", "0"], False)


def test_an_anchor_survives_the_deletion_of_its_comment(town):
    comments = [town.comment(str(number)) for number in range(4)]
    _, anchor, _ = town.texts(count=2)
    for comment in comments[:2]:
        town.world.delete(town.page, comment)
    assert town.texts(count=2, anchor=anchor)[0] == ["2", "3"]


def test_numbered_comments_have_an_odd_key_and_shift(town):
    comments = [town.comment(str(number)) for number in range(4)]
    town.world.delete(town.page, comments[0])
    where = {"entityId": town.topic, "entityType": "GROUP_TOPIC"}
    body = town.call("discussions.getDiscussionComments", **where, offset=1, count=5)
    assert [comment["text"] for comment in body["commentss"]] == ["2", "3"]
    assert body["totalCount"] == 3
    assert town.call("discussions.getDiscussionCommentsCount", **where) == {"commentsCount": 3}


def test_one_comment_and_one_discussion(town):
    comment = town.comment("Ой")
    one = town.call("discussions.getComment", **town.under, comment_id=comment_word(comment.id))
    assert one["text"] == "Ой"
    discussion = town.call("discussions.get", **town.under)["discussion"]
    assert (discussion["object_id"], discussion["total_comments_count"]) == (town.topic, 1)
    (listed,) = town.call("discussions.getList", category="GROUP")["discussions"]
    assert listed == discussion
    assert town.call("discussions.get", discussionId="5", discussionType="GROUP_TOPIC") == {}


def test_groups_people_and_quotas_are_bare_arrays(town):
    (group,) = town.call("group.getInfo", uids=530, fields="*")
    assert (group["uid"], group["gos_org"]) == ("530", True)
    assert town.call("users.getInfo", uids="571,9") == [{"uid": "571", "name": "Ivan I"}]
    (left,) = town.call("users.getCallsLeft", methods="stream.get")
    assert left == {"name": "stream.get", "callsLeft": 10000, "available": True}


def test_topics_by_number(town):
    gone = town.world.add_post(town.page, "Уйдёт", START)
    gone.deleted = True
    asked = f"{town.topic},{topic_number(530, gone.id)}"
    (topic,) = town.call("mediatopic.getByIds", topic_ids=asked)["media_topics"]
    assert topic["id"] == town.topic


def test_an_official_answer(town):
    asked = town.comment()
    number = town.call(
        "discussions.addDiscussionComment",
        entityId=town.topic,
        entityType="GROUP_TOPIC",
        comment="Починим",
        reply_to_comment_id=comment_word(asked.id),
        as_admin="true",
    )
    answer = town.post.alive()[-1]
    assert number == comment_word(answer.id)
    assert (answer.author, answer.parent, answer.text) == (-530, asked.id, "Починим")


@pytest.mark.parametrize(
    ("method", "key"),
    [
        ("discussions.deleteDiscussionComment", "comment_id"),
        ("discussions.deleteDiscussionComments", "comment_ids"),
    ],
)
def test_deletion_with_a_block_of_the_author(town, method, key):
    comment = town.comment()
    params = town.under | {key: comment_word(comment.id)}
    assert town.call(method, **params, block_author="true") is True
    assert (town.post.alive(), town.page.banned) == ([], {571: None})
    assert town.error(method, **params) == 700


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("no.such", {}, 3),
        ("mediatopic.getTopics", {"gid": 9}, 160),
        ("discussions.getComments", {"discussionId": "x"}, 106),
        ("discussions.getComment", {"comment_id": "!"}, 141),
    ],
)
def test_refusals(town, method, params, code):
    given = (town.under | params) if "discussions" in method else params
    assert town.error(method, **given) == code


@pytest.mark.parametrize(("state", "code"), [("private", 456), ("deleted", 160)])
def test_a_page_that_closed(town, state, code):
    town.page.state = state
    assert town.error("mediatopic.getTopics", gid=530) == code


def test_withdrawn_methods_and_odd_bodies(town):
    town.simulator.withdrawn = {"stream.get"}
    town.simulator.odd = {"group.getInfo": None}
    assert town.error("stream.get", gid=530) == 3
    assert town.call("group.getInfo", uids=530) is None


def test_a_planned_error_has_its_header(town):
    town.simulator.faults.plan(Fault("group.*", "error", 9999))
    assert town.error("group.getInfo", uids=530) == 9999


def test_the_signature_is_checked_first_the_key_then_the_token(town):
    def code(**form):
        return town.http.post(f"{town.simulator.url}/api/group/getInfo", data=form).json()

    known = {"application_key": TOKENS["application_key"]}
    assert code()["error_code"] == 101
    assert code(**known, access_token="x")["error_code"] == 102
    token = {"access_token": TOKENS["access_token"]}
    assert code(**known, **token, sig="x")["error_code"] == 104
