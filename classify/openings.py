"""What letters the words found by an expression can begin with.

Nearly all words begin with other letters, and are spared the expression itself.
Understands what the lexicons are written in: letters, classes, groups, `?`, `*`, `+`, `{n}`,
`.`, `\\w`, `$` and looking around, which is passed over.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product

ANY = "."
"""Stands for any letter."""

LENGTH = 4
_DEPTH = 6
_LEADING = re.compile(r"(?:\.\*|\[а-я\](?:\*|\{\d\}))")
_TOKEN = re.compile(r"\(\?<?[=!:]|\[[^\]]*\]|\\.|\{\d+\}|.")
_BLIND = ANY * _DEPTH

Openings = frozenset[str]
Matcher = Callable[[str], re.Match[str] | None]


def openings(expression: str) -> tuple[Openings, Openings]:
    """Letters at the beginning of words that are found; letters anywhere in other ones."""
    first: set[str] = set()
    inside: set[str] = set()
    for way in _ways(expression):
        leading = _LEADING.match(way)
        found = _Parser(way[leading.end() :] if leading else way).openings()
        (inside if leading else first).update(found)
    return frozenset(first), frozenset(inside)


def any_of(expressions: Iterable[str]) -> str:
    """One expression for all; without any, one that never matches."""
    return "|".join(f"(?:{each})" for each in expressions) or r"(?!)"


def beginning_with(expressions: Iterable[str]) -> Matcher:
    """Whether a word begins with what any of the expressions finds.

    Only those are tried that the word's first letter allows: one of thirty.
    """
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for expression in expressions:
        for letter in _first_letters(expression):
            by_letter[letter].append(expression)
    blind = by_letter.pop(ANY, [])

    @cache
    def matcher(letter: str) -> Matcher:
        return re.compile(any_of(by_letter.get(letter, []) + blind)).match

    return lambda word: matcher(word[:1] if word[:1] in by_letter else ANY)(word)


def _first_letters(expression: str) -> frozenset[str]:
    first, inside = openings(expression)
    return frozenset([ANY] if inside else [opening[:1] or ANY for opening in first])


def _ways(expression: str) -> Iterator[str]:
    """The alternatives of the outermost level."""
    depth, start = 0, 0
    for found in _TOKEN.finditer(expression):
        depth += found[0].startswith("(") - (found[0] == ")")
        if found[0] == "|" and not depth:
            yield expression[start : found.start()]
            start = found.end()
    yield expression[start:]


class _Parser:
    """Reads an expression once, from left to right."""

    def __init__(self, expression: str) -> None:
        self._tokens = _TOKEN.findall(expression)
        self._at = 0

    def openings(self) -> set[str]:
        """Strings of LENGTH, shorter where the expression may end before."""
        return {opening[:LENGTH] for opening in self._alternatives()}

    def _alternatives(self) -> set[str]:
        found = self._sequence()
        while self._next_is("|"):
            found |= self._sequence()
        return found

    def _sequence(self) -> set[str]:
        found = {""}
        while self._at < len(self._tokens) and self._tokens[self._at] not in "|)":
            found = _joined(found, self._repeated(self._item()))
        return found

    def _item(self) -> set[str]:
        token = self._tokens[self._at]
        self._at += 1
        if token.startswith("("):
            return self._group(token)
        if token == "$":  # noqa: S105
            return {""}
        if token in (ANY, r"\w") or (token.startswith("[") and "-" in token):
            return {ANY}
        return set(token.strip("[]")) if token.startswith("[") else {token}

    def _group(self, opened: str) -> set[str]:
        inner = self._alternatives()
        self._at += 1
        return {""} if opened[-1] in "=!" else inner

    def _repeated(self, item: set[str]) -> set[str]:
        if self._next_is("?"):
            return item | {""}
        if self._next_is("*"):
            return {"", *(each + _BLIND for each in item)}
        if self._next_is("+"):
            return {each + _BLIND for each in item}
        return item

    def _next_is(self, token: str) -> bool:
        found = self._at < len(self._tokens) and self._tokens[self._at] == token
        self._at += found
        return found


def _joined(left: set[str], right: set[str]) -> set[str]:
    return {(a + b)[:LENGTH] for a, b in product(left, right)}
