"""Polling a VK page over real HTTP: nothing lost, nothing doubled, and little asked."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import Mock

import pytest
from vk_town import HERE, NOW, Shelf, Town, key, town

from collectors.base import Scope
from collectors.vk_page import owner_of
from models import SeenAuthor


@pytest.fixture
def gorod() -> Iterator[Town]:
    with town() as made:
        yield made


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
    assert (answer.own, answer.parent) == (True, key(replies[5]))
    assert gorod.shelf.comments[key(root)].author == SeenAuthor("501", "Житель 501")


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
    gorod.post(), gorod.comments(gorod.post(age=10), 3)
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
    post, _ = gorod.post(age=10), gorod.post(age=0)
    comment = gorod.comment(post, "Хорошо")
    gorod.read()
    gorod.world.edit(gorod.page, comment, "Плохо")
    gorod.read(NOW + timedelta(hours=23))
    assert gorod.shelf.standing() != gorod.truth()
    gorod.read(NOW + timedelta(hours=24))
    assert gorod.shelf.standing() == gorod.truth()


@pytest.mark.parametrize("age", [10, 300])
def test_the_last_posts_of_a_quiet_page_stay_fresh(gorod: Town, age: int) -> None:
    first, second, _ = gorod.comments(gorod.post(age=age), 3)
    post = gorod.post(age=age + 1)
    gorod.read()
    gorod.world.edit(gorod.page, first, "Исправлено")
    gorod.world.delete(gorod.page, second)
    gorod.comment(post, "Новый, и счётчик прежний")
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_the_first_pass_goes_back_from_the_last_post_of_a_quiet_page(gorod: Town) -> None:
    for number in range(150):
        gorod.comment(gorod.post(age=300 + number / 10))
    gorod.read()
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
    assert key(root) in gorod.shelf.gone


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


def test_the_oldest_post_of_a_short_wall_goes_too(gorod: Town) -> None:
    post, _ = gorod.post(age=50), gorod.post(age=1)
    gorod.read()
    post.deleted = True
    gorod.read()
    assert gorod.shelf.gone == {f"wall-100_{post.id}"}


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


def test_a_bare_array_of_groups_names_the_page_too() -> None:
    client = Mock(call=Mock(return_value=[{"id": 100, "screen_name": "gorod"}]))
    assert owner_of(client, "gorod") == -100


def test_hidden_and_deleted_authors(gorod: Town) -> None:
    post = gorod.post()
    gorod.world.add_person(600, "Кто-то", deactivated="deleted")
    gone, hidden = gorod.comment(post, author=600), gorod.comment(post, author=0)
    gorod.read()
    assert gorod.shelf.comments[key(gone)].author == SeenAuthor("600", "DELETED")
    assert gorod.shelf.comments[key(hidden)].author is None


def test_the_cursor_stays_small(gorod: Town) -> None:
    for age in range(300):
        gorod.post(age=age)
    gorod.read()
    assert gorod.shelf.cursor is not None
    assert len(gorod.shelf.cursor["sections"]["wall"]) == 100
