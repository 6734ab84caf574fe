"""What the curator settles becomes samples."""

from sqlalchemy import select
from tales import CURATOR, begin

from incidents.lessons import lessons
from models import Incident

LIGHT = {"topic": "T101", "group": "Дороги", "name": "Освещение дорог"}


def taught(store):
    with store.reading() as session:
        return [(each.topic, each.body, each.corrected) for each in lessons(session)]


def test_a_correction_and_a_route_teach_topic_and_body(store):
    tale = begin(store, "novokubansk-1740", "11-02 10:00")
    assert taught(store) == []
    tale.does("11-02 10:10", CURATOR, "confirm")
    tale.does("11-02 10:12", CURATOR, "correct", details=LIGHT)
    assert taught(store) == [("Освещение дорог", "", True)]
    tale.does("11-02 10:20", CURATOR, "route", details={"bodies": ["Горсвет"]})
    assert taught(store) == [("Освещение дорог", "Горсвет", True)]


def test_a_route_without_a_correction_accepts_the_topic(store):
    tale = begin(store, "novokubansk-1740", "11-02 10:00", topic="T9", topic_name="Ямы")
    tale.does("11-02 10:10", CURATOR, "confirm")
    tale.does("11-02 10:20", CURATOR, "route", details={"bodies": ["Дороги"]})
    assert taught(store) == [("Ямы", "Дороги", False)]


def test_a_forgotten_text_teaches_nothing(store):
    tale = begin(store, "novokubansk-1740", "11-02 10:00")
    tale.does("11-02 10:10", CURATOR, "confirm")
    tale.does("11-02 10:20", CURATOR, "route", details={"bodies": ["Дороги"]})
    with store.writing() as session:
        session.scalars(select(Incident)).one().text = ""
    assert taught(store) == []
