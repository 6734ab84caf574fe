"""Who must be told what by e-mail: a number and a link, never a resident's words or name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from incidents.board import ROLES, Escalation, Owed, concerned
from incidents.case import Case
from incidents.people import People
from incidents.words import STEP
from models import Incident, SeenSurge, Step


@dataclass(frozen=True, slots=True)
class Notice:
    """One e-mail: to whom, about which incident (0: about none), in a line."""

    to: str
    number: int
    line: str


AFTER = {  # act and state after it: the role that must know, and the line
    ("route", "executing"): ("executor", "вам направлено сообщение"),
    ("route", "interim"): ("executor", "вам направлено сообщение"),
    ("return", "rework"): ("executor", "проект возвращён на доработку"),
    ("draft", "review"): ("curator", "проект ждёт согласования"),
    ("not_ours", "refused"): ("curator", "исполнитель вернул: не наше"),
    ("approve", "head"): ("head", "проект ждёт вашего согласования"),
    ("confirm", "resolution"): ("head", "срочно: ждёт вашей резолюции"),
    ("reopen", "resolution"): ("head", "срочно: ждёт вашей резолюции"),
}


def after_act(step: Step, case: Case, people: People, today: date) -> list[Notice]:
    """What follows from one entry of the journal."""
    role, line = AFTER.get((step.act, step.state), ("", ""))
    found = list(_to(people, role, tuple(case.parts), today, step.incident_id, line))
    if step.act in ("confirm", "importance") and step.details.get("importance") == "high":
        urgent = "срочно: сообщение повышенной важности"
        found += _to(people, "head", (), today, step.incident_id, urgent)
    return list(dict.fromkeys(found))


def of_term(
    owed: Owed, incident: Incident, rule: Escalation, people: People, today: date
) -> list[Notice]:
    """Who must hear of a running term and has not been told yet (`Deadline.told` roles have)."""
    deadline = owed.deadline
    late = owed.left < 0
    line = f"{'просрочено' if late else 'скоро истекает срок'}: {STEP[deadline.step]}"
    bodies = (deadline.body,) if deadline.body else tuple(incident.bodies)
    fresh = concerned(owed, rule)[deadline.told :]
    told = (_to(people, role, bodies, today, incident.id, line) for role in fresh)
    return list(dict.fromkeys(notice for some in told for notice in some))


def of_surge(seen: SeenSurge, people: People, today: date) -> list[Notice]:
    """The head hears of a surge at once (lesozavodsk-215 п.20)."""
    about = f"{seen.topic or 'без темы'}, {seen.place or 'весь муниципалитет'}"
    line = f"Всплеск: {about} — авторов за {seen.hours} ч: {seen.authors}"
    heads = people.acting("head", "", today)
    return [Notice(person.email, 0, line) for person in heads if person.email]


def now_told(owed: Owed, rule: Escalation) -> int:
    """What `Deadline.told` becomes; with the head there is nobody left to tell."""
    roles = concerned(owed, rule)
    return ROLES if "head" in roles else max(owed.deadline.told, len(roles))


def _to(
    people: People, role: str, bodies: Sequence[str], today: date, number: int, line: str
) -> Iterator[Notice]:
    for body in bodies if role == "executor" else ("",) if role else ():
        for person in people.acting(role, body, today):
            if person.email:
                yield Notice(person.email, number, f"Инцидент {number}: {line}")


def letters(notices: Iterable[Notice], link: str) -> dict[str, str]:
    """One letter a person: the lines, each with its link where `link` has a place for a number."""
    found: dict[str, list[str]] = {}
    for notice in notices:
        where = link.replace("{number}", str(notice.number)) if link and notice.number else ""
        found.setdefault(notice.to, []).append(f"{notice.line}\n{where}".rstrip())
    return {to: "\n\n".join(lines) + "\n" for to, lines in found.items()}
