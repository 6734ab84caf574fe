"""What the page of one incident shows, from the incident whole: words, marks, choices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from incidents.adviser import OFFERED
from incidents.checks import Remark
from incidents.desk import Desk
from incidents.examining import remarks_on
from incidents.location import place_line
from incidents.permitted import forms
from incidents.phrases import duty
from incidents.whole import Term, Whole
from incidents.words import ACT, FORM, REPEAT, STATE, STEP
from incidents.workflow import CLOSED, DRAFTED
from models import Deadline
from models.rules import STEPS
from moderation.overview import of_comment
from web.access import office_of
from web.incidents.eyes import brief
from web.incidents.plates import clock, tone
from words import CATEGORY

OUTGOING = {
    "waiting": "ждёт отправки",
    "calling": "отправляется",
    "done": "размещён",
    "by_hand": "соцсеть не даёт сделать это программе: разместите сами",
    "failed": "не удалось разместить",
    "stopped": "остановлен",
    "undone": "отменён",
}
GROUNDS = CATEGORY | {
    "harm_intent": "намерение причинить вред",
    "off_topic": "не по теме",
    "unconfirmed": "сведения не подтверждены",
    "honour": "порочит честь и достоинство",
    "conflict": "провоцирует конфликт",
    "law_breach": "нарушение закона",
    "network_rules": "нарушение правил соцсети",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A running term in words; `used` is the share of its time that is gone, in per cent."""

    words: str
    until: datetime
    left: str
    tone: str
    used: int
    paragraph: str
    aside: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An answer on its way out, in words; `going`: the program has it, `back`: it can be undone."""

    number: int
    words: str
    why: str
    going: bool
    back: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a draft; `advice` of the check that marks it, "" for plain text."""

    text: str
    advice: str = ""


def view(
    request: Request, session: Session, desk: Desk, found: Whole, now: datetime
) -> dict[str, Any]:
    """Everything the template needs besides the incident itself."""
    office = office_of(request)
    warn = office.config.escalation.warn_minutes
    advised = _remarks(request, session, desk, found)
    text = found.draft.text if found.draft else ""
    return {
        "w": found,
        "place_words": place_line(found.incident.place),
        "state": STATE[found.case.state],
        "closed": found.case.state in CLOSED,
        "drafted": found.case.state in DRAFTED,
        "clocks": [_clock(term, warn) for term in found.terms if not term.owed.deadline.optional],
        "rights": [_clock(term, warn) for term in found.terms if term.owed.deadline.optional],
        "ended": [_ended(one) for one in found.ended],
        "remarks": advised,
        "told_reasons": {remark.reason for remark in advised},
        "pieces": pieces(text, advised),
        "offered_places": _places(found.advice.places),
        "reasons": REPEAT,
        "forms": {form: FORM[form] for form in forms(found.case, desk)},
        "form_words": FORM.get(found.case.form, ""),
        "acts": ACT,
        "bodies": _bodies(request, found),
        "outgoing": _outgoing(session, found),
        "brief": brief(now, desk.worktime.zone),
        "regulation": desk.regulation,
        "to": desk.regulation.handed_over(found.incident.channel),
        "no_answer": {
            str(one.ground): GROUNDS[str(one.ground)] for one in desk.regulation.no_answer
        },
        "steps": {name: STEP[name] for name in STEPS},
    }


def _remarks(request: Request, session: Session, desk: Desk, found: Whole) -> Sequence[Remark]:
    """What a curator or the head must know before approving; the writer's own come by script."""
    if found.draft is None or found.case.state not in DRAFTED:
        return ()
    tools = office_of(request).tools
    return remarks_on(session, desk, tools, found.incident, found.case, found.draft.text)


def _clock(term: Term, warn: int) -> Clock:
    owed, deadline = term.owed, term.owed.deadline
    asides = [
        "раньше кончается срок ответа" * owed.bound_by_answer,
        "переносы выходных того года ещё не утверждены" * deadline.provisional,
    ]
    return Clock(
        duty(owed),
        owed.due_at,
        clock(owed.left),
        tone(owed.left, warn),
        round(term.used * 100),
        deadline.paragraph,
        "; ".join(filter(None, asides)),
    )


def _ended(deadline: Deadline) -> tuple[str, str, str]:
    outcome = {"met": "в срок", "late": "с опозданием", "paused": "остановлен вопросом"}
    kind = {"met": "good", "late": "bad"}.get(deadline.outcome, "")
    name = STEP[deadline.step] + (f" ({deadline.body})" if deadline.body else "")
    return name, outcome[deadline.outcome], kind


def pieces(text: str, remarks: Sequence[Remark]) -> list[Piece]:
    """The text cut at the spans of remarks; of overlapping ones the first is marked."""
    return list(_pieces(text, sorted((r.span, r.advice) for r in remarks if r.span)))


def _pieces(text: str, spans: Sequence[tuple[tuple[int, int], str]]) -> Iterator[Piece]:
    at = 0
    for (start, end), advice in spans:
        if start >= at and end > start:
            if start > at:
                yield Piece(text[at:start])
            yield Piece(text[start:end], advice)
            at = end
    if at < len(text):
        yield Piece(text[at:])


def _bodies(request: Request, found: Whole) -> Mapping[str, str]:
    """Every body with why it is proposed, "" where it is not; the proposed ones first."""
    route = found.advice.route
    chosen = {one.body: one.reason for one in (*route.bodies, *route.co_executors)}
    known = {*office_of(request).config.bodies, *found.case.parts}
    return chosen | dict.fromkeys(sorted(known - chosen.keys()), "")


def _places(named: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Up to three whole places: the first of each kind, then other streets, then settlements."""
    first = {kind: names[0] for kind, names in named.items() if names}
    others = [
        {**first, kind: name} for kind in ("street", "settlement") for name in named[kind][1:]
    ]
    return [first, *others][:OFFERED] if first else []


def _outgoing(session: Session, found: Whole) -> list[Outgoing]:
    """Answers on their way out, and what became of earlier ones."""
    if found.source.comment is None:
        return []
    rows = of_comment(session, found.source.comment.id)
    return [
        Outgoing(
            row.action.id,
            OUTGOING[row.entry.state],
            str(row.last.details.get("reason", "")),
            row.entry.state in ("waiting", "calling"),
            row.entry.state in ("waiting", "by_hand"),
        )
        for row in rows
        if row.action.act == "answer" and row.action.incident_id == found.incident.id
    ]
