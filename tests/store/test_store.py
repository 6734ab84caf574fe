"""The database: created unasked, copied before a migration, moved between SQLite and PostgreSQL."""

import gzip
import multiprocessing
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from given import NOW, PAGE
from sqlalchemy import select, text

from collectors.intake import save_batch
from errors import Busy, StoreError
from models import (
    Author,
    Base,
    Batch,
    Comment,
    CommentVersion,
    Deadline,
    Decision,
    Incident,
    Post,
    ReviewItem,
    SeenComment,
    SeenPost,
    Step,
)
from store import Store, backup, open_store, restore, retention, upgrade
from store.backup import tables_of
from store.migrate import to_revision


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }


def test_migrations_and_models_agree(store):
    with store.engine.connect() as connection:
        made = {table.name: set(table.columns.keys()) for table in tables_of(connection)}
    wanted = {table.name: set(table.columns.keys()) for table in Base.metadata.sorted_tables}
    assert {name: made[name] for name in wanted} == wanted


def test_nothing_is_copied_where_nothing_changes(store, tmp_path):
    assert upgrade(store, tmp_path, NOW) is None


def test_a_copy_is_made_before_a_migration(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/old.db", tmp_path)
    upgrade(store, tmp_path, NOW)
    with store.engine.execution_options(otklik_writes=True).begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(text(f"DROP TABLE {table.name}"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0000')"))
    with pytest.raises(StoreError, match="более новой версией"):
        upgrade(store, tmp_path, NOW)


def test_candidates_of_the_first_schema_live_on(empty_postgres_url, tmp_path):
    for url in (f"sqlite:///{tmp_path}/old.db", empty_postgres_url):
        store = open_store(url, tmp_path)
        with store.engine.execution_options(otklik_writes=True).begin() as connection:
            to_revision(connection, "0001")
            for table in (
                "pages VALUES (1, 'vk', '1', '', :now, NULL, NULL, NULL, NULL, NULL)",
                "comments VALUES (1, 'vk', 'a', 1, NULL, NULL, 'comment', NULL, 'Яма', '[]', NULL,"
                " :now, :now, false, 1, NULL, NULL, NULL)",
                "incidents VALUES (1, 1, 'candidate', 0.5, :now, NULL, NULL)",
            ):
                connection.execute(text(f"INSERT INTO {table}"), {"now": NOW.isoformat()})
        assert upgrade(store, tmp_path / "copies", NOW) is not None
        with store.reading() as session:
            kept = session.get(Incident, 1)
            assert (kept.state, kept.score, kept.channel, kept.bodies) == (
                "candidate",
                0.5,
                "own",
                [],
            )
        store.close()


def test_what_others_point_at_lives_through_a_migration(empty_postgres_url, tmp_path):
    rows = (
        "pages VALUES (1, 'vk', '1', '', :now, NULL, NULL, NULL, NULL, NULL)",
        "posts VALUES (1, 'vk', 'p', 1, 'Запись', '', :now, :now, NULL, NULL)",
        "comments VALUES (1, 'vk', 'a', 1, 1, NULL, 'comment', NULL, 'Яма', '[]', NULL, :now, :now,"
        " false, 1, NULL, NULL, NULL)",
        "verdicts VALUES (1, 1, 1, 'm', :now, '{}', '[]', '[]', 0, false, '[]', '{}')",
        "review_items VALUES (1, 1, 1, 'open', 1, '[\"spam\"]', :now)",
        "decisions VALUES (1, 1, 1, 'skip', 'Иванова', :now, '')",
    )
    for url in (f"sqlite:///{tmp_path}/old.db", empty_postgres_url):
        store = open_store(url, tmp_path)
        with store.engine.execution_options(otklik_writes=True).begin() as connection:
            to_revision(connection, "0001")
            for row in rows:
                connection.execute(text(f"INSERT INTO {row}"), {"now": NOW.isoformat()})
        upgrade(store, tmp_path / "copies", NOW)
        with store.reading() as session:
            card = session.get_one(ReviewItem, 1)
            assert (card.network, card.page_id, card.held_by) == ("vk", 1, None)
            assert session.get_one(Decision, 1).item_id == card.id
            if store.file:
                assert session.scalar(text("PRAGMA foreign_keys")) == 1
        store.close()


def _term(incident: int, outcome: str) -> Deadline:
    return Deadline(
        incident, "answer", "", "curator", False, 1, NOW, NOW, "п.9", "v1", False, outcome
    )


def test_incidents_become_tombstones_too(store):
    with store.writing() as session:
        for state, outcome in (("answered", "met"), ("review", "open")):
            incident = Incident(state, NOW, text="Яма", link="https://vk.com/1", reported_by="Я")
            session.add(incident)
            session.flush()
            id = incident.id
            session.add(Step(id, 1, "draft", state, "Кто", "executor", NOW, text="Яму заделают"))
            session.add(
                Deadline(
                    id, "answer", "", "curator", False, 1, NOW, NOW, "п.9", "v1", False, outcome
                )
            )
    with store.writing() as session:
        assert retention.purge_incidents(session, NOW + timedelta(days=1)) == 1
    with store.reading() as session:
        left = session.execute(
            select(Incident.text, Incident.link, Step.text, Step.by)
            .join(Step, Step.incident_id == Incident.id)
            .order_by(Incident.id)
        ).all()
        assert [tuple(row) for row in left] == [
            ("", None, "", "Кто"),
            ("Яма", "https://vk.com/1", "Яму заделают", "Кто"),
        ]


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_copy_restores_into_either_database(store, page, comment, target, tmp_path, request):
    batch = Batch(PAGE, (SeenPost("wall-100_50", "Пост", NOW, ""),), (comment(1), comment(2)))
    with store.writing() as session:
        save_batch(session, page, batch, NOW)
        session.add(Incident("review", NOW, text="Яма", emergency=True, bodies=["Дороги"]))
        session.flush()
        session.add(
            Step(1, 1, "draft", "review", "Кто", "executor", NOW, details={"form": "interim"})
        )
        session.add(Deadline(1, "approve", "", "curator", False, 1, NOW, NOW, "п.14", "v1", False))
    copy = backup(store, tmp_path / "copy.jsonl.gz")
    assert copy.stat().st_mode & 0o077 == 0
    url = (
        f"sqlite:///{tmp_path}/second.db"
        if target == "sqlite"
        else request.getfixturevalue("empty_postgres_url")
    )
    second = open_store(url, tmp_path)
    assert restore(second, copy) == 8
    assert rows(second) == rows(store)
    with second.writing() as session:
        assert save_batch(session, page, Batch(PAGE, (), (comment(3),)), NOW).new == 1
    with pytest.raises(StoreError, match="не пуста"):
        restore(second, copy)
    second.close()


def test_half_a_copy_is_refused(store, tmp_path):
    copy = backup(store, tmp_path / "copy.jsonl.gz")
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-20])
    second = open_store(f"sqlite:///{tmp_path}/second.db", tmp_path)
    with pytest.raises(StoreError, match="не читается"):
        restore(second, copy)
    copy.write_bytes(whole)
    assert restore(second, copy) == 0


def test_a_copy_of_a_newer_version_is_refused(tmp_path):
    copy = tmp_path / "newer.jsonl.gz"
    with gzip.open(copy, "wt", encoding="utf-8") as out:
        out.write('["alembic_version", {"version_num": "9999"}]\n')
    second = open_store(f"sqlite:///{tmp_path}/second.db", tmp_path)
    with pytest.raises(StoreError, match=r"более новой версией Отклика \(схема 9999\)"):
        restore(second, copy)


def _try_lock(url: str, answers: "multiprocessing.Queue[str]") -> None:
    try:
        with open_store(url, Path("/")).lock("pass"):
            answers.put("got it")
    except Busy:
        answers.put("busy")


def test_a_lock_keeps_other_processes_out(store, database_url):
    answers: multiprocessing.Queue[str] = multiprocessing.get_context("spawn").Queue()

    def another() -> str:
        context = multiprocessing.get_context("spawn")
        context.Process(target=_try_lock, args=(database_url, answers)).start()
        return answers.get(timeout=30)

    with store.lock("pass"):
        assert another() == "busy"
    assert another() == "got it"


def test_a_transaction_is_saved_whole_or_not_at_all(store, page, comment):
    with pytest.raises(RuntimeError), store.writing() as session:
        save_batch(session, page, Batch(PAGE, (), (comment(1),)), NOW)
        raise RuntimeError("killed here")
    assert rows(store)["comments"] == []


def test_the_file_is_closed_to_others(tmp_path):
    store = open_store("sqlite:///var/otklik.db", tmp_path)
    upgrade(store, tmp_path, NOW)
    assert store.file == tmp_path / "var" / "otklik.db"
    assert store.file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("not a url", "database_url не читается"),
        ("oracle://x", "database_url не читается"),
        ("postgresql+psycopg://me:secret@127.0.0.1:1/none", "недоступна"),
        ("sqlite:////dev/null/x/otklik.db", "создать нельзя"),
    ],
)
def test_a_database_out_of_reach_says_why(url, words, tmp_path):
    with pytest.raises(StoreError, match=words) as error:
        open_store(url, tmp_path)
    assert "secret" not in str(error.value)


