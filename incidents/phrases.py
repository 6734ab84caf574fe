"""Terms and the journal in Russian words, the same on a screen and in a terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from incidents.location import place_line
from incidents.words import ACT, FORM, ROLE, STEP

if TYPE_CHECKING:  # the command line starts without a database
    from incidents.board import Owed
    from models import Step
    from models.regulation import Regulation


def owed_line(term: "Owed", zone: ZoneInfo) -> str:
    """«до 23.11 13:30 — согласовать или вернуть · осталось 30 мин (прил.1 п.14)»."""
    deadline = term.deadline
    sooner = ", но раньше кончается срок ответа" * term.bound_by_answer
    doubt = " · переносы выходных того года ещё не утверждены" * deadline.provisional
    return (
        f"{'можно ' * deadline.optional}до {when(term.due_at, zone)} — {duty(term)} · "
        f"{left(term.left)} ({deadline.paragraph}{sooner}){doubt}"
    )


def duty(term: "Owed") -> str:
    """What must be done, and by which body where it is one of several."""
    return STEP[term.deadline.step] + (f" ({term.deadline.body})" if term.deadline.body else "")


def left(minutes: int) -> str:
    """Working minutes to go, or since a term ended."""
    if minutes < 0:
        return f"просрочено на {span(-minutes)} раб. времени"
    return f"осталось {span(minutes)} раб. времени"


def span(minutes: int) -> str:
    """«1 ч 12 мин»."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} ч"] * bool(hours) + [f"{rest} мин"] * bool(rest or not hours)
    return " ".join(parts)


def when(moment: datetime, zone: ZoneInfo) -> str:
    """A time of the municipality."""
    return f"{moment.astimezone(zone):%d.%m.%Y %H:%M}"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the journal in words; `aside` is what else it says, "" where nothing."""

    number: int
    at: datetime
    by: str
    role: str
    act: str
    aside: str
    ground: str
    text: str


def entries(steps: Iterable["Step"], regulation: "Regulation") -> Iterator[Entry]:
    """The journal in its order."""
    for step in steps:
        aside = "".join(_asides(step, regulation))
        role = ROLE.get(step.role, "")
        yield Entry(step.number, step.at, step.by, role, ACT[step.act], aside, step.ground,
                    step.text)  # fmt: skip


def _asides(step: "Step", regulation: "Regulation") -> Iterator[str]:
    details = step.details
    if step.act in ("draft", "kept") and details.get("form"):
        yield f" — {FORM[details['form']]}"
    if details.get("bodies"):
        yield f" → {', '.join(details['bodies'])}"
    if step.body:
        yield f" → {step.body}"
    if details.get("reason"):
        yield f" — {reason_words(step.act, details['reason'], regulation)}"
    if step.act == "correct":
        yield f" — {_corrected(step)}"
    if details.get("stands_for"):
        yield f", за отсутствующего: {details['stands_for']}"
    if details.get("by_curator"):
        yield ", записал куратор"


def _corrected(step: "Step") -> str:
    topic = step.details.get("name") or step.details.get("topic", "")
    return "; ".join(filter(None, (topic, place_line(step.details.get("place") or {}))))


def reason_words(act: str, reason: str, regulation: "Regulation") -> str:
    """The reason as the act words it; its key where the act has changed since."""
    listed = {"return": regulation.returns, "draft": regulation.explanations}.get(act, ())
    return next((item.text for item in listed if item.id == reason), reason)
