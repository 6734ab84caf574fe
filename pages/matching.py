"""What of the plan appeared: pure, for one page.

The rule: a post can be what was planned if it stands on the same page at most one day from the
planned day. Of such pairs those whose texts are alike go first, the most alike before the others.
Where a day then has as many planned posts left as posts, they are paired in their order; with more
of the one or of the other nobody knows which is which. Every planned post and every post is used
once.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

State = Literal["appeared", "missed", "ahead"]
Why = Literal["text", "order", ""]
SHIFT = 1  # days
ALIKE = 0.5  # share of the plan's words that the post has
_WORD = re.compile(r"[а-яёa-z0-9]{3,}")
_STEM = 5  # «ремонта» and «ремонт» are one word


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to appear: `clock` is 10:30, or empty."""

    id: int
    day: date
    clock: str
    text: str


@dataclass(frozen=True, slots=True)
class Published:
    """What appeared, in the town's time."""

    id: int
    day: date
    clock: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """A planned post and what it became; `why` they were taken for one."""

    planned: Planned
    post: Published | None
    state: State
    why: Why = ""


One = TypeVar("One", Planned, Published)


def match(
    planned: Sequence[Planned], posts: Sequence[Published], today: date
) -> tuple[list[Matched], list[Published]]:
    """Every planned post with what it became, and the posts that nobody planned, in order.

    A plan of today or yesterday without its post is still ahead: it may appear a day late.
    """
    pairs = _by_text(planned, posts)
    pairs |= _by_order(planned, posts, pairs)
    known = {post.id: post for post in posts}
    told = [_told(one, pairs.get(one.id), known, today) for one in sorted(planned, key=_when)]
    used = {post for post, _ in pairs.values()}
    return told, [post for post in sorted(posts, key=_when) if post.id not in used]


def likeness(plan: str, text: str) -> float:
    """The share of the plan's words that the text has, by their beginnings."""
    asked = _stems(plan)
    return len(asked & _stems(text)) / len(asked) if asked else 0.0


Pairs = dict[int, tuple[int, Why]]  # planned: (post, why)


def _by_text(planned: Iterable[Planned], posts: Sequence[Published]) -> Pairs:
    near = (
        (likeness(plan.text, post.text), -_apart(plan, post), plan, post)
        for plan in planned
        for post in posts
        if _apart(plan, post) <= SHIFT
    )
    found = [pair for pair in near if pair[0] >= ALIKE]
    found.sort(key=lambda pair: (-pair[0], -pair[1], _when(pair[2]), _when(pair[3])))
    pairs: Pairs = {}
    used: set[int] = set()
    for _, _, plan, post in found:
        if plan.id not in pairs and post.id not in used:
            pairs[plan.id] = post.id, "text"
            used.add(post.id)
    return pairs


def _by_order(planned: Iterable[Planned], posts: Iterable[Published], done: Pairs) -> Pairs:
    used = {post for post, _ in done.values()}
    posts_left = _by_day(post for post in posts if post.id not in used)
    plans_left = _by_day(plan for plan in planned if plan.id not in done)
    return {
        plan.id: (post.id, "order")
        for day, plans in plans_left.items()
        if len(plans) == len(posts_left.get(day, ()))
        for plan, post in zip(plans, posts_left[day], strict=True)
    }


def _by_day(these: Iterable[One]) -> dict[date, list[One]]:
    days: dict[date, list[One]] = {}
    for one in sorted(these, key=_when):
        days.setdefault(one.day, []).append(one)
    return days


def _told(
    plan: Planned, pair: tuple[int, Why] | None, known: dict[int, Published], today: date
) -> Matched:
    if pair is not None:
        return Matched(plan, known[pair[0]], "appeared", pair[1])
    return Matched(plan, None, "missed" if (today - plan.day).days > SHIFT else "ahead")


def _apart(plan: Planned, post: Published) -> int:
    return abs((post.day - plan.day).days)


def _when(one: Planned | Published) -> tuple[date, str, int]:
    return one.day, one.clock, one.id


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold())}
