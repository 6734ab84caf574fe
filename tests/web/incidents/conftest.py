"""An office with bodies, a quick classifier, and incidents as far as a test wants them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from given import NOW, PAGE
from incident_town import ROADS, TEXT, WATER, adviser

from collectors.intake import save_batch
from collectors.journal import register
from incidents.checks import Tools
from incidents.desk import Order, perform
from incidents.filing import file_new
from incidents.people import People
from models import Batch, Incident, SeenAuthor, SeenComment


@pytest.fixture
def settings():
    return {"routing": {"bodies": [{"name": WATER}, {"name": ROADS}]}}


@pytest.fixture
def web(web):
    """The office with a classifier that needs no loading."""
    tools = Tools(
        flags=lambda text: [],
        lemmas=lambda word: frozenset({word}),
        known=lambda word: word != "водда",
    )
    return replace(web, make_tools=lambda: tools, make_adviser=adviser)


@pytest.fixture
def put(web):
    """A message of a resident becomes a candidate; returns the incident's number."""

    def make(text: str = TEXT, number: int = 1, author: str = "Пётр С.") -> int:
        with web.store.writing() as session:
            page = register(session, PAGE, "Администрация", NOW, timedelta(days=7))
            seen = SeenComment(
                f"wall-100_50_{number}",
                text,
                NOW,
                author=SeenAuthor(f"a{number}", author),
                url=f"https://vk.com/wall-100_50?reply={number}",
            )
            taken = save_batch(session, page, Batch(PAGE, comments=(seen,)), NOW).unjudged
            incident = Incident("candidate", NOW, comment_id=taken[0].comment_id)
            session.add(incident)
            session.flush()
            file_new(session, web.adviser.judge)
            return incident.id

    return make


@pytest.fixture
def lived(web, put):
    """An incident after these acts: `lived(*routed(WATER))`; anybody may do anything there."""

    def make(*acts: tuple[str, dict], text: str = TEXT, number: int = 1) -> int:
        found = put(text, number)
        desk = replace(web.desk(), people=People())
        for name, given in acts:
            order = Order(name, **{"by": "Начальник", **given})
            perform(web.store.writing, desk, found, order, web.clock())
        return found

    return make
