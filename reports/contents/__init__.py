"""The reports there are; a new one is a file and a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reports.contents import (
    daily,
    deadlines,
    moderation,
    monthly,
    pages,
    shortcomings,
    topics,
    urgent,
    weekly,
)
from reports.contents.context import Context, Workflow
from reports.document import Period, Report
from reports.schedule import Span

__all__ = ["REPORTS", "Context", "Kind", "Workflow"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A report: its title, what it is about in a line, the period it usually covers."""

    title: str
    about: str
    usual: Span
    build: Callable[[Session, Period, Context], Report]


REPORTS = {
    "daily": Kind("Отчёт за день", "что пришло, что в работе, что просрочено", "day", daily.build),
    "weekly": Kind("Отчёт за неделю", "то же, что выросло и когда пишут", "week", weekly.build),
    "monthly": Kind("Отчёт за месяц", "все показатели", "month", monthly.build),
    "topics": Kind("Темы обращений жителей", "о чём и где просят", "month", topics.build),
    "deadlines": Kind("Сроки регламента", "что соблюдено и нарушено", "month", deadlines.build),
    "moderation": Kind(
        "Модерация комментариев", "метки, решения, точность", "month", moderation.build
    ),
    "pages": Kind(
        "Официальные страницы", "норма публикаций, что не так на страницах", "month", pages.build
    ),
    "shortcomings": Kind(
        "Недостатки в работе с сообщениями жителей",
        "кто какие сроки нарушил: главе, руководителю аппарата, заместителям",
        "month",
        shortcomings.build,
    ),
    "urgent": Kind(
        "Срочный доклад главе", "угрозы, высокая важность, всплески", "now", urgent.build
    ),
}
