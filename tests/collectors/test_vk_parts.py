"""Discussions, photos, videos and private messages of a VK page."""

from collections.abc import Iterator
from typing import Any

import pytest
from vk_town import DAY, EVERYTHING, HERE, Town, fault_of, town

from demo.vk import TOKENS
from errors import Outcome
from models import SeenAuthor


@pytest.fixture
def whole() -> Iterator[Town]:
    """With discussions, photos, videos and messages."""
    with town(EVERYTHING) as made:
        yield made


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