def test_retention_leaves_tombstones(store, page, comment):
    old, young = comment(1, "старое"), comment(2, "новое", created_at=NOW + timedelta(days=1))
    with store.writing() as session:
        save_batch(session, page, Batch(PAGE, (), (old, young)), NOW)
        save_batch(session, page, Batch(PAGE, (), (comment(1, "старое, правка"),)), NOW)
        assert retention.purge(session, NOW + timedelta(hours=1)) == 1
    with store.reading() as session:
        texts = session.scalars(select(Comment.text).order_by(Comment.external_id)).all()
        assert texts == ["", "новое"]
        assert session.scalars(select(CommentVersion.text)).all() == [""]
        assert session.scalars(select(Author.name)).all() == ["Пётр С."]
    with store.writing() as session:
        assert retention.purge(session, NOW + timedelta(days=2)) == 1
    with store.writing() as session:
        author = session.scalars(select(Author)).one()
        assert (author.name, author.external_id) == ("", f"forgotten-{author.id}")
        again = save_batch(session, page, Batch(PAGE, (), (old,)), NOW)
        assert (again.new, again.edited) == (0, 0)
        assert session.scalars(select(Post.text)).all() == [""]


def test_a_forgotten_private_message_names_nobody_and_does_not_come_back(store, page, comment):
    def message(number: int, **given: object) -> SeenComment:
        usual = {"kind": "message", "post": None, "url": "https://vk.com/gim100?sel=555"}
        return comment(number, **{**usual, "external_id": f"im-100_555_{number}", **given})

    old = message(1), message(2, parent="im-100_555_1")
    later = message(3, created_at=NOW + timedelta(days=1))
    with store.writing() as session:
        save_batch(session, page, Batch(PAGE, (), old), NOW)
        assert retention.purge(session, NOW + timedelta(hours=1)) == 2
    with store.writing() as session:
        assert "555" not in str(rows(store)["comments"] + rows(store)["authors"])
        assert save_batch(session, page, Batch(PAGE, (), (*old, later)), NOW).new == 1
        kept = session.scalars(select(Comment.external_id).order_by(Comment.id)).all()
        assert kept == ["forgotten-1", "forgotten-2", "im-100_555_3"]


