"""VK's Long Poll as a stream of batches, and together with polling."""

from collections.abc import Iterator

import pytest
from vk_town import EVERYTHING, HERE, NOW, Town, client, key, town

from collectors.base import Scope
from collectors.vk_live import VkLive, history_lost
from demo.server import Fault
from demo.vk import TOKENS
from models import PageRef, SeenAuthor


@pytest.fixture
def gorod() -> Iterator[Town]:
    with town(EVERYTHING) as made:
        yield made


def live(gorod: Town, scope: Scope = EVERYTHING, **tokens: str) -> VkLive:
    return VkLive(client(gorod.vk, **tokens), PageRef("vk", "gorod"), scope, wait=0)


def listen(gorod: Town, stream: VkLive) -> int:
    """One round onto the shelf; returns how many batches came."""
    batches = list(stream.fetch(gorod.shelf.cursor, NOW))
    for batch in batches:
        gorod.shelf.put(batch)
    return len(batches)


def test_follows_what_happens(gorod: Town) -> None:
    stream = live(gorod)
    assert stream.owner == "live:gorod"
    assert listen(gorod, stream) == 1  # where we start from
    assert listen(gorod, stream) == 0
    post = gorod.post("Новость")
    comments = gorod.comments(post, 3)
    gorod.world.edit(gorod.page, comments[0], "Исправлено")
    gorod.world.delete(gorod.page, comments[1])
    gorod.world.delete(gorod.page, comments[2])
    gorod.world.restore(gorod.page, comments[2])
    listen(gorod, stream)
    assert gorod.shelf.standing() == gorod.truth()
    assert gorod.shelf.gone == {key(comments[1])}
    assert gorod.shelf.comments[key(comments[1])].text  # the evidence is kept


def test_knows_the_names_and_the_old_post(gorod: Town) -> None:
    post = gorod.post("Старая новость", age=90)
    stream = live(gorod)
    listen(gorod, stream)
    comment = gorod.comment(post)
    gorod.comment(post)
    listen(gorod, stream)
    seen = gorod.shelf.comments[key(comment)]
    assert seen.author == SeenAuthor("501", "Житель 501")
    assert gorod.shelf.posts[f"wall-100_{post.id}"].text == "Старая новость"
    gorod.comment(post)
    listen(gorod, stream)
    assert (gorod.vk.calls["users.get"], gorod.vk.calls["wall.getById"]) == (1, 1)


def test_a_community_token_is_enough(gorod: Town) -> None:
    stream = live(gorod, community=TOKENS["community"])
    listen(gorod, stream)
    gorod.comment(gorod.post("Новость"))
    listen(gorod, stream)
    assert gorod.shelf.standing() == gorod.truth()


def test_everything_else_that_residents_write(gorod: Town) -> None:
    stream = live(gorod)
    listen(gorod, stream)
    for kind in ("photo", "video", "board"):
        gorod.comment(gorod.post(kind=kind))
    gorod.post("Почините лифт", kind="visitor_post", author=502)
    gorod.world.add_message(gorod.page, 503, "Здравствуйте", HERE)
    listen(gorod, stream)
    kinds = sorted(seen.kind for seen in gorod.shelf.comments.values())
    assert kinds == ["board", "message", "photo", "video", "wall_post"]


def test_polling_and_listening_agree(gorod: Town) -> None:
    stream = live(gorod)
    listen(gorod, stream)
    for kind in ("post", "photo", "video", "board", "visitor_post"):
        author = 502 if kind == "visitor_post" else None
        gorod.comment(gorod.post("Текст", kind=kind, author=author))
    gorod.world.add_message(gorod.page, 503, "Здравствуйте", HERE)
    listen(gorod, stream)
    heard = dict(gorod.shelf.comments)
    gorod.shelf.comments.clear()
    gorod.shelf.cursor = None
    gorod.read()
    assert gorod.shelf.comments == heard


@pytest.mark.parametrize("failure", [1, 3])
def test_lost_events_are_said_aloud(gorod: Town, failure: int) -> None:
    stream = live(gorod)
    listen(gorod, stream)
    gorod.comment(gorod.post())
    gorod.vk.faults.plan(Fault("lp", "error", failure))
    assert [history_lost(batch) for batch in stream.fetch(gorod.shelf.cursor, NOW)] == [True]
    assert stream.lost
    listen(gorod, stream)
    assert not stream.lost


def test_many_events_come_in_pieces_and_only_the_last_moves_on(gorod: Town) -> None:
    stream = live(gorod)
    listen(gorod, stream)
    gorod.comments(gorod.post(), 250)
    cursors = [batch.cursor for batch in stream.fetch(gorod.shelf.cursor, NOW)]
    assert [cursor is None for cursor in cursors] == [True, True, False]
