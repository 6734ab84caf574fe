"""The answer does not send its author to another body."""

from collections.abc import Iterator

from incidents.checks.lists import any_of
from incidents.checks.values import Draft, Note, Tools


def redirect(draft: Draft, _: Tools) -> Iterator[Note]:
    """«Обратитесь в …» is what people resent most, and a reason for return of its own."""
    for found in any_of("redirects").finditer(draft.text):
        yield Note("Автора отсылают в другой орган: выясните и ответьте сами.", found.span())
