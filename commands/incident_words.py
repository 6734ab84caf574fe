"""Incidents in words: what stands on the screen after an act, and in a card."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commands.words import plural
from incidents.words import ACT, FORM, ROLE, STATE, STEP

if TYPE_CHECKING:
    from incidents.board import Owed
    from incidents.case import Case
    from incidents.desk import Desk
    from models import Incident, Step
    from models.regulation import Regulation


def after_act(
    incident: "Incident", step: "Step", case: "Case", terms: Sequence["Owed"], desk: "Desk"
) -> Iterator[str]:
    """What was done, what follows, and by when."""
    yield f"Инцидент {incident.id}: {ACT[step.act]}. Записал(а): {step.by} ({ROLE[step.role]})."
    yield f"Теперь: {STATE[case.state]}."
    for term in terms:
        yield "  " + owed_line(term, desk.worktime.zone)
    yield from _hints(step, case, desk.regulation)


def _hints(step: "Step", case: "Case", regulation: "Regulation") -> Iterator[str]:
    post, to = regulation.general_interest, regulation.handed_over(case.message.channel)
    if case.state == "approved" and to and case.form != "question":
        yield f"Передать: {to.to} ({to.paragraph}): otklik incidents hand-over"
    elif case.state == "approved":
        yield "Разместите вручную и запишите: otklik incidents publish"
    if step.act == "publish" and case.state == "answered" and post and "post" not in step.details:
        yield f"Если ответ интересен многим: {post.text} ({post.paragraph}) — publish --post"
    if step.act == "reopen":
        for note in regulation.repeats:
            yield f"Повторное сообщение. В ответе: {note.text} ({note.paragraph})"
    if case.message.importance == "high" and regulation.report_to_head and step.act == "confirm":
        yield f"{regulation.report_to_head.text} ({regulation.report_to_head.paragraph})"


def owed_line(term: "Owed", zone: ZoneInfo) -> str:
    """«до 23.11 13:30 — согласовать или вернуть · осталось 30 мин (прил.1 п.14)»."""
    deadline = term.deadline
    what = STEP[deadline.step] + (f" ({deadline.body})" if deadline.body else "")
    right = "можно " * deadline.optional
    sooner = ", но раньше кончается срок ответа" * term.bound_by_answer
    doubt = " · переносы выходных того года ещё не утверждены" * deadline.provisional
    return (
        f"{right}до {when(term.due_at, zone)} — {what} · {left(term.left)} "
        f"({deadline.paragraph}{sooner}){doubt}"
    )


def left(minutes: int) -> str:
    """Working minutes to go, or since a term ended."""
    if minutes < 0:
        return f"просрочено на {_span(-minutes)}"
    return f"осталось {_span(minutes)}"


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} ч"] * bool(hours) + [f"{rest} мин"] * bool(rest or not hours)
    return " ".join(parts) + " раб. времени"


def when(moment: datetime, zone: ZoneInfo) -> str:
    """A time of the municipality."""
    return f"{moment.astimezone(zone):%d.%m.%Y %H:%M}"


def journal_lines(steps: Iterable["Step"], zone: ZoneInfo) -> Iterator[str]:
    """The journal, an entry a paragraph."""
    for step in steps:
        role = f" ({ROLE[step.role]})" if step.role else ""
        aside = "".join(_asides(step))
        yield f"{step.number:>3}. {when(step.at, zone)} {step.by}{role}: {ACT[step.act]}{aside}"
        if step.ground:
            yield f"     основание: {step.ground}"
        for line in step.text.splitlines():
            yield f"     │ {line}"


def _asides(step: "Step") -> Iterator[str]:
    details = step.details
    if step.act in ("draft", "kept") and details.get("form"):
        yield f" — {FORM[details['form']]}"
    if details.get("bodies"):
        yield f" → {', '.join(details['bodies'])}"
    if step.body:
        yield f" → {step.body}"
    if details.get("reason"):
        yield f" — {details['reason']}"
    if details.get("stands_for"):
        yield f", за отсутствующего: {details['stands_for']}"
    if details.get("by_curator"):
        yield ", записал куратор"


def so_many(total: int) -> str:
    """«12 инцидентов»."""
    return f"{total} {plural(total, 'инцидент', 'инцидента', 'инцидентов')}"
