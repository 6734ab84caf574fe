"""The answer names measures, taken or planned."""

from collections.abc import Iterator

from incidents.checks.lists import any_of
from incidents.checks.values import Draft, Note, Tools


def measures(draft: Draft, _: Tools) -> Iterator[Note]:
    """What was done or will be done."""
    if not any_of("done").search(draft.text) and not any_of("planned").search(draft.text):
        yield Note("Назовите меры: что сделано или будет сделано.")
