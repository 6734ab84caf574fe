from datetime import UTC, datetime

import pytest

from collectors import ok_mapping as mapping
from models import Attachment, SeenAuthor, SeenComment, SeenPost

NOON = datetime(2026, 1, 1, 7, 5, tzinfo=UTC)  # 10:05 in Moscow
NOON_MS = int(NOON.timestamp() * 1000)
URL = "https://ok.ru/group/530/topic/155"

RAW = {
    "id": "MTY3..",
    "type": "ACTIVE_MESSAGE",
    "text": "Comment",
    "date": "2026-01-01 10:05:00",
    "date_ms": NOON_MS,
    "author_id": "571",
    "author_ref": "user:571",
    "author_name": "Ivan I",
    "like_count": 0,
    "liked_it": False,
    "reply_to_comment_id": "MTY2..",
    "reply_to_id": "570",
    "reply_to_name": "Petr",
    "attachments": [],
}
SEEN = SeenComment(
    external_id="155_MTY3..",
    text="Comment",
    created_at=NOON,
    post="530_155",
    parent="155_MTY2..",
    author=SeenAuthor("571", "Ivan I"),
    url=URL,
)


def read(**change):
    raw = {name: value for name, value in (RAW | change).items() if value is not None}
    return mapping.comment("530", "155", raw, {"571": "Иван Иванов", "530": "Администрация"})


def test_a_comment_of_the_fact_sheet():
    assert mapping.comment("530", "155", RAW, {}) == SEEN


def test_names_of_entities_go_before_the_short_one():
    assert read().author == SeenAuthor("571", "Иван Иванов")


def test_what_the_page_itself_wrote_is_its_own():
    comment = read(author_ref="group:530", author_id="530")
    assert (comment.own, comment.author) == (True, SeenAuthor("group:530", "Администрация"))


def test_another_group_is_an_author_like_any_other():
    comment = read(author_ref="group:531", author_id="531")
    assert (comment.own, comment.author) == (False, SeenAuthor("group:531", "Ivan I"))


def test_a_number_alone_is_a_users():
    assert read(author_ref=None).author.external_id == "571"


def test_a_hidden_author_is_none():
    assert read(author_ref=None, author_id=None, author_name=None).author is None


def test_a_time_without_a_zone_is_moscows():
    assert read(date_ms=None).created_at == NOON


def test_attachments_keep_the_networks_word():
    given = [{"type": "PHOTO", "url": "https://i.ok.ru/1"}, {"type": "MOVIE"}, {}, "odd"]
    assert read(attachments=given).attachments == (
        Attachment("PHOTO", "https://i.ok.ru/1"),
        Attachment("MOVIE"),
        Attachment("unknown"),
    )


@pytest.mark.parametrize("text", ["", "😀" * 100_000, "\x00", "\ud800", "<b>x</b>", "\u202eабв"])
def test_any_text_passes_as_it_is(text):
    assert read(text=text).text == text


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"date": None, "date_ms": None},
        {"date": "yesterday", "date_ms": None},
        {"date_ms": 10**30},
        {"date_ms": [1]},
    ],
)
def test_an_item_without_number_or_date_is_refused(change):
    with pytest.raises(ValueError, match=r"id|date"):
        read(**change)


def test_a_topic_of_the_fact_sheet():
    raw = {
        "id": "155",
        "created_ms": NOON_MS,
        "author_ref": "group:530",
        "owner_ref": "group:530",
        "media": [
            {"type": "text", "text": "Один", "text_tokens": [{"text": "Один"}]},
            {"type": "photo"},
            {"type": "text", "text": "Два"},
            {"type": "link", "url": "https://example.ru"},
        ],
        "discussion_summary": {
            "discussion_id": "155",
            "discussion_type": "GROUP_TOPIC",
            "comments_count": 3,
        },
    }
    topic = mapping.topic("530", raw)
    assert (topic.id, topic.count) == ("155", 3)
    assert topic.post == SeenPost("530_155", "Один\nДва", NOON, URL)


def test_a_bare_topic_has_no_counter():
    topic = mapping.topic("530", {"id": 155, "created_ms": NOON_MS})
    assert (topic.id, topic.count, topic.post.text) == ("155", None, "")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"author_ref": "group:530", "media": [{"type": "text", "text": "Вода"}]}, "post"),
        ({"author_ref": "user:571", "media": [{"type": "text", "text": "Вода"}]}, "visitor"),
        (
            {"media": [{"type": "text", "text": "Да"}, {"type": "topic", "text": "Чужое"}]},
            "quote",
        ),
        ({"media": [{"type": "text", "text": " "}, {"type": "topic", "text": "Чужое"}]}, "repost"),
        ({"media": None}, "post"),
    ],
)
def test_what_kind_of_topic_it_is(raw, kind):
    assert mapping.topic("530", {"id": 155, "created_ms": NOON_MS} | raw).post.kind == kind


def test_a_members_topic_is_a_message_too():
    media = [{"type": "text", "text": "Когда уберут мусор?"}, {"type": "photo"}]
    raw = {"id": 155, "created_ms": NOON_MS, "author_ref": "user:571", "media": media}
    assert mapping.topic("530", raw).message == SeenComment(
        external_id="530_155",
        text="Когда уберут мусор?",
        created_at=NOON,
        kind="wall_post",
        post="530_155",
        author=SeenAuthor("571", ""),
        url=URL,
        attachments=(Attachment("photo", None),),
    )
    assert mapping.topic("530", raw | {"author_ref": "group:530"}).message is None


def test_a_topic_is_cut_out_of_the_feed():
    raw = {"message": "{media_topic:155}Вода\nбудет{media_topic}", "date": "2026-01-01 10:05:00"}
    assert mapping.feed_topic("530", raw).post == SeenPost("530_155", "Вода\nбудет", NOON, URL)


@pytest.mark.parametrize("raw", [{"message": "{photo:1}"}, {}, None, "text", 5])
def test_a_feed_item_without_a_topic_is_refused(raw):
    with pytest.raises(ValueError, match="no topic"):
        mapping.feed_topic("530", raw)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"comments": [1]}, [1]),
        ([1, 2], [1, 2]),
        ([], []),
        ({}, None),
        (None, None),
        ("155", None),
        (True, None),
        ({"comments": None}, None),
    ],
)
def test_a_list_is_found_in_any_body(body, found):
    assert mapping.items(body, "comments") == found


@pytest.mark.parametrize("entities", [None, {}, {"users": None}, {"users": [None, {}]}, []])
def test_odd_entities_have_no_names(entities):
    assert not any(mapping.names({"entities": entities}).values())
