"""Polling a VK page over real HTTP: nothing lost, nothing doubled, and little asked."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from vk_town import DAY, EVERYTHING, HERE, NOW, Shelf, Town, town

from collectors.base import Scope
from demo.server import Call, Fault, Faults
from demo.vk import TOKENS
from errors import NetworkFault, Outcome
from models import SeenAuthor


@pytest.fixture
def gorod() -> Iterator[Town]:
    with town() as made:
        yield made


@pytest.fixture
def whole() -> Iterator[Town]:
    """With discussions, photos, videos and messages."""
    with town(EVERYTHING) as made:
        yield made


def fault_of(gorod: Town) -> NetworkFault:
    with pytest.raises(NetworkFault) as caught:
        gorod.read()
    return caught.value


def test_reads_posts_comments_and_every_reply(gorod: Town) -> None:
    post = gorod.post("Отключение воды")
    gorod.comments(post, 230)
    root = gorod.comment(post, "Ветка")
    replies = gorod.comments(post, 130, to=root)
    gorod.comment(post, "Вам ответили", author=-100, to=replies[5])
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()
    assert gorod.shelf.posts["wall-100_51"].text == "Отключение воды"
    answer = next(c for c in gorod.shelf.comments.values() if c.text == "Вам ответили")
    assert (answer.own, answer.parent) == (True, f"wall-100_{replies[5].id}")
    assert gorod.shelf.comments[f"wall-100_{root.id}"].author == SeenAuthor("501", "Житель 501")


def test_batches_stay_small_and_each_resumes(gorod: Town) -> None:
    for age in range(8):
        gorod.comments(gorod.post(age=age), 90)
    batches = list(gorod.batches())
    assert max(len(batch.comments) for batch in batches) <= 200
    whole = Shelf()
    for batch in batches:
        whole.put(batch)
    for stop in range(len(batches)):
        resumed = Shelf()
        for batch in batches[: stop + 1]:
            resumed.put(batch)
        for batch in gorod.batches(cursor=resumed.cursor):
            resumed.put(batch)
        assert resumed.comments == whole.comments
        assert resumed.posts == whole.posts
        assert resumed.cursor == whole.cursor


def test_an_unchanged_page_costs_little_and_brings_nothing_new(gorod: Town) -> None:
    for age in (1, 2, 10, 20):
        gorod.comments(gorod.post(age=age), 3)
    gorod.post("Без комментариев", age=3)
    gorod.read()
    assert gorod.vk.calls == {"wall.get": 1, "wall.getComments": 4}
    before = dict(gorod.shelf.comments)
    batches = gorod.read()
    assert gorod.vk.calls == {"wall.get": 1, "wall.getComments": 2}  # the fresh ones, for edits
    assert gorod.shelf.comments == before
    assert not any(batch.posts for batch in batches)


def test_a_page_with_nothing_fresh_is_one_call(gorod: Town) -> None:
    gorod.comments(gorod.post(age=10), 3)
    gorod.read()
    assert gorod.read() == []
    assert gorod.vk.calls == {"wall.get": 1}


def test_new_comment_under_an_old_post(gorod: Town) -> None:
    old, _ = gorod.post(age=200), gorod.post(age=1)
    gorod.read()
    gorod.comment(old, "А у нас до сих пор так")
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_older_posts_are_read_whole_once_a_day(gorod: Town) -> None:
    post = gorod.post(age=10)
    comment = gorod.comment(post, "Хорошо")
    gorod.read()
    gorod.world.edit(gorod.page, comment, "Плохо")
    gorod.read(NOW + timedelta(hours=23))
    assert gorod.shelf.standing() != gorod.truth()
    gorod.read(NOW + timedelta(hours=24))
    assert gorod.shelf.standing() == gorod.truth()


def test_edit_delete_restore(gorod: Town) -> None:
    post = gorod.post()
    comments = gorod.comments(post, 5)
    gorod.read()
    gorod.world.edit(gorod.page, comments[0], "Исправлено")
    gorod.world.delete(gorod.page, comments[1])
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()
    gorod.world.restore(gorod.page, comments[1])
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_a_deleted_root_with_replies_is_gone_and_they_stay(gorod: Town) -> None:
    post = gorod.post()
    root = gorod.comment(post, "Корень")
    gorod.comments(post, 15, to=root)
    gorod.read()
    gorod.world.delete(gorod.page, root)
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()
    assert f"wall-100_{root.id}" in gorod.shelf.gone


def test_every_comment_deleted(gorod: Town) -> None:
    comments = gorod.comments(gorod.post(), 3)
    gorod.read()
    for comment in comments:
        gorod.world.delete(gorod.page, comment)
    gorod.read()
    assert gorod.shelf.standing() == {}


def test_pinned_posts_do_not_hide_the_others(gorod: Town) -> None:
    pinned = gorod.post("Закреплено", age=400)
    pinned.pinned = True
    for age in range(120):
        gorod.comment(gorod.post(age=age / 10))
    gorod.comment(pinned)
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_the_window_is_walked_once_then_looked_up(gorod: Town) -> None:
    posts = [gorod.post(age=age / 10) for age in range(250)]
    for post in posts:
        gorod.comment(post)
    gorod.read()
    assert gorod.vk.calls["wall.get"] == 3
    assert gorod.shelf.standing() == gorod.truth()
    gorod.comment(posts[-1], "Под самой старой")
    posts[-2].deleted = True
    gorod.read()
    assert (gorod.vk.calls["wall.get"], gorod.vk.calls["wall.getById"]) == (1, 2)
    assert gorod.shelf.standing().keys() >= gorod.truth().keys()
    assert f"wall-100_{posts[-2].id}" in gorod.shelf.gone


def test_many_new_posts_between_passes(gorod: Town) -> None:
    gorod.post(age=5)
    gorod.read()
    for minutes in range(250):
        gorod.comment(gorod.post(age=minutes / 1440))
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_a_deleted_post(gorod: Town) -> None:
    post, _ = gorod.post(), gorod.post(age=2)
    gorod.comment(post)
    gorod.read()
    post.deleted = True
    gorod.read()
    assert gorod.shelf.gone == {f"wall-100_{post.id}"}
    gorod.read()
    assert "wall.getById" not in gorod.vk.calls


def test_posts_of_visitors(gorod: Town) -> None:
    post = gorod.post("Почините лифт", kind="visitor_post", author=502)
    gorod.comment(post, "И у нас")
    gorod.read()
    seen = gorod.shelf.comments[f"wall-100_{post.id}"]
    assert (seen.kind, seen.text, seen.author) == (
        "wall_post",
        "Почините лифт",
        SeenAuthor("502", "Житель 502"),
    )
    assert gorod.shelf.standing() == gorod.truth()
    assert f"wall-100_{post.id}" in gorod.shelf.posts


def test_switched_off_parts_are_not_asked_for() -> None:
    with town(Scope(include=frozenset({"comments"}))) as gorod:
        gorod.post("Почините лифт", kind="visitor_post", author=502)
        gorod.comment(gorod.post())
        gorod.read()
        assert gorod.shelf.standing() == gorod.truth(kinds=["post"])
        assert gorod.vk.calls == {"wall.get": 1, "wall.getComments": 1}


def test_an_edited_post_is_shown_again(gorod: Town) -> None:
    post = gorod.post("Старый текст")
    gorod.read()
    post.text, post.edited = "Новый текст", HERE
    gorod.read()
    assert gorod.shelf.posts[f"wall-100_{post.id}"].text == "Новый текст"


@pytest.mark.parametrize("name", ["-100", "club100", "public100", "gorod"])
def test_names_of_a_page(name: str) -> None:
    with town(name=name) as gorod:
        gorod.comment(gorod.post())
        gorod.read()
        assert gorod.shelf.standing() == gorod.truth()
        gorod.read()
        assert set(gorod.vk.calls) == {"wall.get", "wall.getComments"}


def test_nobody_by_that_name() -> None:
    with town(name="nobody") as gorod:
        assert fault_of(gorod).outcome is Outcome.SKIP


def test_hidden_and_deleted_authors(gorod: Town) -> None:
    post = gorod.post()
    gorod.world.add_person(600, "Кто-то", deactivated="deleted")
    gone, hidden = gorod.comment(post, author=600), gorod.comment(post, author=0)
    gorod.read()
    assert gorod.shelf.comments[f"wall-100_{gone.id}"].author == SeenAuthor("600", "DELETED")
    assert gorod.shelf.comments[f"wall-100_{hidden.id}"].author is None


@pytest.mark.parametrize(("state", "code"), [("private", 15), ("deleted", 18), ("banned", 18)])
def test_a_page_out_of_reach(gorod: Town, state: str, code: int) -> None:
    gorod.post()
    gorod.page.state = state
    fault = fault_of(gorod)
    assert (fault.code, fault.outcome) == (code, Outcome.SKIP)


def test_closed_comments_are_no_trouble_for_the_rest(gorod: Town) -> None:
    closed, _ = gorod.post(), gorod.comment(gorod.post(age=2), "Жив")
    gorod.comment(closed)
    closed.comments_closed = True
    gorod.read()
    assert list(gorod.shelf.standing().values()) == ["Жив"]
    assert f"wall-100_{closed.id}" in gorod.shelf.gaps[0]
    gorod.read()
    assert gorod.vk.calls["wall.getComments"] == 1  # not asked again at every pass


@pytest.mark.parametrize("code", [10, 15, 30])
def test_one_post_out_of_reach_hides_no_other(gorod: Town, code: int) -> None:
    for age in (1, 2, 3):
        gorod.comment(gorod.post(age=age))
    gorod.vk.faults.plan(Fault("wall.getComments", "error", code, times=3 if code == 10 else 1))
    assert fault_of(gorod).code == code
    assert len(gorod.shelf.standing()) == 2
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_a_network_that_is_down_is_not_asked_for_every_post(gorod: Town) -> None:
    for age in range(1, 20):
        gorod.comment(gorod.post(age=age / 10))
    gorod.vk.faults.plan(Fault("wall.getComments", "status", 503, times=999))
    assert fault_of(gorod).code == 503
    assert gorod.vk.calls["wall.getComments"] == 6  # two posts, three attempts each
    assert gorod.shelf.cursor is not None
    gorod.vk.faults.clear()
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_a_captcha_goes_to_a_person(gorod: Town) -> None:
    gorod.vk.faults.plan(Fault("wall.get", "captcha"))
    assert fault_of(gorod).outcome is Outcome.OPERATOR


@pytest.mark.parametrize("kind", ["status", "cut", "hangup", "html"])
def test_passing_trouble_loses_nothing(gorod: Town, kind: str) -> None:
    gorod.comments(gorod.post(), 250)
    gorod.vk.faults.plan(Fault("*", kind, 502, times=2, after=1))
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


@pytest.mark.parametrize("seed", range(5))
def test_random_trouble_loses_nothing(gorod: Town, seed: int) -> None:
    for age in (1, 2, 3):
        post = gorod.post(age=age)
        gorod.comments(post, 120)
        gorod.comments(post, 30, to=gorod.comment(post))
    faults = gorod.vk.faults = Faults(rate=0.4, seed=seed)
    for _ in range(50):
        try:
            gorod.read()
        except NetworkFault:
            continue
        break
    faults.clear()
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()
    assert not gorod.shelf.gone


@pytest.mark.parametrize("victims", [range(0, 60), range(90, 100), range(0, 100), range(40, 199)])
def test_deleting_between_two_requests_loses_nothing(gorod: Town, victims: range) -> None:
    post = gorod.post()
    comments = gorod.comments(post, 350)

    def delete(call: Call) -> None:
        if call.method == "wall.getComments" and call.params["offset"] == "99":
            for victim in victims:
                gorod.world.delete(gorod.page, comments[victim])

    gorod.vk.before = delete
    gorod.read()
    assert gorod.shelf.standing().items() >= gorod.truth().items()
    gorod.vk.before = lambda call: None
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_writing_between_two_requests_is_read_at_once(gorod: Town) -> None:
    post = gorod.post()
    gorod.comments(post, 150)

    def write(call: Call) -> None:
        if call.params.get("offset") == "99":
            gorod.comments(post, 150)
            gorod.vk.before = lambda call: None

    gorod.vk.before = write
    gorod.read()
    assert len(gorod.shelf.standing()) == 300


def test_short_pages_are_not_the_end(gorod: Town) -> None:
    gorod.comments(gorod.post(), 350)

    def hide(call: Call, response: Any) -> Any:
        if call.method == "wall.getComments":
            response["items"] = response["items"][:97]
        return response

    gorod.vk.after = hide
    gorod.read()
    assert len(gorod.shelf.standing()) == 350


SPOILED = [
    {"id": None},
    {"date": None},
    {"date": "вчера"},
    {"attachments": [{"photo": {}}]},
    {"thread": 5},
]


@pytest.mark.parametrize("spoil", SPOILED, ids=repr)
def test_a_spoiled_item_is_named_and_the_rest_read(gorod: Town, spoil: dict[str, Any]) -> None:
    post = gorod.post()
    gorod.comments(post, 3)
    gorod.read()

    def spoiled(call: Call, response: Any) -> Any:
        if call.method == "wall.getComments":
            response["items"][1] |= spoil
        return response

    gorod.vk.after = spoiled
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()
    assert bool(gorod.shelf.gaps) == ("thread" not in spoil)


@pytest.mark.parametrize("item", [None, 5, {}, {"id": 51}, {"id": 51, "date": 1, "from_id": "x"}])
def test_a_spoiled_post_is_named_and_deletes_nothing(gorod: Town, item: Any) -> None:
    gorod.comment(gorod.post(), "Под испорченной")
    gorod.comment(gorod.post(age=2), "Под целой")
    gorod.read()

    def spoiled(call: Call, response: Any) -> Any:
        if call.method == "wall.get":
            response["items"][0] = item
        return response

    gorod.vk.after = spoiled
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_wild_texts(gorod: Town) -> None:
    post = gorod.post()
    texts = ["", "😀" * 25_000, "a\0b", "\ud800", "<b>жир</b>", "\u202eтекст", " "]
    comments = [gorod.comment(post, text) for text in texts]
    gorod.read()
    assert [gorod.shelf.comments[f"wall-100_{c.id}"].text for c in comments] == texts


def test_boards_photos_videos(whole: Town) -> None:
    topic = whole.post("ЖКХ: вопросы", age=50, kind="board")
    whole.world.add_comment(whole.page, topic, 501, "Вопрос", HERE - DAY)
    photo = whole.post(age=3, kind="photo")
    whole.comments(photo, 2)
    video = whole.post("Прямая линия", age=3, kind="video")
    whole.comments(video, 12, to=whole.comment(video, "Ветка"))
    whole.read()
    kinds = [seen.kind for seen in whole.shelf.comments.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"photo": 2, "video": 13, "board": 1}
    names = (f"topic-100_{topic.id}", f"photo-100_{photo.id}", f"video-100_{video.id}")
    assert set(whole.shelf.posts) == set(names)
    assert {seen.post for seen in whole.shelf.comments.values()} == set(names)
    assert all(seen.author == SeenAuthor("501", "Житель 501") for seen in _all(whole))


def _all(whole: Town) -> list[Any]:
    return list(whole.shelf.comments.values())


def test_only_topics_with_news_are_read_again(whole: Town) -> None:
    topics = [whole.post(f"Тема {n}", age=60, kind="board") for n in range(3)]
    for topic in topics:
        whole.world.add_comment(whole.page, topic, 501, "Вопрос", HERE - 10 * DAY)
    whole.read()
    assert whole.vk.calls["board.getComments"] == 3
    whole.world.add_comment(whole.page, topics[1], 501, "Ещё", HERE - 60)
    whole.read()
    assert whole.vk.calls["board.getComments"] == 1
    assert len(whole.shelf.comments) == 4


def test_a_deleted_comment_of_a_photo(whole: Town) -> None:
    photo = whole.post(age=3, kind="photo")
    comments = whole.comments(photo, 3)
    whole.read()
    whole.world.delete(whole.page, comments[0])
    whole.read()
    assert whole.shelf.gone == {f"photo-100_{photo.id}_{comments[0].id}"}


def test_private_messages_come_once(whole: Town) -> None:
    for n in range(250):
        whole.world.add_message(whole.page, 501 + n % 2, f"Сообщение {n}", HERE - 250 + n)
    whole.world.add_message(whole.page, 503, "Давнее", HERE - 100 * DAY)
    whole.read()
    assert len(whole.shelf.comments) == 250
    assert "im-100_501_125" in whole.shelf.comments
    whole.world.add_message(whole.page, 502, "Ещё", HERE)
    brought = [seen.text for batch in whole.read() for seen in batch.comments]
    assert brought == ["Ещё"]
    assert whole.vk.calls["messages.getHistory"] == 1


def test_a_part_without_its_token_is_reported_and_the_wall_is_read(whole: Town) -> None:
    whole.comment(whole.post())
    whole.vk._kinds.pop(TOKENS["user"])
    fault = fault_of(whole)
    assert (fault.outcome, fault.method) == (Outcome.STOP_TOKEN, "photos.getAllComments")
    assert whole.shelf.standing() == whole.truth()


def test_the_cursor_stays_small(gorod: Town) -> None:
    for age in range(300):
        gorod.post(age=age)
    gorod.read()
    assert gorod.shelf.cursor is not None
    assert len(gorod.shelf.cursor["sections"]["wall"]) == 100
