"""Every figure of a month, counted again over the rows of the month as they are written."""

from collections import Counter
from datetime import date, datetime

import pytest
from town_month import LIGHT, MONTH, NOVEMBER, NOW, PAGES, ROADS, ROLES, SURGES, WATER, Wall

from reports.document import Period
from reports.figures import matters, messages, moderation, repeats, surges, terms, times
from reports.figures.scope import Scope

WHOLE = Scope(NOVEMBER)
SAID = [said for said in MONTH if said.page and said.at[:2] == "11" and not said.context]
ASKED = [s.asks for s in SAID if s.asks and s.asks.state not in ("dismissed", "cleared")]
DETECTED = [s.asks for s in MONTH if s.asks and (s.asks.detected or s.at)[:2] == "11"]
TERMS = [
    (s.asks, term) for s in MONTH if s.asks for term in s.asks.terms if term[3][:2] == "11"
]  # fmt: skip
CARDS = [s.flagged for s in MONTH if s.flagged and s.flagged.opened[:2] == "11"]
DECISIONS = [
    decision for card in CARDS for decision in card.decisions if decision[0] != "skip"
]  # fmt: skip


def test_messages_by_page_and_network(month):
    session, _ = month
    pages = messages.by_page(session, WHOLE)
    assert {page.page: page.messages for page in pages} == Counter(said.page for said in SAID)
    assert messages.by_network(pages) == Counter(PAGES[said.page] for said in SAID)


def test_messages_by_local_day_and_hour(month):
    session, _ = month
    hours = messages.by_hour(session, WHOLE)
    by_day = {f"{day:%m-%d}": count for day, count in messages.by_day(hours, NOVEMBER).items()}
    assert len(by_day) == 30
    assert Counter(by_day) == Counter(said.at[:5] for said in SAID)
    local = [datetime.fromisoformat(f"2026-{said.at}") for said in SAID]
    assert messages.rhythm(hours) == Counter((when.weekday(), when.hour) for when in local)


def test_a_message_late_in_the_evening_belongs_to_its_local_day(month):
    session, _ = month
    evening = Period(date(2026, 11, 3), date(2026, 11, 3), NOVEMBER.zone)
    assert [each.page for each in messages.by_page(session, Scope(evening))] == ["Школа"]
    asked = matters.asked(session, Scope(evening))
    assert matters.by_day_and_group(asked, evening) == {
        (date(2026, 11, 3), "ОБЩЕСТВЕННЫЙ ТРАНСПОРТ"): 1
    }


@pytest.mark.parametrize("name", ["group", "topic", "settlement", "street", "place", "bodies"])
def test_requests_by(month, name):
    session, _ = month
    asked = matters.asked(session, WHOLE)
    wanted = Counter(ask.name if name == "topic" else getattr(ask, name) for ask in ASKED)
    assert matters.count(asked, lambda matter: getattr(matter, name)) == wanted


def test_requests_by_page_day_and_body(month):
    session, keys = month
    asked = matters.asked(session, WHOLE)
    said = [one for one in SAID if one.asks in ASKED]
    pages = Counter(keys.pages[one.page] for one in said)
    assert matters.count(asked, lambda one: one.page) == pages
    days = matters.by_day_and_group(asked, NOVEMBER)
    assert {(f"{day:%m-%d}", group): n for (day, group), n in days.items()} == Counter(
        (one.at[:5], one.asks.group) for one in said
    )
    assert matters.by_body(asked) == Counter(
        body for ask in ASKED for body in ask.bodies or ("",)
    )  # fmt: skip


@pytest.mark.parametrize("name", ["state", "origin", "importance", "repeats"])
def test_incidents_by(month, name):
    session, _ = month
    found = matters.detected(session, WHOLE)
    wanted = Counter(getattr(ask, name) for ask in DETECTED)
    assert matters.count(found, lambda matter: getattr(matter, name)) == wanted


BY_HAND = {  # minutes, reckoned by hand from the journals of the month
    "route": [570, 480, 60, 40, 120, 15],
    "draft": [90, 300, 100, 60, 60 * (24 * 2 + 12) + 45],
    "approve": [20, 10, 5, 40, 30, 15, 59],
    "answer": [750, 420, 160, 210],
    "final": [60 * (24 * 3 + 18)],
}


def test_times_of_stages(month):
    session, _ = month
    found = times.ended(session, WHOLE)
    wall = Wall()
    took = {stage: [] for stage in times.STAGES}
    for one in found:
        took[one.stage].append(wall.between(one.begin, one.end))
    assert {stage: sorted(took[stage]) for stage in took} == {
        stage: sorted(minutes) for stage, minutes in BY_HAND.items()
    }
    spreads = times.times(found, wall)
    assert (spreads["answer"].median, spreads["answer"].ninety) == (210, 750)
    assert (spreads["approve"].median, spreads["approve"].ninety) == (20, 59)
    bodies = times.times_of_bodies(found, "answer", wall)
    assert {body: spread.count for body, spread in bodies.items()} == {LIGHT: 1, WATER: 1, ROADS: 3}


def in_time(outcome: str, due: str) -> str:
    """How a term of the rows counts."""
    if outcome == "open":
        return "broken" if due < f"{NOW:%m-%d %H:%M}" else "running"
    return {"met": "kept", "late": "broken"}.get(outcome, "")


def counted(kept: terms.Kept) -> Counter:
    return Counter(kept=kept.kept, broken=kept.broken, running=kept.running)


