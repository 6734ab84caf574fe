import copy
from datetime import UTC, datetime

import pytest

from collectors import telegram_mapping as mapping
from collectors.telegram_mapping import Chats
from models import Attachment, PageRef, SeenAuthor, SeenComment, SeenPost

CHATS = Chats(PageRef("telegram", "@town"), -1001, -1002, "town")
POSTED = datetime(2026, 1, 1, tzinfo=UTC)
SAID = datetime(2026, 1, 1, 0, 1, 40, tzinfo=UTC)

# The example of the fact sheet.
COPY = {
    "message_id": 1200,
    "message_thread_id": 1200,
    "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
    "sender_chat": {"id": -1001, "type": "channel", "title": "Town", "username": "town"},
    "chat": {"id": -1002, "type": "supergroup"},
    "date": 1767225600,
    "is_automatic_forward": True,
    "forward_origin": {
        "type": "channel",
        "chat": {"id": -1001, "type": "channel", "title": "Town"},
        "message_id": 51,
        "date": 1767225600,
    },
    "text": "Post",
}
MESSAGE = {
    "message_id": 1201,
    "message_thread_id": 1200,
    "from": {"id": 555, "is_bot": False, "first_name": "Ivan", "username": "iv"},
    "chat": {"id": -1002, "type": "supergroup", "title": "Town chat"},
    "date": 1767225700,
    "text": "Comment",
    "entities": [{"type": "url", "offset": 0, "length": 3}],
    "reply_to_message": COPY,
}
SEEN = SeenComment(
    external_id="-1002_1201",
    text="Comment",
    created_at=SAID,
    post="-1001_51",
    author=SeenAuthor("555", "Ivan"),
    url="https://t.me/town/51?comment=1201",
)
THREADS = {"-1002_1200": 51}


def read(threads=THREADS, **change):
    raw = {key: value for key, value in (MESSAGE | change).items() if value is not None}
    return mapping.comment(CHATS, raw, threads)


def test_the_comment_of_the_fact_sheet():
    assert read() == SEEN


def test_its_thread_is_read_off_what_it_answers():
    assert mapping.thread_of(CHATS, MESSAGE) == ("-1002_1200", 51)
    assert mapping.thread_of(CHATS, COPY) == ("-1002_1200", 51)
    assert mapping.thread_of(CHATS, MESSAGE | {"reply_to_message": {"message_id": 7}}) is None


def test_an_unknown_thread_names_the_copy():
    comment = read(threads={})
    assert (comment.post, comment.url) == ("-1002_1200", "https://t.me/c/2/1201")


def test_the_inner_link_of_a_real_number():
    chats = Chats(CHATS.page, -1001234567890, -1002234567890)
    comment = mapping.comment(chats, MESSAGE, {})
    assert comment.url == "https://t.me/c/2234567890/1201"


def test_a_reply_to_a_comment_has_it_as_parent():
    answered = {"message_id": 1199, "message_thread_id": 1200, "date": 1}
    assert read(reply_to_message=answered).parent == "-1002_1199"
    assert read().parent is None


def test_a_message_outside_threads_is_chat():
    chat = read(message_thread_id=None, reply_to_message=None)
    assert (chat.kind, chat.post, chat.url) == ("chat", None, "https://t.me/c/2/1201")


def test_an_edit_has_its_time():
    assert read(edit_date=1767225760).edited_at == datetime(2026, 1, 1, 0, 2, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sender", "author", "own"),
    [
        (
            {"id": -1001, "type": "channel", "title": "Town"},
            SeenAuthor("-1001", "Town"),
            True,
        ),
        (
            {"id": -1002, "type": "supergroup", "title": "Chat"},
            SeenAuthor("-1002", "Chat"),
            True,
        ),
        ({"id": -77, "type": "channel", "username": "mine"}, SeenAuthor("-77", "mine"), False),
    ],
    ids=["the page", "an anonymous administrator", "a resident's own channel"],
)
def test_who_speaks_through_a_chat(sender, author, own):
    comment = read(sender_chat=sender)
    assert (comment.author, comment.own) == (author, own)


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"id": 5, "first_name": "Анна", "last_name": "К"}, "Анна К"),
        ({"id": 5, "first_name": "", "username": "anna"}, "anna"),
        ({"id": 5, "first_name": ""}, ""),
    ],
)
def test_names(user, name):
    assert read(**{"from": user}).author == SeenAuthor("5", name)


def test_a_message_without_an_author():
    assert read(**{"from": None}).author is None


def test_a_caption_is_text_and_media_are_attachments():
    comment = read(text=None, caption="Вот яма", photo=[{"file_id": "x"}])
    assert (comment.text, comment.attachments) == ("Вот яма", (Attachment("photo"),))


def test_a_post_and_its_copy_are_one():
    raw = copy.deepcopy(COPY) | {"message_id": 51, "chat": {"id": -1001, "type": "channel"}}
    post = SeenPost("-1001_51", "Post", POSTED, "https://t.me/town/51")
    assert mapping.post(CHATS, raw) == post
    copied = mapping.copied_post(CHATS, COPY)
    assert (copied.external_id, copied.discussion_id) == ("-1001_51", "-1002_1200")


@pytest.mark.parametrize(
    ("raw", "kind", "album"),
    [
        ({}, "post", None),
        ({"media_group_id": "139"}, "post", "-1001_139"),
        ({"forward_origin": {"type": "hidden_user", "sender_user_name": "Х"}}, "repost", None),
        ({"forward_origin": {"type": "channel", "chat": {"id": -1009}}}, "repost", None),
        ({"forward_origin": {"type": "channel", "chat": {"id": -1001}}}, "post", None),
    ],
)
def test_what_kind_of_post_it_is(raw, kind, album):
    seen = mapping.post(CHATS, {"message_id": 51, "date": 1767225600, "text": "Мост"} | raw)
    assert (seen.kind, seen.album) == (kind, album)


def test_a_forward_of_another_channel_is_no_copy():
    origin = {"type": "channel", "chat": {"id": -1009}, "message_id": 5, "date": 1}
    assert not mapping.is_copy(CHATS, COPY | {"forward_origin": origin})
    assert not mapping.is_copy(CHATS, COPY | {"is_automatic_forward": None})


@pytest.mark.parametrize("change", [{"message_id": None}, {"date": None}, {"date": 10**30}])
def test_a_message_without_number_or_date_is_refused(change):
    with pytest.raises(ValueError, match="нет"):
        read(**change)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"text": ""}, True),
        ({"sticker": {}}, True),
        ({"new_chat_members": []}, False),
        ({"pinned_message": {}}, False),
        ({"left_chat_member": {}}, False),
    ],
)
def test_service_messages_are_no_content(raw, expected):
    assert mapping.is_content(raw) is expected
