"""Names to choose from while somebody types: topics by groups, settlements, streets."""

from fastapi import APIRouter, Request, Response

from web.access import User, office_of, opens
from web.pages import live
from words import readable

router = APIRouter(prefix="/incidents")


@router.get("/names")
def names(request: Request, user: User = opens("incidents")) -> Response:
    """Lists for the fields of the choosers; loaded when one is opened first."""
    adviser = office_of(request).adviser
    topics = [(one.code, readable(one.name), readable(one.group)) for one in adviser.topics]
    return live(
        request,
        "incidents_names.html",
        topics=topics,
        settlements=adviser.settlements,
        streets=adviser.streets,
    )
