"""Who reads posts: the phrases and the spelling of answers, put at the service of pages."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from commands.common import App, grammar_of

if TYPE_CHECKING:
    from incidents.checks.values import Note
    from pages.style import Reader, Remarks


def style_reader(app: App) -> "Reader":
    """With grammar where the configuration names a server."""
    from classify.morphology import in_dictionary, lemmas_of
    from incidents.checks import Tools
    from incidents.checks.grammar import grammar
    from incidents.checks.spelling import spelling
    from incidents.checks.values import Draft
    from pages.style import Reader

    server = grammar_of(app.config.answers.languagetool_url)
    tools = Tools(lambda _: (), lemmas_of, in_dictionary, server)
    return Reader(
        officialese=lambda text: _phrases("officialese", "канцелярит", text),
        press_release=lambda text: _phrases("press_release", "язык пресс-релиза", text),
        spelling=lambda text: _notes(spelling(Draft(text, "", ""), tools)),
        grammar=(lambda text: _notes(grammar(Draft(text, "", ""), tools))) if server else None,
    )


def _phrases(name: str, what: str, text: str) -> "Iterator[tuple[tuple[int, int], str]]":
    from incidents.checks.lists import phrases

    for phrase in phrases(name):
        for found in phrase.pattern.finditer(text):
            yield found.span(), f"{what} «{found[0]}»; лучше: {phrase.better}"


def _notes(notes: "Iterable[Note]") -> "Remarks":
    return ((note.span, note.advice.rstrip(".")) for note in notes)
