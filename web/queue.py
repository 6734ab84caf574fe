"""The review queue: one card at a time, or the list; the same use cases as the command line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from decisions import decide, take_back
from incidents.candidates import take_up
from models import Comment, Page, PassRun, ReviewItem
from moderation import bulk, clusters, leases, takeback
from moderation.cards import NoCard, QueueError, card
from moderation.deciding import DecidingError, Order
from moderation.marked import pieces
from moderation.policy import PolicyError
from moderation.takeback import Last
from moderation.waiting import Counts, Place, by_category, counts, listing
from web.access import Number, Sent, User, number_in, office_of, opens
from web.hints import for_screen
from web.office import Office
from web.pages import REFUSED, live, redirect, render, wants_fragment
from web.queue_card import act_number, holder, span, view
from web.queue_filters import AGES, Filters
from words import DECISION, GROUND

router = APIRouter(prefix="/queue")
PART = 30  # cards on a page of the list
TAKEN_BACK = "Решение отменено"


@router.get("")
def first(request: Request, user: User = opens("queue")) -> Response:
    """On to the first card that nobody holds; where there is none, what to expect."""
    filters = Filters.of(request.query_params)
    again = "skipped" in request.query_params
    office, wanted = office_of(request), filters.wanted(office_of(request).clock())
    with office.store.writing() as session:
        found = leases.take_next(session, user.name, office.clock(), wanted, again=again)
    return (
        _go(request, user, found, filters)
        if found is None
        else redirect(f"/queue/{found}{filters.query}")
    )


@router.get("/counts")
def counters(request: Request, user: User = opens("queue")) -> Response:
    """Polled: what is left."""
    with office_of(request).store.reading() as session:
        return live(request, "queue_counts.html", counts=_counts(request, session))


@router.get("/list")
def by_list(request: Request, user: User = opens("queue")) -> Response:
    """Open cards, a part at a time; `after` is the last card of the part before."""
    office, filters = office_of(request), Filters.of(request.query_params)
    with office.store.reading() as session:
        after = _place(session, request.query_params.get("after", ""))
        found = listing(session, PART + 1, filters.wanted(office.clock()), after)
        return render(
            request,
            "queue_list.html",
            cards=found[:PART],
            now=office.clock(),
            more=len(found) > PART,
            by_category=office.by_category.get(lambda: by_category(session)),
            span=span,
            **_around(request, session, filters),
        )


def _place(session: Session, number: str) -> Place | None:
    known = number_in(number)
    item = session.get(ReviewItem, known) if known else None
    return Place.of(item) if item else None


@router.post("/undo")
def undo(request: Request, sent: Sent, user: User = opens("queue")) -> Response:
    """The last decision is taken back; its card is here again, the one on the screen is free."""
    office, now = office_of(request), office_of(request).clock()
    on_screen = number_in(sent.get("card", ""))
    with office.store.writing() as session:
        made = take_back(session, user.name, now, office.config.moderation.grace)
        if on_screen and on_screen != made[0].item_id:
            leases.release(session, on_screen, user.name)
    return _go(request, user, made[0].item_id, Filters.of(request.query_params), TAKEN_BACK)


@router.get("/{number}")
def show(request: Request, number: Number, user: User = opens("queue")) -> Response:
    """One card, held by who looks at it, where nobody else holds it."""
    office = office_of(request)
    with office.store.writing() as session:
        leases.take(session, number, user.name, office.clock())
    return _go(request, user, number, Filters.of(request.query_params))


@router.get("/{number}/lease")
def lease(request: Request, number: Number, user: User = opens("queue")) -> Response:
    """Polled: the card stays with who has it; another is told whose it is, or that it is free."""
    office, now = office_of(request), office_of(request).clock()
    with office.store.writing() as session:
        mine = leases.prolong(session, number, user.name, now)
    with office.store.reading() as session:
        item = card(session, number).item
    return live(request, "queue_lease.html", item=item, mine=mine,
                holder=holder(item, user.name, now),
                filters=Filters.of(request.query_params))  # fmt: skip


@router.post("/{number}/leave")
def leave(request: Request, number: Number, sent: Sent, user: User = opens("queue")) -> Response:
    """The tab is closed: the card is free for others, unless a newer page holds it."""
    with office_of(request).store.writing() as session:
        leases.release(session, number, user.name, _until(sent))
    return Response(status_code=204)


def _until(sent: dict[str, str]) -> datetime | None:
    try:
        return datetime.fromisoformat(sent.get("until", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@router.get("/{number}/alike")
def alike(request: Request, number: Number, user: User = opens("queue")) -> Response:
    """The comments that are nearly the same."""
    office = office_of(request)
    with office.store.reading() as session:
        found = bulk.alike(session, number, user.name, office.clock())
        filters = Filters.of(request.query_params)
        return render(request, "queue_alike.html", number=number, comments=found, filters=filters)


@router.get("/{number}/text")
def text(request: Request, number: Number, user: User = opens("queue")) -> Response:
    """A long comment whole."""
    with office_of(request).store.reading() as session:
        found = card(session, number)
        whole = pieces(found.comment.text, found.verdict.findings)
        return render(request, "queue_text.html", card=found, pieces=whole)


@router.post("/{number}/go")
def go(request: Request, number: Number, sent: Sent, user: User = opens("queue")) -> Response:
    """On to the next card of the list, or back; this one is free for others."""
    office, filters = office_of(request), Filters.of(request.query_params)
    now, back = office.clock(), sent.get("to") == "previous"
    with office.store.writing() as session:
        here = Place.of(card(session, number).item)
        found = leases.take_next(session, user.name, now, filters.wanted(now), here, back)
        if found is not None:
            leases.release(session, number, user.name)
    said = "" if found else f"{'Раньше' if back else 'Дальше'} карточек нет"
    return _go(request, user, found or number, filters, said)


@router.post("/{number}/decide")
def decided(request: Request, number: Number, sent: Sent, user: User = opens("queue")) -> Response:
    """The decision, and the next card in the same answer."""
    office, filters = office_of(request), Filters.of(request.query_params)
    now = office.clock()
    try:
        with office.store.writing() as session:
            last = _decide(session, office, number, sent, user)
            found = leases.take_next(session, user.name, now, filters.wanted(now))
    except NoCard:
        raise
    except QueueError as error:  # somebody was quicker, or the text is another: look again
        again = _go(request, user, number, filters, for_screen(str(error)))
        again.headers[REFUSED] = "1"
        return again
    return _go(request, user, found, filters, last=last)


def _decide(
    session: Session, office: Office, number: int, sent: dict[str, str], user: User
) -> Last | None:
    """Returns what can be taken back; None: what a cluster makes of it is read again."""
    now = office.clock()
    order = Order(
        sent.get("action", ""), user.name, sent.get("note", "").strip(), sent.get("ground", ""),
        seen=number_in(sent.get("seen", "")),
    )  # fmt: skip
    grace, matter = office.config.moderation.grace, "incident" in sent
    try:
        made, _ = decide(session, office.house, number, order, now, grace, matter)
    except PolicyError:
        words = "Выберите основание: по этим меткам регламент так не велит"
        raise DecidingError(words) from None
    if "alike" not in sent:
        return Last([made], now + grace)
    seed = card(session, number).comment
    others = _others(session, sent, seed, user, office)
    # What he saw was this card; the others are still nearly the same.
    bulk.decide_all(session, office.house, others, replace(order, seen=None), now, grace, seed)
    for one in others if matter or order.action == "incident" else ():
        take_up(session, one.id, now)
    return None


def _others(
    session: Session, sent: dict[str, str], seed: Comment, user: User, office: Office
) -> list[Comment]:
    """Of the near-identical ones those that were on the screen, as far as they still are that."""
    shown = {number_in(id) for id in sent.get("others", "").split()}
    still = shown & set(clusters.alike(session, seed, user.name, office.clock())) - {seed.id}
    return list(session.scalars(select(Comment).where(Comment.id.in_(still))))


def _go(
    request: Request,
    user: User,
    number: int | None,
    filters: Filters,
    said: str = "",
    last: Last | None = None,
) -> Response:
    """Show this card: as a fragment to the script, as the next page to a form without it."""
    office, fragment = office_of(request), wants_fragment(request)
    address = f"/queue/{number}{filters.query}" if number else f"/queue{filters.query}"
    if request.method == "POST" and not fragment:
        return redirect(address, said)
    with office.store.reading() as session:
        now, grace = office.clock(), office.config.moderation.grace
        around = _around(request, session, filters) | {
            "fragment": fragment,
            "last": last or takeback.last(session, user.name, now, grace),
            "notice": said,
            "notice_kind": "good" if said == TAKEN_BACK else "warn",
        }
        if number is None:
            # Whether the queue is empty is no guess of a second ago.
            more = {"counts": counts(session), **_passes(session, office),
                    "left_over": bool(listing(session, 1, filters.wanted(now)))}  # fmt: skip
            template = "queue_empty_part.html" if fragment else "queue_empty.html"
        else:
            more = {"view": view(session, office, number, user.name, now),
                    "act": act_number(office.regulation)}  # fmt: skip
            template = "queue_card.html" if fragment else "queue.html"
        return render(request, template, address=address, **(around | more))


def _around(request: Request, session: Session, filters: Filters) -> dict[str, Any]:
    """What every screen of the queue shows above; a fragment goes without the filters."""
    pages = select(Page.id, Page.network, Page.name).order_by(Page.id)
    return {
        "counts": _counts(request, session),
        "filters": filters,
        "pages": () if wants_fragment(request) else session.execute(pages).all(),
        "AGES": AGES,
        "DECISION": DECISION,
        "GROUND": GROUND,
        "left": lambda last: _left(request, last),
    }


def _counts(request: Request, session: Session) -> Counts:
    return office_of(request).counts.get(lambda: counts(session))


def _left(request: Request, last: Last) -> int:
    return max(0, int((last.until - office_of(request).clock()).total_seconds()))


def _passes(session: Session, office: Office) -> dict[str, Any]:
    """When the feed was read last, and when it will be under `otklik watch`."""
    run = session.scalar(select(PassRun).order_by(PassRun.id.desc()).limit(1))
    intervals = [page.interval_minutes for page in office.config.pages]
    after = timedelta(minutes=min(intervals, default=10))
    return {"run": run, "next_run": run.started_at + after if run else None}
