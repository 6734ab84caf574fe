"""Whose eyes look: every handler begins with the desk and with what this person may see."""

from fastapi import Request

from incidents.desk import Desk
from incidents.sight import sight_of
from incidents.whole import Looking
from web.access import User, office_of


def eyes(request: Request, user: User) -> tuple[Desk, Looking]:
    """The desk as it is now, and the look of whoever is signed in."""
    office = office_of(request)
    desk, now = office.desk(), office.clock()
    today = now.astimezone(office.worktime.zone).date()
    return desk, Looking(user.name, sight_of(user.name, desk.people, today), now)
