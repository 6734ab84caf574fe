"""How a post reads: advice with the place in the text, never an error and never a reason to block.

What phrases are and how a word is spelt is knowledge of other rooms, so it comes as functions.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from models.page_rules import Pages
from pages.citations import citations
from pages.sentences import LONG, sentences

Span = tuple[int, int]  # offsets of code points
Remarks = Iterable[tuple[Span | None, str]]  # a place, and what to say of it
Finder = Callable[[str], Remarks]

CITED = 2  # acts in one post, where the regulation does not count them


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a post: for phrases of officials, of press releases, for spelling and grammar."""

    officialese: Finder
    press_release: Finder
    spelling: Finder
    grammar: Finder | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What would read better, where, and whose wish it is.

    Without a paragraph the act does not ask for it: the remark is the program's own.
    """

    rule: str
    text: str
    span: Span | None
    force: str = ""
    paragraph: str = ""


def advice(text: str, kind: str, rules: Pages, reader: Reader) -> list[Advice]:
    """All advice on one post of a page of that kind, in the order of the text."""
    found = [
        Advice(rule, said, span, *_asked(rule, kind, rules))
        for rule, finder in _rules(kind, rules, reader).items()
        for span, said in finder(text)
    ]
    return sorted(found, key=lambda one: one.span or (len(text), 0))


def _rules(kind: str, rules: Pages, reader: Reader) -> dict[str, Finder]:
    duty = rules.duty("citations", kind)
    most = duty.amount if duty and duty.amount else CITED
    chosen: dict[str, Finder | None] = {
        "citations": lambda text: _too_many(text, most),
        "no_press_release": reader.press_release,
        "no_officialese": reader.officialese,
        "no_complex_sentences": _long,
        "spelling": reader.spelling,
        "grammar": reader.grammar,
    }
    return {rule: finder for rule, finder in chosen.items() if finder}


def _asked(rule: str, kind: str, rules: Pages) -> tuple[str, str]:
    """How strongly the act asks for it, and where."""
    duty = rules.duty("plain_style", kind)
    if duty is None or rule not in duty.wants:
        name = {"citations": "citations", "spelling": "spelling", "grammar": "spelling"}.get(rule)
        duty = rules.duty(name, kind) if name else None
    return (duty.force, duty.paragraph) if duty else ("", "")


def _too_many(text: str, most: int) -> Iterator[tuple[Span | None, str]]:
    found = citations(text)
    if len(found) > most:
        said = f"ссылок на правовые акты: {len(found)}, желательно не больше {most}"
        yield from ((span, said) for span in found[most:])


def _long(text: str) -> Iterator[tuple[Span | None, str]]:
    for span, words in sentences(text):
        if words > LONG:
            yield span, f"длинное предложение, слов: {words}; разбейте на два-три"
