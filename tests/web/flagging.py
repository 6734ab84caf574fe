"""Cards for tests of the queue's screens, and pictures of them for the README."""

import os
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from given import NOW, PAGE
from sqlalchemy import select

from collectors import journal
from collectors.intake import save_batch
from models import CATEGORIES, Batch, Finding, SeenAuthor, SeenComment, SeenPost, Verdict
from moderation import queue, verdicts
from web.office import Office

PICTURES = os.environ.get("OTKLIK_SCREENSHOTS", "")  # the folder they go to; none, no pictures
POST = SeenPost("wall-100_50", "Ремонт ул. Советской начнётся в понедельник", NOW, "")


class Flagging:
    """Flag comments: a text, then its categories. The guilty words are told by `guilty`."""

    def __init__(self, web: Office) -> None:
        self._web = web
        self.done: list[SeenComment] = []
        with web.store.writing() as session:
            week = timedelta(days=7)
            self._page = journal.register(session, PAGE, "Администрация района", NOW, week)

    def __call__(self, *given: tuple[str, ...], author: str = "555", **more: Any) -> None:
        first = len(self.done) + 1
        seen = [
            SeenComment(
                f"wall-100_50_{number}", text, NOW, post="wall-100_50",
                author=SeenAuthor(author, "Пётр С."), **more,
            )
            for number, (text, *_) in enumerate(given, start=first)
        ]  # fmt: skip
        self.done += seen
        now = self._web.clock()
        with self._web.store.writing() as session:
            batch = Batch(PAGE, posts=(POST,), comments=tuple(seen))
            intake = save_batch(session, self._page, batch, now)
            found = [_verdict(text, flags) for text, *flags in given]
            judged = verdicts.record(session, intake.unjudged, found, "test", now)
            queue.enqueue(session, judged, now)


def _verdict(text: str, flags: Iterable[str]) -> Verdict:
    words = [word for word in text.split() if len(word) > 5] or text.split()[:1]
    findings = [
        Finding(flag, 0.9, text.index(word), text.index(word) + len(word), word)
        for flag, word in zip(flags, [*words, *words[:1] * 9], strict=False)
    ]
    scores = dict.fromkeys(CATEGORIES, 0.01) | dict.fromkeys(flags, 0.91)
    return Verdict(scores, tuple(flags), tuple(findings), 0.1, False)


def rows(web: Office, *columns: Any) -> list[tuple[Any, ...]]:
    """These columns of a table, by its ids."""
    with web.store.reading() as session:
        query = select(*columns).order_by(*columns[0].class_.__table__.primary_key)
        return [tuple(row) for row in session.execute(query)]


def shoot(page: Any, name: str) -> None:
    """A picture, where pictures are asked for."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=False)
