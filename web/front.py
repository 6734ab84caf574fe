"""The first page: everybody goes on to where their work begins."""

from fastapi import APIRouter, Depends, Request, Response

from web.access import MustChange, User, signed_in
from web.accounts.roles import AREAS
from web.pages import menu, redirect

router = APIRouter()


@router.get("/")
def front(request: Request, user: User = Depends(signed_in)) -> Response:
    """Lead on."""
    if user.must_change:
        raise MustChange
    first = AREAS["overview"] if user.has("curator", "head") else menu(request, user)[0]
    return redirect(first.path)
