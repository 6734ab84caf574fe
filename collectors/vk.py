"""Reading a VK page: what is new, what moved, what may have been edited, and what is gone."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from collectors.base import Scope
from collectors.vk_cursor import Entry, Mark, Marks, State, due
from collectors.vk_mapping import SPOILED, Names, Place, Raw, comment
from collectors.vk_messages import Messages
from collectors.vk_pack import Pack
from collectors.vk_page import owner_of
from collectors.vk_reading import PAGE, comments
from collectors.vk_sections import Boards, Photos, Section, Videos, Wall, identity
from errors import NetworkFault, Outcome
from models import Batch, PageRef, SeenComment
from networks.vk import NETWORK, VkClient

OF_THE_POST = frozenset({19, 104, 210, 211, 212, 213, 801})  # closed to us, and nothing else is
PASSABLE = frozenset({Outcome.SKIP, Outcome.GONE, Outcome.RETRY})


class VkCollector:
    """One page of VK, by polling. Docs: docs/networks/vk.md."""

    network = NETWORK

    def __init__(self, client: VkClient, page: PageRef, scope: Scope) -> None:
        self.owner = page.external_id
        self.pages = (page,)
        self._client = client
        self._scope = scope

    def fetch(self, cursor: Mapping[str, Any] | None, now: datetime) -> Iterator[Batch]:
        """Read everything that is new since `cursor` (None: the first pass)."""
        state = State.load(cursor)
        if state.owner is None:
            state.owner = owner_of(self._client, self.owner)
        pack = Pack(self.pages[0], state)
        try:
            yield from _Pass(self._client, self._scope, state, pack, now).run(state.owner)
        except NetworkFault:
            yield from pack.rest()
            raise


class _Pass:
    """One reading of one page."""

    def __init__(
        self, client: VkClient, scope: Scope, state: State, pack: Pack, now: datetime
    ) -> None:
        self._client = client
        self._scope = scope
        self._state = state
        self._pack = pack
        self._now = now
        self._newest = int(now.timestamp())  # of the section being read; ages count from it
        self._faults: list[NetworkFault] = []

    def run(self, owner: int) -> Iterator[Batch]:
        """Wall first: if it is out of reach, so is the page. The rest fails one by one."""
        visitors = "visitor_posts" in self._scope.include
        yield from self._section(Wall(self._client, owner, visitors=visitors))
        for part in self._switched_on(owner):
            try:
                yield from part
            except NetworkFault as fault:
                self._faults.append(fault)
        yield from self._pack.rest()
        if self._faults:
            raise self._faults[0]

    def _switched_on(self, owner: int) -> Iterator[Iterator[Batch]]:
        include = self._scope.include
        for kind in (Photos, Videos):
            if kind.name in include:
                yield self._section(kind(self._client, owner))
        if owner > 0:  # a person's page has neither discussions nor a community's messages
            return
        if Boards.name in include:
            yield self._section(Boards(self._client, owner))
        if "messages" in include:
            since = int((self._now - self._scope.window).timestamp())
            yield Messages(self._client, owner, since).read(self._state, self._pack)

    def _section(self, section: Section) -> Iterator[Batch]:
        marks = self._state.sections.setdefault(section.name, {})
        before = {number: mark.date for number, mark in marks.items()}
        known = before if section.name in self._state.walked else {}
        # Until the walk is over again, a killed pass must walk anew.
        self._state.walked.discard(section.name)
        listed: set[int] = set()
        floor = 0
        self._newest = int(self._now.timestamp())
        for entries in section.lists():
            if not listed:
                self._newest = min([self._newest, *_last(entries)])
            for entry in entries:
                if entry.number not in listed:
                    listed.add(entry.number)
                    yield from self._entry(section, entry, marks)
            if (oldest := _oldest(entries)) and self._enough(oldest, known):
                floor = oldest.date if len(listed) >= PAGE else 0  # a short list was shown whole
                break
        yield from self._unlisted(section, marks, listed, floor)
        self._end(section)

    def _enough(self, oldest: Entry, known: Mapping[int, int]) -> bool:
        return oldest.date < self._since or known.get(oldest.number) == oldest.date

    @property
    def _since(self) -> int:
        return self._newest - int(self._scope.window.total_seconds())

    def _end(self, section: Section) -> None:
        for item in section.spoiled:
            self._pack.note(f"не разобрано: {item}")
        if section.finds and not self._faults:
            self._state.walked.add(section.name)

    def _unlisted(
        self, section: Section, marks: Marks, listed: set[int], floor: int
    ) -> Iterator[Batch]:
        """Entries the list did not show: too old to care, further down, or deleted."""
        missing = [number for number in marks if number not in listed]
        wanted = [n for n in missing if section.finds and marks[n].date >= min(floor, self._since)]
        for number in set(missing).difference(wanted):
            del marks[number]
        for start in range(0, len(wanted), PAGE):
            chunk = wanted[start : start + PAGE]
            found = section.lookup(chunk)
            for entry in found.entries:
                yield from self._entry(section, entry, marks)
            for number in set(chunk) - found.standing:
                self._pack.remove(section.place(number).post)
                del marks[number]

    def _entry(self, section: Section, entry: Entry, marks: Marks) -> Iterator[Batch]:
        mark = marks.get(entry.number)
        if mark is None or mark.edited != entry.edited:
            self._pack.show(entry)
        if self._due(section, entry, mark):
            read = yield from self._comments(section, entry)
        else:
            read = replace(mark, edited=entry.edited) if mark else self._mark(entry)
        if read:
            marks[entry.number] = read

    def _due(self, section: Section, entry: Entry, mark: Mark | None) -> bool:
        wanted = section.name != Wall.name or "comments" in self._scope.include
        return wanted and due(entry, mark, self._now, self._scope, self._newest)

    def _mark(self, entry: Entry, closed: bool = False) -> Mark:
        return Mark(entry.date, entry.count, entry.edited, int(self._now.timestamp()), closed)

    def _comments(self, section: Section, entry: Entry) -> Generator[Batch, None, Mark | None]:
        place = section.place(entry.number)
        try:
            yield from self._read(section, entry, place)
        except NetworkFault as fault:
            self._pack.note(f"не прочитано: {place.post} ({fault})")
            if fault.code in OF_THE_POST:
                return self._mark(entry, closed=True)
            # One post out of reach must not hide the others, but two are the page's trouble.
            if self._faults or fault.outcome not in PASSABLE:
                raise
            self._faults.append(fault)
            return None
        return self._mark(entry)

    def _read(self, section: Section, entry: Entry, place: Place) -> Iterator[Batch]:
        standing: set[str] = set()
        whole = True
        for raw, who in comments(self._client, section.discussion(entry)):
            try:
                seen = _seen(raw, place, who)
            except SPOILED:
                self._pack.note(f"не разобрано: {place.post}, комментарий {identity(raw)}")
                whole = False
                continue
            if seen:
                standing.add(seen.external_id)
                yield from self._pack.add(seen)
        if whole:
            self._pack.close(place.post, standing)


def _seen(raw: Raw, place: Place, who: Names) -> SeenComment | None:
    return None if raw.get("deleted") else comment(raw, place, who)


def _last(entries: list[Entry]) -> list[int]:
    return [max(entry.date for entry in entries)] if entries else []


def _oldest(entries: list[Entry]) -> Entry | None:
    placed = (entry for entry in entries if not entry.pinned)
    return min(placed, key=lambda entry: entry.date, default=None)
