"""The demo town: a week of a made-up district, read from `feed/` into one `World` a network.

`build(now)` gives the week as it stands at `now`; `later(town)` lets happen what happens during
the demo: edits, deletions, new comments. The same `now` gives the same numbers and times.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from demo.earlier import writings
from demo.world import SimComment, SimMessage, SimPage, SimPost, World

NETWORKS = ("vk", "ok", "telegram")
FEED = Path(__file__).parent / "feed"
_SPAN = re.compile(r"(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?")
_DAY = re.compile(r"-(?P<days>\d+)d (?P<hour>\d\d):(?P<minute>\d\d)")


@dataclass(frozen=True, slots=True)
class TownPage:
    """An official page, in the words of the configuration; `id` is positive on every network."""

    network: str
    key: str
    id: int
    name: str
    screen_name: str
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a good classifier says of one resident's text.

    `what` is comment, visitor_post or message; `id` its number on the page.
    """

    network: str
    page: int
    what: str
    id: int
    text: str
    categories: tuple[str, ...]
    incident: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One text of the feed. These are the keys that its YAML may have, any other is an error.

    `by` is a person's key, `page` (the page itself) or `hidden`. A post has `at`, a comment has
    `after` (since what it hangs on); a post may pass on what somebody else wrote (`repeats`).
    During the demo `edit` gives a new text, `delete` takes the comment away, and a `fresh` one is
    written.
    """

    text: str
    by: str = "page"
    page: str = ""
    kind: str = "comment"
    at: str = ""
    after: str = ""
    edited: str = ""
    repeats: str = ""
    pinned: bool = False
    expect: Sequence[str] = ()
    incident: bool = False
    attach: Mapping[str, str] = field(default_factory=dict)
    edit: Mapping[str, Any] = field(default_factory=dict)
    delete: bool = False
    fresh: bool = False
    comments: Sequence[Mapping[str, Any]] = ()

    @property
    def changes(self) -> bool:
        """Whether something happens to it during the demo."""
        return self.fresh or self.delete or bool(self.edit)


@dataclass(slots=True)
class Step:
    """A line at its time and place; `made` is what it became in the world."""

    line: Line
    network: str
    page: SimPage
    author: int
    when: int
    above: "Step | None" = None
    made: SimPost | SimComment | SimMessage | None = None

    def post(self) -> SimPost:
        """The post at the top."""
        if self.above is not None:
            return self.above.post()
        if not isinstance(self.made, SimPost):
            raise TypeError(f"nothing can hang on {self.line.text!r}")
        return self.made

    def expectation(self) -> Expectation:
        """What the line promises of its text, once it is written."""
        if self.made is None:
            raise ValueError(f"not written yet: {self.line.text!r}")
        line = self.line
        expect = tuple(line.expect)
        return Expectation(
            self.network, self.page.id, line.kind, self.made.id, line.text, expect, line.incident
        )


@dataclass(frozen=True, slots=True)
class Town:
    """The week on three networks, and what its authors meant by every text."""

    name: str
    zone: str
    bodies: Mapping[str, str]
    pages: tuple[TownPage, ...]
    vk: World
    ok: World
    telegram: World
    expectations: tuple[Expectation, ...]
    changes: tuple[Step, ...]
    moves: tuple[tuple[SimPage, str], ...] = ()  # short names that pages take during the demo

    def world(self, network: str) -> World:
        """The world of this network."""
        return {"vk": self.vk, "ok": self.ok, "telegram": self.telegram}[network]


def build(now: datetime, clock: Callable[[], float] = time.time) -> Town:
    """The week that ends at `now`, an aware time; `clock` is the worlds' own."""
    book = read("town")
    if now.tzinfo is None:
        raise ValueError(f"an aware time expected, not {now}")
    now = now.astimezone(ZoneInfo(book["zone"]))
    pages = tuple(_pages(book))
    worlds = {network: _open(network, book, pages, clock) for network in NETWORKS}
    steps = [step for network in NETWORKS for step in _steps(network, worlds, book, now)]
    week = [step for step in steps if not step.line.fresh]
    # In the order of time, as on a real network: numbers and events grow with the hours.
    for step in sorted(week, key=lambda step: step.when):
        _happen(worlds[step.network], step, now)
    return Town(
        name=book["name"],
        zone=book["zone"],
        bodies=book["bodies"],
        pages=pages,
        **worlds,
        expectations=tuple(step.expectation() for step in week if step.line.by != "page"),
        changes=tuple(step for step in steps if step.line.changes),
        moves=tuple(_moves(worlds.values())),
    )


def later(town: Town, at: datetime | None = None) -> tuple[Expectation, ...]:
    """Let the demo's edits, deletions, new comments and new short names happen, once.

    Returns what is now to be expected of the texts that are new. `at` defaults to the clock.
    """
    when = int(town.vk.clock() if at is None else at.timestamp())
    for page, screen_name in town.moves:
        page.screen_name = screen_name
    return tuple(
        step.expectation()
        for step in [_change(town.world(step.network), step, when) for step in town.changes]
        if not step.line.delete
    )


