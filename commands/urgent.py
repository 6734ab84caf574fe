"""The «Срочно» sheet: a message on one page, for the head's resolution (gulkevichi 3.1.1)."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from commands.screen import harmless
from incidents.phrases import when

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from incidents.desk import Desk
    from models import Incident, Step

LONGEST = 1800  # characters that leave room for the resolution on one page
PAGE = """<!doctype html>
<html lang="ru"><meta charset="utf-8"><title>Срочно</title>
<style>
@page {{ size: A4; margin: 20mm }}
body {{ font: 12pt/1.4 "Times New Roman", serif }}
section {{ page-break-after: always }}
h1 {{ text-align: right; letter-spacing: .1em }}
.text {{ white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid; padding: 3mm }}
.line {{ border-bottom: 1px solid; height: 11mm }}
</style>
{sections}
</html>"""
SECTION = """<section>
<h1>СРОЧНО</h1>
<p>{town}<br>Инцидент № {number} · выявлен {seen}{due}<br>{link}</p>
<p class="text">{text}</p>
<p>Резолюция главы (ответственная структура, ход рассмотрения){paragraph}:</p>
<p class="line"></p><p class="line"></p><p class="line"></p>
<p>Дата, время: ____________________ Подпись: ____________________</p>
</section>"""


def sheets(session: "Session", desk: "Desk", town: str, numbers: Sequence[int]) -> str:
    """One HTML document; without numbers, all messages that wait for a resolution."""
    from sqlalchemy import select

    from incidents.desk import journal
    from models import Incident

    waiting = select(Incident.id).where(Incident.state == "resolution").order_by(Incident.id)
    chosen = numbers or session.scalars(waiting).all()
    sections = [_section(session, desk, town, *journal(session, number)) for number in chosen]
    return PAGE.format(sections="\n".join(sections))


def _section(
    session: "Session", desk: "Desk", town: str, incident: "Incident", steps: "Sequence[Step]"
) -> str:
    from incidents.asking import asking
    from incidents.case import case_of
    from models import Comment

    told = asking(session, incident, case_of(incident, steps))
    comment = session.get(Comment, told.comment_id) if told.comment_id else None
    rule = desk.regulation.wants_resolution(incident.channel)
    zone = desk.worktime.zone
    due = _due(session, incident)
    return SECTION.format(
        town=escape(town),
        number=incident.id,
        seen=when(incident.detected_at, zone),
        due=f" · ответ до {when(due, zone)}" if due else "",
        link=escape((comment.url if comment else told.link) or ""),
        text=escape(harmless(comment.text if comment else told.text, LONGEST)),
        paragraph=f" ({escape(rule.paragraph)})" if rule else "",
    )


def _due(session: "Session", incident: "Incident") -> "datetime | None":
    from sqlalchemy import func, select

    from models import Deadline
    from models.rules import TOTALS

    return session.scalar(
        select(func.min(Deadline.due_at)).where(
            Deadline.incident_id == incident.id,
            Deadline.outcome == "open",
            Deadline.step.in_(TOTALS),
        )
    )
