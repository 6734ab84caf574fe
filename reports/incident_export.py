"""Incidents as «Инцидент Менеджмент» exports them: its columns, in its order.

What collectors/incident_export.py took from such a file goes out as it came, columns unknown to us
included; over it lies what was done with the incident here. Times are municipal. Columns of which
we know nothing (audience, region) stay empty; the author's address is left out on purpose.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Comment, Incident, Step
from reports.contents.context import Context
from reports.document import Period
from reports.figures.times import ANSWERED

COLUMNS = (
    "Кабинет", "ID", "Номер инцидента", "Отдел", "Исполнитель", "Общее время первого ответа",
    "Общий текст первого ответа", "Время с даты создания инцидента до времени первого ответа",
    "Время с даты создания инцидента до времени первого ответа, рабочее время",
    "Время назначения последнего исполнителя", "Время 1го ответа ПИ",
    "Первая реакция с момента назн. ПИ", "Уложились или нет после назн. ПИ",
    "Время с начала создания инцидента до окончания",
    "Время отправки первого ответа ПИ на согласование",
    "Время, которое первый ответ ПИ находился на согласовании", "Текущий шаг инцидента",
    "Дата создания", "Дата окончания", "Группа тем", "Тема", "Регион", "Муниципалитет",
    "Населенный пункт", "Улица", "Дом", "Объект старый", "Объект", "Тип инцидента", "Итог",
    "Есть медиафайл в ответе", "Есть медиафайл в сообщении", "Урл поста", "Урл блога",
    "Текст инцидента", "1ый ответ ПИ", "2ой ответ ПИ", "3ий ответ ПИ", "Причина закрытия",
    "Аудитория", "Вовлеченность", "URL автора", "Аккаунт публикации ответа", "Теги", "Примечание",
    "Время попадания на шаг оценка удовлетворенности", "Опрос отправлен",
)  # fmt: skip
ANSWERS = ("1ый ответ ПИ", "2ой ответ ПИ", "3ий ответ ПИ")
DONE = "Готово"  # the system's own word for a step after the last
FORGOTTEN = "(текст стёрт по сроку хранения)"
OURS = "otklik-"  # before our numbers: theirs may be the same
CHUNK = 500

Cells = dict[str, str | datetime | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Titles of the columns, and rows of text, naive municipal times or None."""

    columns: tuple[str, ...]
    rows: list[tuple[str | datetime | None, ...]]


def sheet(session: Session, period: Period, context: Context) -> Sheet:
    """Confirmed incidents of these days by detection, and whatever an import brought."""
    found = [cells for part in _parts(session, period, context) for cells in part]
    strange = dict.fromkeys(name for cells in found for name in cells if name not in COLUMNS)
    columns = (*COLUMNS, *strange)
    return Sheet(columns, [tuple(cells.get(name) for name in columns) for cells in found])


def _parts(session: Session, period: Period, context: Context) -> Iterator[Iterable[Cells]]:
    known = (*context.workflow.open, *context.workflow.closed)
    rows = session.execute(
        select(Incident, Comment)
        .outerjoin(Comment, Comment.id == Incident.comment_id)
        .where(
            Incident.detected_at >= period.begin,
            Incident.detected_at < period.end,
            or_(Incident.state.in_(known), Incident.origin == "import"),
        )
        .order_by(Incident.detected_at, Incident.id)
        .execution_options(yield_per=CHUNK)
    )
    for part in rows.partitions(CHUNK):
        steps = _steps(session, [incident.id for incident, _ in part])
        yield [
            _cells(incident, comment, steps.get(incident.id, ()), period.zone, context)
            for incident, comment in part
        ]


def _steps(session: Session, incidents: Sequence[int]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    rows = session.scalars(
        select(Step).where(Step.incident_id.in_(incidents)).order_by(Step.incident_id, Step.number)
    )
    for step in rows:
        found.setdefault(step.incident_id, []).append(step)
    return found


def _cells(
    incident: Incident,
    comment: Comment | None,
    steps: Sequence[Step],
    zone: ZoneInfo,
    context: Context,
) -> Cells:
    text = comment.text if comment else incident.text
    came: Mapping[str, Any] = incident.aside or {}
    if incident.imported_as is not None and not steps:
        return {**came, "Текст инцидента": text or FORGOTTEN}
    found = {**_about(incident, comment, zone, context), **_done(incident, steps, zone, context)}
    told = {name: value for name, value in found.items() if value}
    return {**told, **came, **_newer(told, steps), "Текст инцидента": text or FORGOTTEN}


def _newer(told: Mapping[str, str | datetime], steps: Sequence[Step]) -> Cells:
    """What was done here counts more than what came; what came else is the other system's."""
    corrected = any(step.act == "correct" for step in steps)
    ours = {*ANSWERS, "Исполнитель", "Текущий шаг инцидента", "Дата окончания", "Итог"}
    ours |= {"Группа тем", "Тема", "Населенный пункт", "Улица", "Дом"} if corrected else set()
    return {name: value for name, value in told.items() if name in ours}


def _about(incident: Incident, comment: Comment | None, zone: ZoneInfo, context: Context) -> Cells:
    number = incident.imported_as or f"{OURS}{incident.id}"
    attached = bool(comment and comment.attachments)
    return {
        "Номер инцидента": number,
        "Отдел": context.municipality,
        "Исполнитель": ", ".join(incident.bodies),
        "Дата создания": _local(incident.detected_at, zone),
        "Группа тем": incident.topic_group,
        "Тема": incident.topic_name,
        "Муниципалитет": context.municipality,
        "Населенный пункт": incident.place.get("settlement"),
        "Улица": incident.place.get("street"),
        "Дом": incident.place.get("house"),
        "Объект": incident.place.get("other"),
        "Урл поста": comment.url if comment else incident.link,
        "Есть медиафайл в сообщении": "Да" if attached else "",
    }


def _done(incident: Incident, steps: Sequence[Step], zone: ZoneInfo, context: Context) -> Cells:
    closed = incident.state in context.workflow.closed
    ended = _ended(steps, context.workflow.closed) if closed else None
    state = context.workflow.state.get(incident.state, incident.state)
    answers = list(_answers(steps))
    routed = [step.at for step in steps if step.act == "route"]
    return {
        "Текущий шаг инцидента": DONE if closed else state,
        "Итог": state if closed else "",
        "Дата окончания": _local(ended, zone) if ended else None,
        "Время назначения последнего исполнителя": _local(routed[-1], zone) if routed else None,
        "Время 1го ответа ПИ": _local(answers[0][0], zone) if answers else None,
        "Общий текст первого ответа": answers[0][1] if answers else "",
        **{name: text for name, (_, text) in zip(ANSWERS, answers, strict=False)},
    }


def _ended(steps: Sequence[Step], closed: Collection[str]) -> datetime | None:
    """When the last step that closed it was made; what is noted afterwards leaves it closed."""
    closing = (
        step.at
        for before, step in pairwise(steps)
        if step.state in closed and before.state not in closed
    )
    return max(closing, default=None)


def _answers(steps: Sequence[Step]) -> Iterator[tuple[datetime, str]]:
    """When and what was published or handed over, questions left out: the newest draft then."""
    draft = ""
    for step in steps:
        if step.act == "draft":
            draft = step.text
        elif step.act in ("publish", "hand_over") and step.state in ANSWERED:
            yield step.at, draft or step.text


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)
