"""Incidents in words: what stands on the screen after an act, and in a card."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from incidents.phrases import entries, owed_line, when
from incidents.words import ACT, ROLE, STATE
from words import plural

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


def journal_lines(steps: Iterable["Step"], desk: "Desk") -> Iterator[str]:
    """The journal, an entry a paragraph."""
    for entry in entries(steps, desk.regulation):
        role = f" ({entry.role})" if entry.role else ""
        at = when(entry.at, desk.worktime.zone)
        yield f"{entry.number:>3}. {at} {entry.by}{role}: {entry.act}{entry.aside}"
        if entry.ground:
            yield f"     основание: {entry.ground}"
        for line in entry.text.splitlines():
            yield f"     │ {line}"


def so_many(total: int) -> str:
    """«12 инцидентов»."""
    return f"{total} {plural(total, 'инцидент', 'инцидента', 'инцидентов')}"
