"""What a municipality's decree demands, as one value: `data/regulations/<id>.yaml`, checked.

What an act is silent about stands in `silent`, in words, and nowhere as a number.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from models.page_rules import Pages
from models.rules import (
    TOTALS,
    Approval,
    Clarify,
    Clock,
    Destination,
    Emergencies,
    HandOver,
    Interim,
    Networks,
    Note,
    OfChannel,
    Publications,
    Reason,
    Refusal,
    Removal,
    Rule,
    Several,
)

Part = TypeVar("Part", bound=OfChannel)


class Regulation(Rule):
    """One decree. `zone` is that of the municipality which issued it."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str = Field(min_length=1)
    zone: str
    networks: Networks | None = None
    clocks: tuple[Clock, ...] = ()
    resolution: tuple[OfChannel, ...] = ()  # channels whose messages the head sees first
    approvals: tuple[Approval, ...] = ()
    returns: tuple[Reason, ...] = ()
    clarify: tuple[Clarify, ...] = ()
    interim: Interim | None = None
    several: Several | None = None
    publications: Publications | None = None
    emergencies: Emergencies | None = None
    explanations: tuple[Reason, ...] = ()
    hand_over: tuple[HandOver, ...] = ()
    appeal: Note | None = None  # becomes a formal appeal under 59-ФЗ
    repeats: tuple[Note, ...] = ()
    destinations: tuple[Destination, ...] = ()
    general_interest: Note | None = None  # such an answer is published as a post too
    report_to_head: Note | None = None
    shortcomings: Note | None = None
    answer_rules: tuple[Note, ...] = ()
    no_answer: tuple[Refusal, ...] = ()
    deletion: tuple[Removal, ...] = ()
    blacklist: tuple[Removal, ...] = ()
    pages: Pages = Pages()
    silent: tuple[str, ...] = ()

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError):
            raise ValueError("нужно имя часового пояса, например Europe/Moscow") from None
        return name

    @field_validator("clocks")
    @classmethod
    def _each_clock_once(cls, clocks: tuple[Clock, ...]) -> tuple[Clock, ...]:
        keys = [(clock.step, clock.channel, clock.importance) for clock in clocks]
        for step, channel, importance in keys:
            if keys.count((step, channel, importance)) > 1:
                limits = ", ".join(filter(None, (channel, importance))) or "общий"
                raise ValueError(f"срок {step} ({limits}) задан дважды")
        return clocks

    @model_validator(mode="after")
    def _back_from_an_answer(self) -> "Regulation":
        for clock in self.clocks:
            channel, importance = clock.channel or "own", clock.importance or "ordinary"
            if clock.back and self.clock("answer", channel, importance) is None:
                raise ValueError(
                    f"clocks: срок {clock.step} отсчитан от срока ответа (back), "
                    "а срока answer для него нет"
                )
        return self

    def clock(self, step: str, channel: str, importance: str) -> Clock | None:
        """The clock of this step: the exact one, else the general one, else none is set."""
        fitting = [clock for clock in self.clocks if clock.fits(step, channel, importance)]
        return max(fitting, key=lambda clock: clock.exactness, default=None)

    def clocks_since(self, event: str, channel: str, importance: str) -> list[Clock]:
        """The clocks that begin with this event; limits on the whole work come first."""
        steps = dict.fromkeys(clock.step for clock in self.clocks)
        found = (self.clock(step, channel, importance) for step in steps)
        begun = [clock for clock in found if clock is not None and clock.since == event]
        return sorted(begun, key=lambda clock: clock.step not in TOTALS)

    def wants_resolution(self, channel: str) -> OfChannel | None:
        """The rule by which the head names the body before the message is routed."""
        return next(_of_channel(self.resolution, channel), None)

    def approved_by_head(self, channel: str) -> Approval | None:
        """The rule by which the head approves each answer before it goes out."""
        approvals = _of_channel(self.approvals, channel)
        return next((approval for approval in approvals if approval.by == "head"), None)

    def clarified(self, channel: str) -> Clarify | None:
        """What a clarifying question does to the clock of the answer."""
        return next(_of_channel(self.clarify, channel), None)

    @property
    def checked(self) -> dict[str, str]:
        """The checks of an answer that the act asks for, each with the paragraph."""
        rules: tuple[Reason | Note, ...] = (*self.returns, *self.repeats, *self.answer_rules)
        return {check: rule.paragraph for rule in rules for check in rule.checks}

    def handed_over(self, channel: str) -> HandOver | None:
        """To whom the answer goes instead of being published by us."""
        return next(_of_channel(self.hand_over, channel), None)


def _of_channel(rules: Sequence[Part], channel: str) -> Iterator[Part]:
    return (rule for rule in rules if rule.channel in (None, channel))
