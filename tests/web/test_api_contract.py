"""Schemathesis asks the API what nobody thought of: no 5xx, no answer that is not described.

More of it: OTKLIK_EXAMPLES=200 pytest tests/web/test_api_contract.py
"""

import os

import pytest
import schemathesis
from flagging import Flagging
from hypothesis import HealthCheck, Phase, given, settings
from keys import program
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from models import Incident
from web.api.v1 import described

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("OTKLIK_EXAMPLES", "4"))  # of one operation, for one key
KNOWN = 4  # cards and incidents there are: most numbers that come out of the air are not
SEARCH = settings(
    max_examples=EXAMPLES,
    derandomize=True,  # the same questions each time
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def town(web):
    """A few cards and incidents to be asked about."""
    Flagging(web)(*[(f"Дурные слова {n}", "insult") for n in range(KNOWN)])
    with web.store.writing() as session:
        session.add_all(Incident("candidate", web.clock(), text="Нет воды") for _ in range(KNOWN))


@pytest.mark.parametrize(
    ("scope", "mode", "expected"),
    [
        ("read", GenerationMode.POSITIVE, {200, 403}),
        ("write", GenerationMode.POSITIVE, {200, 201, 409}),
        ("write", GenerationMode.NEGATIVE, {422}),
    ],
)
def test_every_answer_is_as_described(town, web, site, browser, account, scope, mode, expected):
    key = program(browser(), web, account("moderator", "curator", "head"), scope)
    sent = {"headers": {"Authorization": key.headers["Authorization"]},
            "base_url": "http://localhost"}  # fmt: skip
    answered = set()
    with asgi.get_client(site) as client:
        for found in schemathesis.openapi.from_dict(described()).get_all_operations():
            operation = found.ok()

            @SEARCH
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case):
                number = case.path_parameters.get("number")
                if isinstance(number, int):
                    case.path_parameters["number"] = number % KNOWN + 1
                response = case.call(session=client, **sent)
                answered.add(response.status_code)
                case.validate_response(response, checks=CHECKS)

            if mode in _modes(operation):
                ask()
    assert answered >= expected


def _modes(operation):
    """Nothing can be sent amiss where nothing is sent."""
    takes = operation.path_parameters or operation.query or operation.body
    return [GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if takes else [])]
