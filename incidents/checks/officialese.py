"""The answer speaks like a person."""

from collections.abc import Iterator

from incidents.checks.lists import phrases
from incidents.checks.values import Draft, Note, Tools


def officialese(draft: Draft, _: Tools) -> Iterator[Note]:
    """Phrases of the list `officialese`, with what is better."""
    for phrase in phrases("officialese"):
        for found in phrase.pattern.finditer(draft.text):
            yield Note(f"Канцелярит «{found[0]}»; лучше: {phrase.better}.", found.span())
