"""What is known of a new message: topic, place, repeats, words; and that a person knows better."""

from dataclasses import replace

import pytest
from given import NOW, PAGE
from regulations import act, town
from tales import CURATOR, ROADS, begin

from collectors.intake import save_batch
from incidents.candidates import propose
from incidents.desk import Desk, Order, perform
from incidents.filing import file_new, unsure
from incidents.listing import Wanted, listing
from incidents.sight import Sight
from models import Batch, Incident, Place, Places, Topic, Verdict
from moderation import verdicts

ROAD = "Дорожное хозяйство"
HOLE = "На улице Ленина у дома 5 огромная яма, машины бьют колёса, заделайте её наконец!"
DESK = Desk(act("novokubansk-1740"), town())
STREET = Place("", 0, 0, "улица Ленина", ambiguous=False)
PITS = Verdict(
    {}, (), (), 0.9, True, (Topic("T9", "ДОРОГИ", "ЯМЫ", 0.9),), Places(street=(STREET,))
)


def judge(texts):
    return [PITS for _ in texts]


def entered(session, text: str = HOLE) -> Incident:
    incident = Incident("candidate", NOW, text=text)
    session.add(incident)
    session.flush()
    return incident


def found(session, **wanted: object) -> list[int]:
    chosen = Wanted(states=("candidate",), **wanted)
    return [row.incident.id for row in listing(session, Sight(), chosen, 10).rows]


def test_a_message_is_filed_once_with_topic_place_and_words(store):
    with store.writing() as session:
        pit = entered(session)
        assert (file_new(session, judge), file_new(session, judge)) == (1, 0)
        assert (pit.topic, pit.topic_group, pit.topic_name) == ("T9", "ДОРОГИ", "ЯМЫ")
        assert (pit.place, pit.repeat_of) == ({"street": "улица Ленина"}, None)


@pytest.mark.parametrize(
    ("words", "place", "is_there"),
    [
        ("яму", "", True),
        ("ЯМЫ на ленина", "", True),
        ("колесо", "", True),
        ("яма школа", "", False),
        ("", "Ленина", True),
        ("", "ул Мира", False),
        ("яма", "Ленина", True),
        ("№ 1", "", True),
        ("1", "", True),
        ("2", "", False),
    ],
)
def test_it_is_found_by_words_in_any_form_by_place_and_by_number(store, words, place, is_there):
    with store.writing() as session:
        pit = entered(session)
        entered(session, "Автобус опять не пришёл")
        file_new(session, lambda texts: [PITS, *[Verdict({}, (), (), 0.1, False)] * len(texts)][:2])
        assert (pit.id in found(session, words=words, place=place)) == is_there


def test_what_was_answered_before_is_found_for_a_new_message(store):
    tale = begin(store, "novokubansk-1740", "11-23 10:30").does("11-23 10:40", CURATOR, "confirm")
    with store.writing() as session:
        session.get(Incident, tale.id).text = HOLE
    tale.does("11-23 10:50", CURATOR, "route", details={"bodies": [ROAD]})
    tale.does("11-23 11:00", ROADS, "draft", text="Здравствуйте! Яму на Ленина засыпали.")
    tale.does("11-23 11:10", CURATOR, "approve").does("11-23 11:20", CURATOR, "publish")
    with store.writing() as session:
        again = entered(session, "Повторно! " + HOLE.lower())
        other = entered(session, "Автобус опять не пришёл")
        assert file_new(session, judge) == 3
        assert (again.repeat_of, other.repeat_of) == (tale.id, None)
        assert found(session, repeated=True) == [again.id]


def test_a_person_knows_better_and_the_pass_does_not_argue(store):
    with store.writing() as session:
        pit = entered(session)
        file_new(session, judge)
    said = {"topic": "T100", "group": "ЖКХ", "name": "ВОДА", "place": {"street": "улица Мира"}}
    perform(store.writing, DESK, pit.id, Order("correct", CURATOR, details=said), NOW)
    with store.writing() as session:
        session.get(Incident, pit.id).filed = False  # the comment was edited
        file_new(session, judge)
        kept = session.get(Incident, pit.id)
        assert (kept.topic, kept.topic_group, kept.state) == ("T100", "ЖКХ", "candidate")
        assert kept.place == {"street": "улица Мира"}
        assert (found(session, place="Мира"), found(session, place="Ленина")) == ([pit.id], [])
        assert found(session, group="ЖКХ") == [pit.id]


@pytest.mark.parametrize(("score", "guessed"), [(0.29, True), (0.3, False), (0.9, False)])
def test_a_topic_with_a_low_score_is_unsure_until_a_person_says_it(
    store, page, comment, score, guessed
):
    topic = Topic("T9", "ДОРОГИ", "ЯМЫ", score)
    verdict = replace(PITS, topics=(topic,))
    with store.writing() as session:
        intake = save_batch(session, page, Batch(PAGE, comments=(comment(text=HOLE),)), NOW)
        judged = verdicts.record(session, intake.unjudged, [verdict], "model", NOW)
        propose(session, judged, NOW)
        file_new(session, judge)
        row = listing(session, Sight(), Wanted(states=("candidate",)), 10).rows[0]
        assert unsure(session, [row]) == ({row.incident.id} if guessed else set())
        number = row.incident.id
    said = {"topic": "T9", "group": "ДОРОГИ", "name": "ЯМЫ"}
    perform(store.writing, DESK, number, Order("correct", CURATOR, details=said), NOW)
    with store.reading() as session:
        rows = listing(session, Sight(), Wanted(states=("candidate",)), 10).rows
        assert unsure(session, rows) == set()
