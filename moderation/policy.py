"""What the regulation proposes to do about a flagged comment. Pure; a person decides."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from errors import OtklikError
from models.regulation import Regulation
from models.rules import Removal

ESCALATED = ("threat", "harm_intent")  # the product's own rule: evidence, and a person at once
EVERYTHING = frozenset({"delete", "ban", "answer"})


class PolicyError(OtklikError):
    """The regulation knows no such removal; the message names the grounds it knows."""


@dataclass(frozen=True, slots=True)
class House:
    """How this municipality applies its regulation.

    `ban_after`: deletions of an author after which a ban that the act allows is proposed;
    `ban_days`: terms of the first, second … ban, None is without end; `trusted`: `network:author`;
    `acting`: by page, `network:id`, what may be proposed there where that is not everything.
    """

    regulation: Regulation
    ban_after: int = 2
    ban_days: tuple[int | None, ...] = (7, 30, 365)
    trusted: frozenset[str] = frozenset()
    acting: Mapping[str, Collection[str]] = field(default_factory=dict)

    def trusts(self, network: str, author: str | None) -> bool:
        """Whether this author is never deleted, never banned."""
        return f"{network}:{author}" in self.trusted

    def term(self, bans: int) -> timedelta | None:
        """How long the next ban of somebody banned so often lasts; None: without end."""
        days = self.ban_days[min(bans, len(self.ban_days) - 1)]
        return None if days is None else timedelta(days=days)


@dataclass(frozen=True, slots=True)
class History:
    """What was done about an author before."""

    deletions: int = 0
    bans: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A comment as the policy sees it. `allowed`: what may be done on its page."""

    flags: Sequence[str]
    has_author: bool = True
    trusted: bool = False
    history: History = field(default_factory=History)
    allowed: Collection[str] = EVERYTHING


@dataclass(frozen=True, slots=True)
class Proposal:
    """keep, delete, delete_and_ban, escalate or no_answer; by which paragraph, must or may.

    `condition`: only as such a breach, which a person has to see. `term` of the ban; None there
    with `delete_and_ban` is without end. `why` is for people.
    """

    action: str
    why: str
    ground: str = ""
    paragraph: str = ""
    duty: str = ""
    condition: tuple[str, ...] = ()
    term: timedelta | None = None


def propose(house: House, case: Case) -> Proposal:
    """The proposal for a comment: never more than the regulation gives."""
    if case.trusted:
        return Proposal("keep", "доверенный автор: не удаляется и не ограничивается")
    threat = next((flag for flag in case.flags if flag in ESCALATED), None)
    if threat:
        return _escalate(house.regulation, threat)
    removal = removal_for(house.regulation.deletion, case.flags)
    if removal is None:
        return _kept(house.regulation, case.flags)
    if "delete" not in case.allowed:
        return Proposal("keep", "на этой странице удаление выключено (pages: acting)")
    return _removed(house, case, removal)


def _escalate(regulation: Regulation, ground: str) -> Proposal:
    rule = _refusal(regulation, [ground])
    why = "угроза: сохранить доказательства и немедленно передать главе, молча не удалять"
    return Proposal("escalate", why, ground, rule[1] if rule else "", "must")


def _kept(regulation: Regulation, flags: Iterable[str]) -> Proposal:
    refusal = _refusal(regulation, flags)
    if refusal:
        return Proposal("no_answer", "остаётся, ответа не требует", *refusal)
    return Proposal("keep", "регламент не велит это удалять")


def _refusal(regulation: Regulation, flags: Iterable[str]) -> tuple[str, str] | None:
    known = {rule.ground: rule.paragraph for rule in regulation.no_answer}
    return next(((flag, known[flag]) for flag in flags if flag in known), None)


def _removed(house: House, case: Case, removal: Removal) -> Proposal:
    found = (removal.ground, removal.paragraph, removal.duty, removal.within)
    ban = removal_for(house.regulation.blacklist, [removal.ground])
    why = _reason(removal)
    if ban is None or not case.has_author or "ban" not in case.allowed:
        return Proposal("delete", why, *found)
    if ban.duty == "may" and case.history.deletions < house.ban_after:
        return Proposal("delete", why, *found)
    again = f"; удалено у автора раньше: {case.history.deletions}" if ban.duty == "may" else ""
    paragraphs = ", ".join(dict.fromkeys((removal.paragraph, ban.paragraph)))
    return Proposal(
        "delete_and_ban",
        why + again,
        removal.ground,
        paragraphs,
        ban.duty,
        removal.within,
        house.term(case.history.bans),
    )


def _reason(removal: Removal) -> str:
    if removal.within:
        return f"удаляется только как {', '.join(removal.within)}: так ли это, решает человек"
    return "удаляется по регламенту" if removal.duty == "must" else "может быть удалено"


def removal_for(rules: Iterable[Removal], grounds: Sequence[str]) -> Removal | None:
    """The rule for one of these grounds: a plain must before a condition, that before a may."""
    fitting = [rule for rule in rules if rule.ground in grounds]
    order = {ground: place for place, ground in enumerate(grounds)}
    return min(
        fitting,
        key=lambda rule: (rule.duty == "may", bool(rule.within), order[rule.ground]),
        default=None,
    )


def grounded(regulation: Regulation, act: str, grounds: Sequence[str]) -> Removal:
    """The rule on which a person deletes or bans. Raises PolicyError where the act gives none."""
    rules = regulation.blacklist if act == "ban" else regulation.deletion
    rule = removal_for(rules, grounds)
    if rule is None:
        raise PolicyError(_refused(regulation, act, rules, grounds))
    return rule


def _refused(
    regulation: Regulation, act: str, rules: Sequence[Removal], grounds: Sequence[str]
) -> str:
    what = "чёрного списка" if act == "ban" else "удаления"
    if not rules:
        return f"Регламент {regulation.id} не знает {what}"
    known = ", ".join(rule.ground for rule in rules)
    given = ", ".join(grounds) or "не названо"
    return (
        f"Регламент {regulation.id} не знает {what} на таком основании: {given}. "
        f"Назовите основание: --ground. Есть: {known}"
    )
