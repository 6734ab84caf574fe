"""A network in memory with real effects: what stands, who is banned, what was answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from errors import NetworkFault, Outcome
from networks.acting import BLIND, Act, Target


class Killed(BaseException):
    """The process is gone, here and now."""


def fault(outcome: Outcome, code: int | str = "timeout") -> NetworkFault:
    return NetworkFault("vk", code, "no luck", outcome)


@dataclass
class Hands:
    """The hands of a page. `trouble` is asked before and after every effect, and may raise."""

    page: str = "vk:100"
    deleted: set[str] = field(default_factory=set)
    bans: set[str] = field(default_factory=set)
    answers: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # where it can tell what stands there now
    effects: list[tuple[str, str]] = field(default_factory=list)  # every change of the world
    missing: dict[Act, str] = field(default_factory=dict)
    blind: bool = False  # cannot read back
    trouble: Callable[[str], None] = lambda moment: None

    def readable(self) -> str | None:
        return None

    def capability(self, act: Act, target: Target | None, now: datetime) -> str | None:
        return self.missing.get(act)

    def delete(self, target: Target) -> None:
        self._change("delete", self.deleted, target.comment)

    def restore(self, target: Target) -> None:
        self.trouble("before restore")
        if target.comment in self.deleted:
            self.deleted.remove(target.comment)
            self.effects.append(("restore", target.comment))
        self.trouble("after restore")

    def ban(self, target: Target, reason: str, note: str, until: datetime | None) -> None:
        self._change("ban", self.bans, str(target.author))

    def unban(self, target: Target) -> None:
        self.trouble("before unban")
        self.bans.discard(str(target.author))
        self.trouble("after unban")

    def _change(self, what: str, world: set[str], name: str) -> None:
        self.trouble(f"before {what}")
        if name not in world:
            world.add(name)
            self.effects.append((what, name))
        self.trouble(f"after {what}")

    def answer(self, target: Target, text: str, photos: Sequence[Path] = ()) -> str:
        self.trouble("before answer")
        self.answers.append((target.comment, text))
        self.effects.append(("answer", target.comment))
        self.trouble("after answer")
        return f"answer-{len(self.answers)}"

    def stands(self, target: Target) -> bool | None:
        self.trouble("before reading")
        return None if self.blind else target.comment not in self.deleted

    def text(self, target: Target) -> str | None:
        self.trouble("before text")
        return self.texts.get(target.comment)

    def banned(self, target: Target) -> bool | None:
        self.trouble("before reading")
        return None if self.blind else target.author in self.bans

    def find_answer(self, target: Target, text: str) -> str | None:
        self.trouble("before reading")
        if self.blind:
            raise NetworkFault("telegram", BLIND, "cannot look", Outcome.OPERATOR)
        said = [n for n, pair in enumerate(self.answers, 1) if pair == (target.comment, text)]
        return f"answer-{said[0]}" if said else None

    def link(self, target: Target) -> str:
        return f"https://vk.com/{target.comment}"

    def warning(self, act: Act, target: Target) -> str | None:
        return None
