"""Grammar and punctuation, by a LanguageTool server where the configuration names one."""

from collections.abc import Iterator

from errors import NetworkFault
from incidents.checks.values import Draft, Note, Slip, Tools


def grammar(draft: Draft, tools: Tools) -> Iterator[Note]:
    """A server out of reach is told and stops nobody."""
    if tools.grammar is None:
        return
    try:
        slips = tools.grammar(draft.text)
    except NetworkFault as fault:
        yield Note(f"Пунктуация и грамматика не проверены: {fault}.")
        return
    yield from map(_note, slips)


def _note(slip: Slip) -> Note:
    better = " или ".join(f"«{suggestion}»" for suggestion in slip.suggestions)
    return Note(
        f"{slip.message} Лучше: {better}." if better else slip.message, (slip.start, slip.end)
    )
