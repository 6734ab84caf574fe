"""Closing a week: its figures are stored once all of it has been read."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models import Page, PageRef, PageWeek, Post, rows_of
from pages.counting import Tally, rule_name, tally
from pages.watched import Town
from pages.weeks import Week

AGAIN = 5  # weeks that are counted once more: a post may be read late, or turn out deleted
LONGEST = 160  # weeks back, where nothing has been counted yet


def close_weeks(session: Session, town: Town, now: datetime) -> int:
    """Store the figures of the weeks that are over; returns how many are new or were corrected.

    A week is counted only for pages that were watched through all of it and read to the end after
    it: no row means that nothing is known, which is not 0. What was counted before stays.
    """
    pages = list(session.execute(select(*OF_PAGE)))
    week, present = _first(session, town, now), Week.of(now, town.zone)
    added = 0
    while week < present:
        added += _close(session, town, week, pages, now)
        week = week.next()
    return added


FIGURE = (PageWeek.page_id, PageWeek.posts, PageWeek.left_out, PageWeek.rule)
OF_PAGE = (Page.id, Page.network, Page.external_id, Page.watched_since, Page.succeeded_at)


def _first(session: Session, town: Town, now: datetime) -> Week:
    present = Week.of(now, town.zone)
    stored = session.scalar(select(func.min(PageWeek.week)))
    if stored is not None:
        # Never further: after a long outage networks are read a month back, older weeks would be 0.
        return max(Week(stored), present.back(AGAIN))
    earliest = session.scalar(select(func.min(Post.created_at)))
    known = Week.of(earliest, town.zone) if earliest else present
    return max(known, present.back(LONGEST))


def _close(session: Session, town: Town, week: Week, pages: list[Any], now: datetime) -> int:
    begin, end = week.begin(town.zone), week.end(town.zone)
    counted = tally(session, week, town.zone, town.bare_reposts)
    known = _latest(session, week)
    rows = []
    for id, network, external_id, watched_since, succeeded_at in pages:
        watched = town.by_ref.get(PageRef(network, external_id))
        was_read = succeeded_at is not None and succeeded_at >= end
        if watched and was_read and town.seen_from(network, watched_since) <= begin:
            row = _row(town, watched.kind, counted.get(id, Tally()))
            if _is_news(known.get(id), row):
                rows.append({"page_id": id, "week": week.monday, "counted_at": now, **row})
    if rows:
        session.execute(insert(rows_of(PageWeek)), rows)
    return len(rows)


def _latest(session: Session, week: Week) -> dict[int, Any]:
    """The figures of a week that count, by page."""
    rows = select(*FIGURE).where(PageWeek.week == week.monday).order_by(PageWeek.id)
    return {row.page_id: row for row in session.execute(rows)}


def _row(town: Town, kind: str, counted: Tally) -> dict[str, Any]:
    norm = town.rules.norm("posts", kind)
    return {
        "posts": counted.posts,
        "left_out": dict(counted.left_out),
        "norm": norm.weekly if norm else None,
        "force": norm.force if norm else "",
        "paragraph": norm.paragraph if norm else "",
        "rule": rule_name(town.bare_reposts),
    }


def _is_news(known: Any, row: dict[str, Any]) -> bool:
    """Weeks counted by another rule stay as they were."""
    if known is None:
        return True
    same = (known.posts, known.left_out) == (row["posts"], row["left_out"])
    return known.rule == row["rule"] and not same
