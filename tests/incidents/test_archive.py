"""Repeats and surges found in the database."""

from datetime import timedelta

import pytest
from given import NOW, PAGE
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session
from tales import CURATOR, ROADS, begin

from collectors.intake import save_batch
from collectors.journal import register
from incidents.archive import keep_keys, repeated_by
from incidents.arrivals import arrivals
from incidents.filing import file_new
from incidents.lookout import look_out, surges_now
from incidents.surges import surges
from models import (
    Batch,
    Incident,
    IncidentKey,
    SeenAuthor,
    SeenComment,
    StoredVerdict,
    Verdict,
    rows_of,
)
from store import Store, retention

HOLE = "На перекрёстке Мира и Гагарина огромная яма, машины бьют колёса, когда её заделают?"
AGAIN = (
    "Здравствуйте! На перекрестке Мира и Гагарина огромная яма, машины бьют колеса, когда заделают"
)
BUS = "Автобус по утрам не приходит, опаздываем на работу всей остановкой"
TOPIC = {"code": "T9", "group": "Дороги", "topic": "Ямы", "score": 0.9}


def comment(session: Session, number: int, text: str, **more: object) -> int:
    """A resident wrote; returns the comment's id."""
    page = register(session, PAGE, "", NOW, NOW - NOW.replace(year=2020))
    author = SeenAuthor(f"a{more.pop('author', number)}", "")
    at = more.pop("at", NOW)
    seen = SeenComment(f"wall-1_{number}", text, at, author=author, **more)
    (item,) = save_batch(session, page, Batch(PAGE, comments=(seen,)), NOW).unjudged
    return item.comment_id


def answered(store: Store, **given: object) -> int:
    tale = begin(store, "novokubansk-1740", "11-02 10:00", **given)
    tale.does("11-02 10:10", CURATOR, "confirm")
    tale.does("11-02 10:20", CURATOR, "route", details={"bodies": ["Дороги"]})
    tale.does("11-02 10:30", ROADS, "draft", text="Здравствуйте! Яму засыпали.")
    tale.does("11-02 10:40", CURATOR, "approve")
    tale.does("11-02 10:50", CURATOR, "publish")
    assert tale.state == "answered"
    return tale.id


def new(session: Session, **given: object) -> Incident:
    incident = Incident("candidate", NOW, **given)
    session.add(incident)
    session.flush()
    return incident


def reasons(session: Session, incident: Incident) -> list[tuple[int, str]]:
    return [(found.earlier.incident, found.reason) for found in repeated_by(session, incident)]


def test_a_text_told_again_by_another_is_found_by_its_keys(store):
    with store.writing() as session:
        told = comment(session, 1, HOLE)
    first = answered(store, comment_id=told)
    answered(store, comment_id=None)
    with store.writing() as session:
        message = new(session, comment_id=comment(session, 2, AGAIN))
        assert reasons(session, message) == [(first, "text")]
        (found,) = repeated_by(session, message)
        assert found.earlier.bodies == ("Дороги",)
        assert found.earlier.answered_at < NOW
        assert reasons(session, new(session, comment_id=comment(session, 3, BUS))) == []


def test_the_same_author_on_the_same_topic_or_in_the_same_thread(store):
    with store.writing() as session:
        told = comment(session, 1, HOLE, author=7)
        session.execute(insert(rows_of(StoredVerdict)), [verdict(told)])
    first = answered(store, comment_id=told)
    with store.writing() as session:
        same_topic = comment(session, 2, "У школы асфальт провалился", author=7)
        session.execute(insert(rows_of(StoredVerdict)), [verdict(same_topic)])
        reply = comment(session, 3, "Ну и где?", author=7, parent="wall-1_1")
        other = comment(session, 4, BUS, author=7)
        found = [reasons(session, new(session, comment_id=id)) for id in (same_topic, reply, other)]
        assert found == [[(first, "author")], [(first, "thread")], []]


def test_what_was_entered_by_hand_is_compared_by_text(store):
    first = answered(store, comment_id=None)
    with store.writing() as session:
        incident = session.get(Incident, first)
        incident.text = HOLE
        keep_keys(session, [(incident, None)])
        assert reasons(session, new(session, text=AGAIN)) == [(first, "text")]


def test_an_unanswered_incident_is_not_repeated(store):
    with store.writing() as session:
        keep_keys(session, [(new(session, text=HOLE), None)])
        assert reasons(session, new(session, text=AGAIN)) == []


def test_keys_go_with_the_text(store):
    answered(store, comment_id=None)
    with store.writing() as session:
        assert session.scalar(select(func.count()).select_from(IncidentKey)) > 0
        retention.purge_incidents(session, NOW + timedelta(days=1))
        assert session.scalar(select(func.count()).select_from(IncidentKey)) == 0


def verdict(comment_id: int, **more: object) -> dict:
    street = {"text": "", "start": 0, "end": 0, "normal": "улица Мира", "ambiguous": False}
    return {
        "comment_id": comment_id,
        "version": 1,
        "model": "m",
        "given_at": NOW,
        "scores": {},
        "flags": [],
        "findings": [],
        "incident": 0.9,
        "needs_answer": True,
        "topics": [TOPIC],
        "places": {"street": [street]},
    } | more


def filed(session: Session, comments: list[int], **more: object) -> None:
    session.execute(insert(rows_of(StoredVerdict)), [verdict(id, **more) for id in comments])
    session.add_all(Incident("candidate", NOW, comment_id=id) for id in comments)
    session.flush()
    file_new(session, NOBODY)


def NOBODY(texts: object) -> list[Verdict]:  # noqa: N802 - stands for a judge that is not asked
    raise AssertionError(texts)


def burst(session: Session, state: str = "candidate") -> None:
    told = [comment(session, n, HOLE, at=NOW - timedelta(minutes=10 * n)) for n in range(1, 9)]
    filed(session, told)
    session.execute(update(Incident).values(state=state))


@pytest.mark.parametrize("state", ["candidate", "dismissed"])
def test_a_burst_in_the_database_is_a_surge(store, state):
    with store.writing() as session:
        burst(session, state)
        found = surges(arrivals(session, NOW), NOW)
        expected = (
            {("T9 Ямы", "улица Мира", 8), ("T9 Ямы", "", 8)} if state == "candidate" else set()
        )
        assert {(s.topic, s.place, s.authors) for s in found} == expected


def test_messages_without_topic_or_place_count_for_the_town(store):
    with store.writing() as session:
        filed(session, [comment(session, 1, HOLE)], topics=[], places={})
        (arrival,) = arrivals(session, NOW)
        assert arrival.pairs == [("", "")]


def test_a_surge_stands_until_a_look_that_does_not_find_it(store):
    with store.writing() as session:
        burst(session)
        assert {seen.place for seen in look_out(session, NOW)} == {"", "улица Мира"}
        assert look_out(session, NOW + timedelta(minutes=10)) == []  # nothing new
        (town, street) = sorted(surges_now(session), key=lambda seen: seen.place)
        assert (town.authors, town.hours, street.topic) == (8, 2, "T9 Ямы")
        look_out(session, NOW + timedelta(days=3))
        assert surges_now(session) == []
        assert street.ended_at == NOW + timedelta(days=3)
