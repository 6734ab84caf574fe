"""The answer names who is responsible."""

from collections.abc import Iterator

from incidents.checks.lists import any_of
from incidents.checks.values import Draft, Note, Tools


def body(draft: Draft, _: Tools) -> Iterator[Note]:
    """A kind of body is enough: «управление ЖКХ», «подрядчик», «водоканал»."""
    if not any_of("bodies").search(draft.text):
        yield Note("Назовите ответственную организацию: кто сделал или сделает.")
