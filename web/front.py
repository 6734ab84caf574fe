"""The first page: everybody goes on to the first area of the desk that is theirs."""

from fastapi import APIRouter, Depends, Request, Response

from web.access import MustChange, User, signed_in
from web.pages import menu, redirect

router = APIRouter()


@router.get("/")
def front(request: Request, user: User = Depends(signed_in)) -> Response:
    """Lead on."""
    if user.must_change:
        raise MustChange
    return redirect(menu(request, user)[0].path)
