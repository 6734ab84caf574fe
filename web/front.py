"""The first page: everybody goes on to where their work begins."""

from fastapi import APIRouter, Depends, Request, Response

from web.access import MustChange, User, signed_in
from web.accounts.roles import AREAS
from web.pages import redirect

router = APIRouter()
BEGINS = {  # of somebody with several roles the first one counts
    "curator": "overview",
    "head": "overview",
    "moderator": "queue",
    "executor": "incidents",
    "administrator": "users",
}


@router.get("/")
def front(request: Request, user: User = Depends(signed_in)) -> Response:
    """Lead on."""
    if user.must_change:
        raise MustChange
    return redirect(next(AREAS[area].path for role, area in BEGINS.items() if user.has(role)))
