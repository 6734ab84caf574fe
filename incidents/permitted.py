"""What one person can do about an incident now, as the workflow and the people allow."""

from dataclasses import dataclass
from datetime import date

from incidents.case import Case
from incidents.desk import Desk, Order, speaking
from incidents.people import NotAllowed
from incidents.workflow import FORMS, moves, possible

GROUND = "—"  # stands for the ground that the curator would give


@dataclass(frozen=True, slots=True)
class Can:
    """An act. `role` in which it is done; `ground`: the curator records it for another."""

    act: str
    role: str
    ground: bool = False


def permitted(case: Case, desk: Desk, name: str, today: date) -> dict[str, Can]:
    """Every act that leads on from here and that this person may do, by its name."""
    found = (_can(case, desk, act, name, today) for act in possible(case, desk.regulation))
    return {can.act: can for can in found if can}


def _can(case: Case, desk: Desk, act: str, name: str, today: date) -> Can | None:
    form = "answer" if act == "draft" else case.form
    roles = moves(case, act, form, desk.regulation)[0].roles
    bodies = speaking(case, Order(act, name))
    for ground in ("", GROUND):
        try:
            actor = desk.people.actor(name, roles, bodies, ground, today)
        except NotAllowed:
            continue
        return Can(act, actor.role, actor.by_curator)
    return None


def forms(case: Case, desk: Desk) -> tuple[str, ...]:
    """The kinds of draft that can be written now, of those the regulation knows."""
    unknown = set() if desk.regulation.explanations else {"explanation"}
    now = (form for form in FORMS if moves(case, "draft", form, desk.regulation))
    return tuple(form for form in now if form not in unknown)