def read(name: str) -> Any:
    """One file of the feed."""
    return yaml.load((FEED / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)


def span(text: str) -> timedelta:
    """How long `1d2h30m` is."""
    found = _SPAN.fullmatch(text)
    if not text or found is None:
        raise ValueError(f"a span like 1d2h30m expected, not {text!r}")
    return timedelta(**{unit: int(value or 0) for unit, value in found.groupdict().items()})


def moment(text: str, now: datetime) -> datetime:
    """When `-3d 14:05` (that day, that hour) or `-5h` (before now) is."""
    found = _DAY.fullmatch(text)
    if found is None:
        return now - span(text.removeprefix("-"))
    day = now - timedelta(days=int(found["days"]))
    return day.replace(
        hour=int(found["hour"]), minute=int(found["minute"]), second=0, microsecond=0
    )


def _pages(book: Mapping[str, Any]) -> Iterator[TownPage]:
    for network in NETWORKS:
        for key, page in book["pages"][network].items():
            yield TownPage(
                network, key, page["id"], page["name"], page["screen"], page["kind"], page["body"]
            )


def _open(
    network: str, book: Mapping[str, Any], pages: Iterable[TownPage], clock: Callable[[], float]
) -> World:
    """The network before the week: its pages and people."""
    world = World(clock)
    abouts = read("about")[network]
    for page in pages:
        if page.network == network:
            made = world.add_page(page.id, page.name, page.screen_name)
            made.about = dict(abouts[page.key])
    for key, name in book["people"].items():
        world.add_person(_person(network, book, key), name, book["deactivated"].get(key))
    return world


def _moves(worlds: Iterable[World]) -> Iterator[tuple[SimPage, str]]:
    pages = (page for world in worlds for page in world.pages.values())
    yield from ((page, page.about["moves_to"]) for page in pages if "moves_to" in page.about)


def _person(network: str, book: Mapping[str, Any], key: str) -> int:
    return int(book["bases"][network] + list(book["people"]).index(key) + 1)


def _steps(
    network: str, worlds: Mapping[str, World], book: Mapping[str, Any], now: datetime
) -> Iterator[Step]:
    """Everything that is written on one network, posts before what hangs on them."""

    def step(line: Line, page: SimPage, when: datetime, above: Step | None) -> Iterator[Step]:
        authors = {"page": -page.id, "hidden": 0}
        author = authors[line.by] if line.by in authors else _person(network, book, line.by)
        own = Step(line, network, page, author, int(when.timestamp()), above)
        yield own
        for below in (Line(**raw) for raw in line.comments):
            then = now if below.fresh else when + span(below.after)
            yield from step(below, page, then, own)

    for key, when, text in writings(read("rhythm").get(network, {}), now):
        page = worlds[network].pages[book["pages"][network][key]["id"]]
        yield from step(Line(text, kind="post"), page, when, None)
    posts = [Line(**{"kind": "post"} | raw) for raw in read(network)]
    messages = [Line(**raw, kind="message") for raw in read("messages").get(network, ())]
    for line in posts + messages:
        page = worlds[network].pages[book["pages"][network][line.page]["id"]]
        yield from step(line, page, moment(line.at, now), None)


def _happen(world: World, step: Step, now: datetime) -> None:
    """Write this line into its world."""
    line = step.line
    if step.when > now.timestamp():
        raise ValueError(f"the feed reaches beyond {now}: {line.text!r}")
    if step.above is not None:
        step.made = _comment(world, step)
    elif line.kind == "message":
        step.made = world.add_message(step.page, step.author, line.text, step.when)
    else:
        step.made = world.add_post(step.page, line.text, step.when, line.kind, step.author)
        step.made.pinned, step.made.repeats = line.pinned, line.repeats


def _comment(world: World, step: Step) -> SimComment:
    parent = step.above.made if step.above else None
    comment = world.add_comment(
        step.page,
        step.post(),
        step.author,
        step.line.text,
        step.when,
        parent if isinstance(parent, SimComment) else None,
    )
    comment.attachments = list(step.line.attach.items())
    if step.line.edited:
        comment.edited = step.when + int(span(step.line.edited).total_seconds())
    return comment


def _change(world: World, step: Step, when: int) -> Step:
    """Let the demo's change of one line happen; gives the step as it then is."""
    line = step.line
    if line.fresh:
        new = Step(line, step.network, step.page, step.author, when, step.above)
        new.made = _comment(world, new)
        return new
    if not isinstance(step.made, SimComment):
        raise TypeError(f"only comments change: {line.text!r}")
    if line.delete:
        world.delete(step.page, step.made)
        return step
    new = Step(Line(**line.edit), step.network, step.page, step.author, when, step.above, step.made)
    world.edit(step.page, step.made, new.line.text, when)
    return new
