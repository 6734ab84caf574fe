"""Rendering: templates, what every page knows, fragments, and answers that have not changed."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from incidents.phrases import span
from web.access import User, office_of
from web.accounts.roles import AREAS, Area, role_words
from words import CATEGORY, NETWORK, plural, readable, some

HERE = Path(__file__).parent
STATIC = HERE / "static"
FRAGMENT = "x-fragment"  # the script asks for a part of a page
REFUSED = "x-refused"  # a fragment, but what was typed was not taken and stays a draft
SAID = "otklik-said"  # one message for the next page
OURS = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        auto_reload=False,  # else every part of a page is looked for on the disk each time
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(static=static, plural=plural, CATEGORY=CATEGORY, NETWORK=NETWORK)
    made.filters.update(
        roles=role_words, readable=readable, some=some, span=lambda minutes: span(round(minutes))
    )
    return made


@cache
def static(name: str) -> str:
    """The address of a file of `static/`; it changes with the file, so browsers may keep it."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


TEMPLATES = _environment()


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """The page, or a fragment, from `templates/`; `context` joins what every page knows."""
    said = request.cookies.get(SAID, "")
    text = TEMPLATES.get_template(template).render(_common(request, said) | context)
    response = HTMLResponse(text, status)
    if said and not wants_fragment(request):
        response.delete_cookie(SAID, path="/")
    return response


def _common(request: Request, said: str) -> dict[str, Any]:
    office, user = office_of(request), getattr(request.state, "user", None)
    zone = office.worktime.zone
    return {
        "request": request,
        "user": user,
        "csrf": user.csrf if user else "",
        "menu": menu(request, user),
        "town": office.config.municipality.name,
        "said": unquote(said),
        "when": lambda at: f"{at.astimezone(zone):%d.%m.%Y %H:%M}",
        "hours": lambda at: f"{at.astimezone(zone):%H:%M}",
    }


def menu(request: Request, user: User | None) -> list[Area]:
    """The areas that this person may open, of those that are there."""
    registered = request.app.state.areas
    if user is None or user.must_change:
        return []
    return [AREAS[key] for key in AREAS if key in registered and user.may_open(key)]


def wants_fragment(request: Request) -> bool:
    """Whether the script asks, for a part of the page it shows."""
    return FRAGMENT in request.headers


def live(request: Request, template: str, **context: Any) -> Response:
    """A fragment for polling: 304 where it is what the browser has."""
    response = render(request, template, **context)
    tag = f'"{sha256(bytes(response.body)).hexdigest()[:20]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return response


def redirect(to: str, said: str = "") -> RedirectResponse:
    """After an act: go on to this page of ours, where `said` is shown once."""
    response = RedirectResponse(ours(to), 303)
    if said:
        response.set_cookie(SAID, quote(said[:300]), max_age=60, httponly=True, samesite="lax")
    return response


def ours(target: str) -> str:
    """The target where it is a path of this site, else the first page: no way out to others."""
    return target if OURS.fullmatch(target) else "/"
