"""The board's columns and table: order, pages, filters, and whose eyes look."""

from datetime import date, timedelta
from itertools import count

import pytest
from given import NOW
from hypothesis import given, settings
from hypothesis import strategies as st
from regulations import act, town
from tales import CURATOR, HEAD, ROADS, WATER, begin

from incidents.adviser import Adviser
from incidents.desk import Desk, DeskError
from incidents.listing import COLUMNS, TURN, Wanted, columns, listing
from incidents.listing import count as counted
from incidents.people import Absence, People, Person
from incidents.sight import Sight, sight_of, visible
from incidents.whole import Looking, whole
from incidents.workflow import CLOSED, OPEN, STATES
from models import Incident, IncidentBody, Verdict

ROAD, PIPE, ID = "Дорожное хозяйство", "Водоканал", "novokubansk-1740"
ALL, ROAD_ONLY = Sight(), Sight(frozenset({ROAD}))
TODAY = date(2026, 11, 23)
FAR = NOW + timedelta(days=9999)  # where what has no term stands
LONG = Absence(date(2026, 11, 1), date(2026, 11, 30), WATER)
PEOPLE = People(
    [
        Person(CURATOR, ("curator",)),
        Person(HEAD, ("head",)),
        Person(ROADS, ("executor",), ROAD, absences=(LONG,)),
        Person(WATER, ("executor",), PIPE),
        Person("Никто", ("executor",), ""),
    ]
)


def put(session, state: str, due: int | None, bodies=(), **more: object) -> int:
    """An incident whose first duty ends in `due` minutes."""
    at = NOW + timedelta(minutes=due) if due is not None else None
    incident = Incident(state, NOW, text="Яма", due_at=at, bodies=list(bodies), **more)
    session.add(incident)
    session.flush()
    session.add_all(IncidentBody(body, incident.id) for body in bodies)
    return incident.id


def ids(rows) -> list[int]:
    return [row.incident.id for row in rows]


def test_a_column_shows_its_number_and_what_ends_first(store):
    with store.writing() as session:
        endless, late, soon = (put(session, "new", due) for due in (None, 90, 5))
        refused = put(session, "refused", 30)
        candidate = put(session, "candidate", None)
        put(session, "answered", None)
        found = {column.name: column for column in columns(session, ALL, 3)}
    assert list(found) == list(COLUMNS)
    assert (found["route"].total, ids(found["route"].rows)) == (4, [soon, refused, late])
    assert ids(found["candidate"].rows) == [candidate]
    assert sum(column.total for column in found.values()) == 5
    assert endless not in ids(found["route"].rows)


def test_columns_and_turns_cover_what_is_in_work():
    assert {state for states in COLUMNS.values() for state in states} == {"candidate", *OPEN}
    assert set(TURN) == {"moderator", "curator", "executor", "head"}
    assert {state for states in TURN.values() for state in states} == {"candidate", *OPEN} - {
        "asked"  # the author's turn
    }


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(STATES), st.none() | st.integers(-3, 3))), st.integers(1, 4)
)
def test_pages_give_every_row_once_and_in_order(shelf, given_rows, size):
    with shelf.writing() as session:
        session.query(IncidentBody).delete()
        session.query(Incident).filter(Incident.origin == "hand").delete()
        for state, due in given_rows:
            put(session, state, due if state in OPEN else None, origin="hand", topic_group="ЗДЕСЬ")
        for states in (OPEN, CLOSED, ("candidate",), ("new", "refused"), STATES):
            wanted = Wanted(states=states, group="ЗДЕСЬ")
            whole_list, mark = listing(session, ALL, wanted, 1000).rows, ""
            paged: list[int] = []
            for _ in count():
                page = listing(session, ALL, wanted, size, mark)
                paged += ids(page.rows)
                mark = page.more
                if not mark:
                    break
            assert paged == ids(whole_list)
            assert len(paged) == sum(state in states for state, _ in given_rows)
            assert counted(session, ALL, wanted) == len(paged)
            seen = [row.incident.due_at or FAR for row in whole_list]
            if states in (OPEN, ("new", "refused")):
                assert seen == sorted(seen)


def test_filters_of_the_table(store):
    with store.writing() as session:
        urgent = put(session, "new", 5, importance="high", topic_group="ЖКХ", topic="T1")
        roads = put(session, "executing", -5, [ROAD, PIPE])
        with_pipe = put(session, "review", 500, [PIPE], repeat_of=roads)

        def found(**wanted: object) -> list[int]:
            return ids(listing(session, ALL, Wanted(**wanted), 10).rows)

        assert found() == [roads, urgent, with_pipe]
        assert found(importance="high") == found(group="ЖКХ") == found(topic="T1") == [urgent]
        assert (found(body=ROAD), found(body=PIPE)) == ([roads], [roads, with_pipe])
        assert found(due_until=NOW) == [roads]
        assert found(due_from=NOW, due_until=NOW + timedelta(minutes=30)) == [urgent]
        assert found(repeated=True) == [with_pipe]
        assert found(network="vk") == []
        assert found(states=("review",)) == [with_pipe]


@pytest.mark.parametrize("mark", ["due:вчера/1", "xx", "seen:/", "due:2026-01-01T00:00:00/x"])
def test_a_mark_that_is_none_of_ours_begins_at_the_beginning(store, mark):
    with store.writing() as session:
        number = put(session, "new", 5)
        assert ids(listing(session, ALL, Wanted(), 10, mark).rows) == [number]


@pytest.mark.parametrize(
    ("name", "bodies"),
    [
        (CURATOR, None),
        (HEAD, None),
        (ROADS, {ROAD}),
        (WATER, {PIPE, ROAD}),  # замещает отсутствующего
        ("Никто", set()),  # исполнитель без организации не видит ничего
        ("Чужой", set()),
    ],
)
def test_who_sees_what(name, bodies):
    assert sight_of(name, PEOPLE, TODAY).bodies == bodies
    assert sight_of(name, People(), TODAY).bodies is None


def adviser() -> Adviser:
    return Adviser((), (), lambda text: (), lambda texts: [Verdict({}, (), (), 0.1, False)])


def test_an_executor_meets_no_incident_of_another_body_anywhere(store):
    tale = begin(store, ID, "11-23 10:30").does("11-23 10:40", CURATOR, "confirm")
    tale.does("11-23 10:50", CURATOR, "route", details={"bodies": [PIPE]})
    desk = Desk(act(ID), town())
    with store.reading() as session:
        assert listing(session, ROAD_ONLY, Wanted(states=STATES), 10).rows == ()
        assert counted(session, ROAD_ONLY, Wanted(states=STATES)) == 0
        assert [column.total for column in columns(session, ROAD_ONLY, 5)] == [0] * len(COLUMNS)
        for number in (tale.id, tale.id + 1):  # того, чего нет, не отличить от чужого
            with pytest.raises(DeskError, match=rf"^Инцидента {number} нет или он направлен не"):
                visible(session, number, ROAD_ONLY)
        with pytest.raises(DeskError):
            whole(session, desk, adviser(), tale.id, Looking(ROADS, ROAD_ONLY, NOW))
    tale.does("11-23 11:00", WATER, "not_ours", ground="Это дорога")
    tale.does("11-23 11:10", CURATOR, "route", details={"bodies": [ROAD]})
    with store.reading() as session:
        assert ids(listing(session, ROAD_ONLY, Wanted(), 10).rows) == [tale.id]
        assert visible(session, tale.id, ROAD_ONLY).id == tale.id
        assert listing(session, Sight(frozenset({PIPE})), Wanted(states=STATES), 10).rows == ()
