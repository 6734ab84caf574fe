"""A whole day of a press service, hour by hour, on real HTTP and both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from towns import Shift, shift

from demo.server import Fault
from demo.world import SimComment, SimPage, World
from incidents import candidates
from models import Comment, Page, PageRef, ReviewItem
from moderation import cards, queue, waiting

MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # Monday, 8:00 in town
RUDE = "Вы дебилы и твари, сколько можно врать людям"
POLITE = "Когда наконец дадут горячую воду на Лесной, 8? Третий день сидим с тазиками"
GRATEFUL = "Спасибо, дали воду!"


class Clock:
    """The town's clock; tests move it."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def at(self, hour: int, minute: int = 0, day: int = 0) -> datetime:
        self.now = MORNING + timedelta(days=day, hours=hour - 8, minutes=minute)
        return self.now


class Day:
    """What happens in town, and what is found in the store."""

    def __init__(self, at_work: Shift, clock: Clock) -> None:
        self.at_work = at_work
        self.clock = clock

    def page(self, network: str) -> tuple[World, SimPage]:
        world = self.at_work.town.world(network)
        number = next(p.id for p in self.at_work.town.pages if p.network == network)
        return world, world.pages[number]

    def ref(self, network: str) -> PageRef:
        return next(p.ref for p in self.at_work.config.pages if p.network == network)

    def write(self, network: str, text: str, post: int = -1) -> SimComment:
        world, page = self.page(network)
        chosen = [p for p in page.posts.values() if p.kind == "post"][post]
        author = next(iter(world.people))
        return world.add_comment(page, chosen, author, text, int(self.clock.now.timestamp()))

    def find(self, text: str) -> Comment:
        with self.at_work.office.store.reading() as session:
            return session.scalars(select(Comment).where(Comment.text == text)).one()

    def stored_page(self, network: str) -> Page:
        ref = self.ref(network)
        with self.at_work.office.store.reading() as session:
            query = select(Page).where(
                Page.network == ref.network, Page.external_id == ref.external_id
            )
            return session.scalars(query).one()

    def card_of(self, text: str) -> str | None:
        with self.at_work.office.store.reading() as session:
            id = session.scalar(select(Comment.id).where(Comment.text == text))
            return session.scalar(select(ReviewItem.state).where(ReviewItem.comment_id == id))

    def candidates(self) -> set[str]:
        with self.at_work.office.store.reading() as session:
            return {found.comment.text for found in candidates.waiting(session, 1000)[1]}


@pytest.fixture
def day(database_url):
    clock = Clock()
    with shift(MORNING, database_url, clock) as at_work:
        yield Day(at_work, clock)


def test_a_day(day):  # noqa: PLR0915 - a day is long
    at_work, clock = day.at_work, day.clock

    # 8:00. The first pass of this town reads a week back; older talk is kept for its thread only.
    first = at_work.run()
    assert (first.failed, first.total("new") > 300) == (0, True)
    with at_work.office.store.reading() as session:
        old = session.scalars(
            select(Comment).where(Comment.created_at < MORNING - timedelta(days=7))
        ).all()
        assert old
        assert all(comment.context for comment in old)

    # 9:15. A complaint on VK, abuse on OK, thanks on Telegram.
    clock.at(9, 10)
    complaint = day.write("vk", POLITE)
    abuse = day.write("ok", RUDE)
    day.write("telegram", GRATEFUL)
    clock.at(9, 15)
    assert at_work.run().total("new") == 3
    assert day.card_of(RUDE) == "open"
    assert day.card_of(POLITE) is None
    assert POLITE in day.candidates()
    assert day.find(POLITE).created_at == clock.at(9, 10)
    assert day.find(POLITE).detected_at == clock.at(9, 15)

    # 10:00. The abuser thinks better of it; the former words stay in the history.
    clock.at(10)
    day.page("ok")[0].edit(day.page("ok")[1], abuse, "Погорячился, извините")
    tally = at_work.run()
    assert (tally.total("new"), tally.total("edited")) == (0, 1)
    assert day.card_of("Погорячился, извините") == "cleared"

    # 12:00. VK is down: its pages say so, the other networks are read.
    clock.at(12)
    day.write("vk", "Вода пошла ржавая, Лесная 10")
    day.write("telegram", "А в школе когда дадут тепло?")
    at_work.stage.simulators["vk"].faults.plan(Fault("*", "status", code=502, times=10_000))
    tally = at_work.run()
    assert tally.failed == sum(page.network == "vk" for page in at_work.config.pages)
    assert tally.total("new") == 1
    assert "502" in day.stored_page("vk").last_error
    assert day.stored_page("telegram").last_error is None

    # 12:10. VK is back, and nothing that was written meanwhile is lost.
    clock.at(12, 10)
    at_work.stage.simulators["vk"].faults.clear()
    assert at_work.run().total("new") == 1
    assert day.stored_page("vk").last_error is None
    assert "Вода пошла ржавая, Лесная 10" in day.candidates()

    # 15:00. A reply at the end of a long thread, and a word under a post of a month ago.
    clock.at(15)
    world, page = day.page("vk")
    threads = [c for p in page.posts.values() for c in p.comments.values() if c.root]
    longest = max((t.root for t in threads), key=lambda root: sum(t.root == root for t in threads))
    root = world.find(page, longest)
    late = int(clock.now.timestamp())
    person = next(iter(world.people))
    world.add_comment(page, page.posts[root.post], person, "Поддерживаю соседей", late, root)
    oldest = min((p for p in page.posts.values() if p.kind == "post"), key=lambda p: p.created)
    world.add_comment(page, oldest, person, "А это когда-нибудь сделают?", late)
    assert at_work.run().total("new") == 2
    assert day.find("Поддерживаю соседей").parent is not None
    assert day.find("А это когда-нибудь сделают?").context is False

    # 17:00. A resident takes the complaint back; its candidate goes with it.
    clock.at(17)
    day.page("vk")[0].delete(day.page("vk")[1], complaint)
    assert at_work.run().total("deleted") == 1
    assert day.find(POLITE).deleted_at == clock.now
    assert POLITE not in day.candidates()

    # 18:00. A moderator clears the first card and goes home.
    clock.at(18)
    with at_work.office.store.writing() as session:
        card = waiting.listing(session, 1)[0].item.id
        queue.decide(session, cards.locked(session, card).item, "delete", "Иванова", clock.now)
    with at_work.office.store.reading() as session:
        assert cards.show(session, card).card.item.state == "decided"

    # Tuesday night to Wednesday noon: nobody runs the pass for 28 hours.
    clock.at(22, day=1)
    quiet = at_work.run()
    assert (quiet.total("new"), quiet.total("edited"), quiet.total("deleted")) == (0, 0, 0)
    assert "потеряно" in day.stored_page("telegram").gap
    assert day.stored_page("vk").gap is None