def test_terms_by_clock(month):
    session, _ = month
    wanted: dict = {}
    for _, (step, paragraph, _, due, outcome, *_) in TERMS:
        if step != "clarify" and in_time(outcome, due):
            wanted.setdefault((step, paragraph), Counter())[in_time(outcome, due)] += 1
    found = terms.by_clock(terms.due(session, WHOLE, NOW))
    assert {kept.key: counted(kept) for kept in found} == wanted
    assert {kept.key: kept.share for kept in found}[("draft", "п.12")] == 2 / 4


def test_terms_by_body(month):
    session, _ = month
    due = terms.due(session, WHOLE, NOW)
    for whole, owners in ((False, ("executor",)), (True, ("curator", "executor"))):
        wanted: dict = {}
        for asks, (step, _, owner, when, outcome, *_) in TERMS:
            of_kind = (step in ("answer", "interim_to_final")) == whole and owner in owners
            if of_kind and step != "clarify" and in_time(outcome, when):
                # An executor's step is the own body's alone.
                own = asks.bodies[:1] if owner == "executor" and step != "interim_to_final" else ()
                for body in own or asks.bodies or ("",):
                    wanted.setdefault(body, Counter())[in_time(outcome, when)] += 1
        assert {kept.key: counted(kept) for kept in terms.by_body(due, whole)} == wanted


def test_terms_by_person_and_how_late(month):
    session, _ = month
    due = terms.due(session, WHOLE, NOW)
    wanted: dict = {}
    for asks, (step, _, owner, when, outcome, _, ended_by) in TERMS:
        if step != "clarify" and in_time(outcome, when):
            assert owner in ("curator", "executor")
            by = asks.steps[ended_by - 1][3] if ended_by else ""
            wanted.setdefault((ROLES.get(by, "curator"), by), Counter())[
                in_time(outcome, when)
            ] += 1
    assert {kept.key: counted(kept) for kept in terms.by_person(due)} == wanted
    late = {(term.step, term.paragraph): term.late(NOW, Wall()) for term in due if not term.kept}
    assert late[("answer", "п.9")] == 30
    assert late[("answer", "п.17")] == 60 * (24 * 27 + 23)  # 4 November 10:00 to 2 December 09:00


def test_moderation(month):
    session, _ = month
    cards = moderation.flagged(session, WHOLE)
    assert Counter(card.state for card in cards) == Counter(card.state for card in CARDS)
    assert moderation.by_category(cards) == Counter(c for card in CARDS for c in card.categories)
    decided = moderation.decisions(session, WHOLE)
    people = moderation.by_moderator(decided, Wall())
    assert {one.name: one.actions for one in people} == {
        name: Counter(action for action, by, *_ in DECISIONS if by == name)
        for name in {by for _, by, *_ in DECISIONS}
    }
    took = {one.name: (one.took.median, one.took.ninety) for one in people}
    assert took["Петрова"] == (8, 60)


def test_precision_counts_the_decisions_that_hold(month):
    session, _ = month
    found = moderation.precision(moderation.decisions(session, WHOLE))
    # Kept: the first insult. Overruled: the second card's "keep"; its deletion names the insult.
    # The automatic one names spam. Two decisions were taken back: their cards are open again.
    assert {one.category: (one.right, one.wrong) for one in found} == {
        "insult": (1, 1),
        "spam": (1, 0),
    }
    assert {one.category: one.share for one in found} == {"insult": 0.5, "spam": 1.0}


def test_what_was_done_and_stands(month):
    session, _ = month
    done = moderation.actions(session, WHOLE)
    assert moderation.carried_out(done, "delete") == {"insult": 1, "spam": 1}
    assert moderation.carried_out(done, "ban") == {"spam": 1}
    wanted = Counter(
        ("vk", act, state) for card in CARDS for act, state, *_ in card.actions
    )  # fmt: skip
    assert moderation.by_outcome(done) == wanted


def test_repeats_and_surges(month):
    session, _ = month
    reopened = [s for a in DETECTED for s in a.steps if s[0] == "reopen" and s[2][:2] == "11"]
    assert repeats.reopened(session, WHOLE) == len(reopened) == 1
    assert [(s.topic, s.authors) for s in surges.seen(session, WHOLE)] == [
        (topic, authors) for topic, _, since, authors in SURGES if since[:2] == "11"
    ]


def test_one_page(month):
    session, keys = month
    scope = Scope(NOVEMBER, page=keys.pages["Администрация"])
    mine = [said for said in SAID if said.page == "Администрация"]
    assert sum(page.messages for page in messages.by_page(session, scope)) == len(mine)
    asked = matters.asked(session, scope)
    assert len(asked) == sum(said.asks in ASKED for said in mine if said.asks)
    numbers = {keys.incidents[MONTH.index(said)] for said in mine if said.asks}
    assert {term.incident for term in terms.due(session, scope, NOW)} <= numbers
    assert len(moderation.flagged(session, scope)) == sum(said.flagged is not None for said in mine)


def test_one_body(month):
    session, _ = month
    scope = Scope(NOVEMBER, body=WATER)
    assert len(matters.detected(session, scope)) == sum(WATER in ask.bodies for ask in DETECTED)
    assert sum(page.messages for page in messages.by_page(session, scope)) == sum(
        WATER in ask.bodies for ask in ASKED
    )
    assert Counter(one.stage for one in times.ended(session, scope))["answer"] == 1
    of_water = [t for asks, t in TERMS if WATER in asks.bodies and in_time(t[4], t[3])]
    assert len(terms.due(session, scope, NOW)) == len(of_water)