@pytest.mark.parametrize("read_as_message", [True, False])
def test_retention_empties_what_visitors_posted_and_leaves_the_pages_own(
    store, page, comment, read_as_message
):
    posts = [
        SeenPost(f"wall-100_{kind}", kind, NOW + timedelta(days=days), "", kind=kind)
        for kind, days in (("visitor", 0), ("post", 0), ("quote", 5))
    ]
    posts.append(replace(posts[0], external_id="wall-100_young", created_at=NOW + timedelta(2)))
    message = comment(1, "visitor", external_id="wall-100_visitor", post="wall-100_visitor")
    with store.writing() as session:
        save_batch(session, page, Batch(PAGE, tuple(posts), (message,) * read_as_message), NOW)
        assert retention.purge(session, NOW + timedelta(days=1)) == read_as_message
    with store.reading() as session:
        texts = dict(session.execute(select(Post.external_id, Post.text)).all())
    assert [texts[post.external_id] for post in posts] == ["", "post", "quote", "visitor"]


def test_sqlite_keeps_its_journal_beside(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/a.db", tmp_path)
    upgrade(store, tmp_path, NOW)
    with sqlite3.connect(tmp_path / "a.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_connection_that_the_server_has_closed_is_replaced(empty_postgres_url, tmp_path):
    one, other = (open_store(empty_postgres_url, tmp_path) for _ in range(2))
    asked = text("SELECT pg_backend_pid()")
    with one.reading() as session:
        before = session.scalar(asked)
    with other.writing() as session:
        session.execute(text("SELECT pg_terminate_backend(:before, 5000)"), {"before": before})
    with one.reading() as session:
        assert session.scalar(asked) != before
    one.close()
    other.close()


def test_a_writer_that_never_ends_keeps_no_other_waiting_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr("store.engine.BUSY_SECONDS", 0.01)
    opened = open_store(f"sqlite:///{tmp_path}/otklik.db", tmp_path)
    with (
        opened.writing(),
        pytest.raises(StoreError, match="другая запись идёт дольше"),
        opened.writing(),
    ):
        pass
    opened.close()
