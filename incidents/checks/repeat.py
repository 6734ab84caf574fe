"""The answer to a repeated message names what was done since, or how far the matter has come."""

from collections.abc import Iterator

from incidents.checks.lists import any_of
from incidents.checks.values import Draft, Note, Tools


def repeat(draft: Draft, _: Tools) -> Iterator[Note]:
    """Plans alone were promised the first time."""
    if draft.repeat and not any_of("done").search(draft.text):
        yield Note("Автор пишет повторно: назовите принятые меры или ход работ, не только планы.")
