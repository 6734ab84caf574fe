"""Whose eyes look: every handler begins with the desk and with what this person may see."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

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


def brief(now: datetime, zone: ZoneInfo) -> Callable[[datetime], str]:
    """Times for a template: today's by the hour, others with the day, other years' in full."""
    today = now.astimezone(zone).date()

    def told(moment: datetime) -> str:
        at = moment.astimezone(zone)
        if at.date() == today:
            return f"{at:%H:%M}"
        return f"{at:%d.%m %H:%M}" if at.year == today.year else f"{at:%d.%m.%Y %H:%M}"

    return told
