"""For machines that watch: is it alive, and its numbers."""

from datetime import datetime

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pages.reading import last_pass
from web.access import User, office_of, visitor
from web.metrics import Metrics
from web.sign_in import address_of

router = APIRouter()
LOOPBACK = ("127.0.0.1", "::1")


@router.get("/healthz")
def health(request: Request) -> Response:
    """200 where the database answers, else 503; the age of the last finished pass, seconds.

    Until `ready`, the first draft waits for the checks to load; all else is served.
    """
    office = office_of(request)
    try:
        with office.store.reading() as session:
            session.execute(text("SELECT 1"))
            age = _pass_age(session, office.clock())
    except SQLAlchemyError:
        return JSONResponse({"status": "no database"}, 503)
    told = {"status": "ok", "ready": office.ready.is_set(), "last_pass_age_seconds": age}
    return JSONResponse(told)


def _pass_age(session: Session, now: datetime) -> float | None:
    last = last_pass(session)
    return (now - last).total_seconds() if last else None


@router.get("/metrics")
def metrics(request: Request, user: User | None = Depends(visitor)) -> Response:
    """Prometheus' text; for this machine itself, or with a token."""
    if user is None and not _from_this_machine(request):
        raise HTTPException(403, "Показатели отдаются этой же машине или по ключу.")
    office = office_of(request)
    numbers: Metrics = request.app.state.metrics
    with office.store.reading() as session:
        numbers.look(session, office.clock())
    return Response(numbers.text(), media_type=Metrics.TYPE)


def _from_this_machine(request: Request) -> bool:
    # A proxy on this machine speaks for strangers, and says so.
    forwarded = {"x-forwarded-for", "forwarded", "x-real-ip"} & set(request.headers.keys())
    return address_of(request) in LOOPBACK and not forwarded
