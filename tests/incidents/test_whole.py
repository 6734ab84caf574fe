"""One incident whole, as each role meets it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from given import NOW, PAGE
from regulations import act, town
from tales import CURATOR, HEAD, ROADS, begin

from collectors.intake import save_batch
from incidents import drafts
from incidents.adviser import Adviser
from incidents.archive import keep_keys
from incidents.desk import Desk
from incidents.people import People, Person
from incidents.permitted import forms
from incidents.sight import Sight
from incidents.whole import Looking, whole
from models import Batch, Incident, Topic, Verdict

ROAD, ID = "Дорожное хозяйство", "novokubansk-1740"
PEOPLE = People(
    [Person(CURATOR, ("curator",)), Person(HEAD, ("head",)), Person(ROADS, ("executor",), ROAD)]
)
DESK = Desk(act(ID), town(), PEOPLE)
TOPICS = (Topic("T9", "ДОРОГИ", "ЯМЫ", 0.8), Topic("T8", "ДОРОГИ", "ЗНАКИ", 0.1))
ADVISER = Adviser(
    (),
    (),
    history=lambda text: [{"name": ROAD, "score": 0.7, "reason": "похожие"}],
    judge=lambda texts: [Verdict({}, (), (), 0.9, True, TOPICS) for _ in texts],
)

ALL = Sight()


def read(store, tale, who: str = CURATOR, at: str = "11-23 11:00", sight: Sight = ALL):
    with store.reading() as session:
        return whole(session, DESK, ADVISER, tale.id, Looking(who, sight, tale.moment(at)))


@pytest.fixture
def tale(store):
    tale = begin(store, ID, "11-23 10:30", PEOPLE).does("11-23 10:40", CURATOR, "confirm")
    return tale.does("11-23 10:50", CURATOR, "route", details={"bodies": [ROAD]})


def test_the_way_the_terms_and_the_advice(store, tale):
    seen = read(store, tale)
    stages = {stage.name: stage for stage in seen.stages}
    assert [stage.name for stage in seen.stages if stage.now] == ["drafted"]
    assert stages["routed"].at == tale.moment("11-23 10:50")
    assert stages["drafted"].due == tale.moment("11-23 13:48")
    assert (stages["approved"].at, stages["out"].at) == (None, None)
    draft = next(term for term in seen.terms if term.owed.deadline.step == "draft")
    assert draft.owed.left == 120
    assert draft.used == pytest.approx(30 / 150)  # с 10:30 прошло 30 минут из 150
    assert [topic.code for topic in seen.advice.topics] == ["T9", "T8"]
    assert seen.advice.route.bodies[0].body == ROAD
    assert [entry.act for entry in seen.journal] == ["подтверждение", "направление исполнителю"]
    assert (seen.number, seen.ended[0].outcome, seen.source.text) == (2, "met", "Яма на Садовой")


def test_a_return_puts_the_way_back(store, tale):
    tale.does("11-23 11:00", ROADS, "draft", text="Здравствуйте!")
    assert next(s for s in read(store, tale).stages if s.now).name == "approved"
    tale.does("11-23 11:10", CURATOR, "return", details={"reason": "off_point"})
    again = read(store, tale)
    assert next(stage for stage in again.stages if stage.now).name == "drafted"
    assert (
        "ответ не по существу" in again.journal[-1].aside
        or "off_point" not in again.journal[-1].aside
    )
    tale.does("11-23 11:20", ROADS, "draft", text="Здравствуйте! Засыпали.")
    tale.does("11-23 11:30", CURATOR, "approve").does("11-23 11:40", CURATOR, "publish")
    closed = read(store, tale)
    assert [stage.now for stage in closed.stages] == [False] * 5
    assert all(stage.at for stage in closed.stages)


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        (CURATOR, {"route", "inform", "not_ours", "draft", "no_answer", "appeal", "importance",
                   "correct", "term", "note"} - {"inform"}),
        (ROADS, {"not_ours", "draft", "note"}),
        (HEAD, {"note"}),
        ("Чужой", set()),
    ],
)  # fmt: skip
def test_what_each_can_do(store, tale, who, acts):
    can = read(store, tale, who).can
    assert set(can) == acts
    if who == CURATOR:  # записывает за исполнителя, с основанием
        assert (can["draft"].ground, can["route"].ground) == (True, False)


def test_the_message_with_its_thread_and_earlier_texts(store, page, comment):
    said = [
        comment(1, "Когда починят дорогу?", url="https://vk.com/wall-100_50?reply=1"),
        comment(2, "Поддерживаю", parent="wall-100_50_1", created_at=NOW + timedelta(minutes=1)),
        comment(3, "О другом"),
    ]
    with store.writing() as session:
        taken = save_batch(session, page, Batch(PAGE, comments=tuple(said)), NOW).unjudged
        session.add(Incident("candidate", NOW, comment_id=taken[0].comment_id))
        edited = (comment(1, "Когда починят дорогу на Мира?", edited_at=NOW),)
        save_batch(session, page, Batch(PAGE, comments=edited), NOW)
        seen = whole(session, DESK, ADVISER, 1, Looking(CURATOR, Sight(), NOW))
        assert seen.source.author == "Пётр С."
        assert [line.text for line in seen.source.thread] == [
            "Когда починят дорогу на Мира?",
            "Поддерживаю",
        ]
        assert [line.this for line in seen.source.thread] == [True, False]
        assert [version.text for version in seen.source.versions] == ["Когда починят дорогу?"]
        assert [stage.at is None for stage in seen.stages] == [False, True, True, True, True]


def test_earlier_answers_and_what_i_was_typing(store, tale):
    text = "Яма на Садовой у дома пять, машины бьют колёса, заделайте наконец"
    tale.does("11-23 11:00", ROADS, "draft", text="Здравствуйте! Засыпали.")
    tale.does("11-23 11:10", CURATOR, "approve").does("11-23 11:20", CURATOR, "publish")
    again = begin(store, ID, "11-23 12:50", PEOPLE)
    with store.writing() as session:
        session.get(Incident, again.id).text = text
        first = session.get(Incident, tale.id)
        first.text = text
        keep_keys(session, [(first, None)])
        drafts.save(session, again.id, CURATOR, "Здравствуйте!", NOW, upon=0)
    seen = read(store, again)
    assert [(one.repeat.earlier.incident, one.answer) for one in seen.repeats] == [
        (tale.id, "Здравствуйте! Засыпали.")
    ]
    assert seen.working.text == "Здравствуйте!"
    again.does("11-23 12:55", CURATOR, "confirm")
    again.does("11-23 12:56", CURATOR, "route", details={"bodies": ["Водоканал"]})
    other = read(store, again, sight=Sight(frozenset({"Водоканал"})))
    assert other.repeats == []  # чужой ответ исполнителю не показан


def test_forms_of_a_draft(store, tale):
    case = tale.case
    assert forms(case, DESK) == ("answer", "interim", "question")
    assert forms(replace(case, state="asked"), DESK) == ("answer", "interim")
    rubtsovsk = Desk(act("rubtsovsk-63"), town(), PEOPLE)
    assert ("explanation" in forms(case, rubtsovsk)) == bool(act("rubtsovsk-63").explanations)
