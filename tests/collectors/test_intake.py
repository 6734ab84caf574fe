"""What a batch does to the store: once is enough, changes keep history, nothing is lost."""

from datetime import timedelta

import pytest
from given import NOW, PAGE
from sqlalchemy import func, select

from collectors.intake import Intake, save_batch
from models import (
    Author,
    Batch,
    Comment,
    CommentVersion,
    Listing,
    Page,
    Post,
    SeenAuthor,
    SeenComment,
    SeenPost,
)
from store import Store

POST = SeenPost("wall-100_50", "Ремонт улицы", NOW, "https://vk.com/wall-100_50")


@pytest.fixture
def save(store: Store, page: Page):
    def save_(*comments: SeenComment, trusted: tuple[str, ...] = (), **batch: object) -> Intake:
        given = {"posts": (POST,), **batch}
        with store.writing() as session:
            return save_batch(session, page, Batch(PAGE, comments=comments, **given), NOW, trusted)

    return save_


def stored(store: Store, external_id: str = "wall-100_50_1") -> Comment:
    with store.reading() as session:
        return session.scalars(select(Comment).where(Comment.external_id == external_id)).one()


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_what_comes_twice_is_stored_once(store, save, comment):
    first = save(comment(1), comment(2))
    second = save(comment(1), comment(2))
    assert (first.new, second.new) == (2, 0)
    assert second == Intake()
    assert (count(store, Comment), count(store, Author), count(store, Post)) == (2, 1, 1)


def test_one_comment_twice_in_a_batch_is_one_comment(store, save, comment):
    assert save(comment(1), comment(1)).new == 1


def test_an_edit_keeps_the_former_text_and_asks_for_a_new_verdict(store, save, comment):
    save(comment(1, "Спасибо!"))
    intake = save(comment(1, "Спасибо, козлы!"))
    assert (intake.new, intake.edited) == (0, 1)
    assert [(item.version, item.text) for item in intake.unjudged] == [(2, "Спасибо, козлы!")]
    with store.reading() as session:
        former = session.scalars(select(CommentVersion)).one()
    assert (former.version, former.text) == (1, "Спасибо!")
    assert stored(store).edited_at == NOW


def test_a_comment_missing_from_a_complete_listing_is_deleted(store, save, comment):
    save(comment(1), comment(2))
    intake = save(listings=(Listing("wall-100_50", frozenset({"wall-100_50_2"})),))
    assert intake.gone == [stored(store, "wall-100_50_1").id]
    assert stored(store, "wall-100_50_1").deleted_at == NOW
    assert stored(store, "wall-100_50_2").deleted_at is None


def test_a_listing_of_an_unknown_post_deletes_nothing(store, save, comment):
    save(comment(1, post=None))
    assert save(listings=(Listing("wall-100_99", frozenset()),)).gone == []


def test_a_visitors_wall_post_is_not_missing_from_its_own_comments(store, save, comment):
    wall_post = comment(external_id="wall-100_50", kind="wall_post", post="wall-100_50")
    assert save(wall_post, listings=(Listing("wall-100_50", frozenset()),)).gone == []


def test_a_restored_comment_stands_again(store, save, comment):
    save(comment(1))
    save(deleted_comments=frozenset({"wall-100_50_1"}))
    intake = save(comment(1))
    assert intake.back == [stored(store).id]
    assert stored(store).deleted_at is None


def test_a_deleted_post_takes_its_comments_with_it(store, save, comment):
    save(comment(1))
    save(posts=(), deleted_posts=frozenset({"wall-100_50"}))
    assert stored(store).deleted_at == NOW


@pytest.mark.parametrize(
    ("given", "is_context"),
    [
        ({}, False),
        ({"own": True}, True),
        ({"author": SeenAuthor("777", "Наш редактор")}, True),
        ({"author": None}, False),
        ({"created_at": NOW - timedelta(days=6)}, False),
        ({"created_at": NOW - timedelta(days=8)}, True),
    ],
)
def test_ours_trusted_and_old_comments_are_context(store, save, comment, given, is_context):
    intake = save(comment(1, **given), trusted=("vk:777",))
    assert stored(store).context is is_context
    assert bool(intake.unjudged) is not is_context


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("ноль\x00байт", "ноль\ufffdбайт"),
        ("половина \ud83d пары", "половина \ufffd пары"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u202eзеркало", "\u202eзеркало"),
        ("😀" * 25_000, "😀" * 25_000),
    ],
)
def test_any_text_is_stored(store, save, comment, text, kept):
    assert save(comment(1, text)).new == 1
    assert stored(store).text == kept
    assert save(comment(1, text)) == Intake()


def test_a_comment_of_telegrams_copy_finds_its_post(store, save, comment):
    post = SeenPost("-1001_51", "Пост", NOW, "", discussion_id="-1002_1200")
    save(posts=(post,))
    save(comment(1, post="-1002_1200"), posts=())
    with store.reading() as session:
        post_id = session.scalar(select(Post.id).where(Post.external_id == "-1001_51"))
    assert stored(store).post_id == post_id


def test_a_comment_before_its_post_waits_under_a_placeholder(store, save, comment):
    save(comment(1, post="-1002_1200"), posts=())
    save(posts=(SeenPost("-1001_51", "Пост", NOW, ""),))
    save(posts=(SeenPost("-1001_51", "Пост", NOW, "", discussion_id="-1002_1200"),))
    with store.reading() as session:
        post = session.scalars(select(Post)).one()
    assert (post.external_id, post.discussion_id) == ("-1001_51", "-1002_1200")
    assert stored(store).post_id == post.id
