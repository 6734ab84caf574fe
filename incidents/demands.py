"""What an act must bring along: refused with words before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from errors import OtklikError
from incidents.case import Case
from incidents.workflow import FORMS, TASKS
from incidents.worktime import LAST_YEAR, Worktime
from models.regulation import Regulation
from models.rules import Reason


class UnfitOrder(OtklikError):
    """Something the act needs is missing or unknown; the message names it and what fits."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of an incident, and what it is measured by."""

    case: Case
    body: str
    text: str
    ground: str
    details: dict[str, Any]
    regulation: Regulation
    worktime: Worktime
    now: datetime


def refuse_unfit(act: str, asked: Asked) -> None:
    """Raises UnfitOrder where the act lacks what it needs."""
    demand = DEMANDS.get(act)
    if demand:
        demand(asked)


def _text(asked: Asked) -> None:
    if not asked.text.strip():
        raise UnfitOrder("Нужен текст: --text «…» или --file ФАЙЛ")


def _ground(asked: Asked) -> None:
    if not asked.ground.strip():
        raise UnfitOrder("Нужно основание: --ground «…»")


def _bodies(asked: Asked) -> None:
    bodies = asked.details.get("bodies") or []
    if not bodies:
        raise UnfitOrder("Нужно назвать, кому направить: --to «Орган»")
    if len(set(bodies)) < len(bodies):
        raise UnfitOrder("Один орган назван дважды")
    writer = asked.details.get("writer")
    if writer and writer not in bodies:
        raise UnfitOrder(f"Сводный ответ готовит один из тех, кому направлено, а не «{writer}»")


def _resolution(asked: Asked) -> None:
    if not asked.body:
        raise UnfitOrder("Нужно назвать ответственную структуру: --to «Орган»")


def _part(asked: Asked) -> None:
    _text(asked)
    _known_body(asked)


def _not_ours(asked: Asked) -> None:
    _ground(asked)
    _known_body(asked)


def _known_body(asked: Asked) -> None:
    bodies = asked.case.parts
    if len(bodies) > 1 and asked.body not in bodies:
        raise UnfitOrder(f"Нужно назвать орган: --body, один из: {', '.join(bodies)}")


def _draft(asked: Asked) -> None:
    _text(asked)
    form = asked.details.get("form", "answer")
    if form not in FORMS:
        raise UnfitOrder(f"Проекта вида «{form}» нет. Есть: {', '.join(FORMS)}")
    if form == "explanation":
        _listed(asked.details.get("reason"), asked.regulation.explanations, "разъяснение")
    waiting = asked.case.waiting_for
    if form in ("answer", "interim") and waiting:
        raise UnfitOrder(
            f"Ещё нет информации для сводного ответа: {', '.join(waiting)}. "
            "Куратор может записать её за исполнителя: otklik incidents inform … --ground"
        )


def _return(asked: Asked) -> None:
    if asked.regulation.returns:
        _listed(asked.details.get("reason"), asked.regulation.returns, "возврат")
    else:
        _ground(asked)


def _listed(reason: object, known: tuple[Reason, ...], what: str) -> None:
    if not known:
        raise UnfitOrder(f"Регламент не предусматривает: {what}")
    if reason not in [item.id for item in known]:
        ways = "; ".join(f"{item.id} — {item.text} ({item.paragraph})" for item in known)
        raise UnfitOrder(f"Нужна причина (--reason): {ways}")


def _no_answer(asked: Asked) -> None:
    grounds = [str(refusal.ground) for refusal in asked.regulation.no_answer]
    if not grounds:
        raise UnfitOrder("Регламент не называет сообщений, на которые не отвечают")
    if asked.details.get("reason") not in grounds:
        raise UnfitOrder(f"Нужно основание из регламента (--reason): {', '.join(grounds)}")


def _appeal(asked: Asked) -> None:
    if asked.regulation.appeal is None:
        _ground(asked)


def _correct(asked: Asked) -> None:
    if not asked.details.get("topic") and asked.details.get("place") is None:
        raise UnfitOrder("Нужно назвать тему (код из перечня) или место")


def _term(asked: Asked) -> None:
    step = asked.details.get("step")
    if step not in TASKS:
        raise UnfitOrder(f"Шага «{step}» нет. Есть: {', '.join(TASKS)}")
    due = _moment(asked.details.get("due"))
    # Whatever shows the incident reckons with its term: one that no calendar reaches stops it all.
    if due is None or not asked.now < due < asked.worktime.ends:
        raise UnfitOrder(
            f"Нужен срок, который ещё не прошёл, по {LAST_YEAR} год: --until 2026-04-30T15:30"
        )


def _moment(given: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return found if found.tzinfo else None


DEMANDS: dict[str, Callable[[Asked], None]] = {
    "dismiss": _ground,
    "resolve": _resolution,
    "route": _bodies,
    "not_ours": _not_ours,
    "inform": _part,
    "draft": _draft,
    "return": _return,
    "replied": _text,
    "no_answer": _no_answer,
    "appeal": _appeal,
    "reopen": _ground,
    "correct": _correct,
    "term": _term,
    "note": _text,
}
