"""More examples from those at hand: other names in the same places, everything in small letters."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from classify.places.examples import Example, Span
from classify.places.names import inflected
from classify.places.tokens import Token, pairs_of, tokens_of
from classify.places.vocabulary import DIRECTORY, Vocabulary, fold, read_names

_SHORTEST = 4
_ENDING = 2
_NAMED = ("settlement", "street")

Pools = Mapping[tuple[str, str], Sequence[str]]
"""Words of names by kind and ending: one may stand where another stood."""


def small(example: Example) -> Example:
    """In small letters, letter by letter, so that places keep their spans."""
    text = "".join(char.lower() if len(char.lower()) == 1 else char for char in example.text)
    return Example(text, example.spans, example.judged)


def renamed(
    examples: Sequence[Example], vocabulary: Vocabulary, times: int, seed: int
) -> list[Example]:
    """The examples again and again, with other names of the same ending in the same places."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    pools = _pools(examples, vocabulary)
    again = [example for example in examples for _ in range(times)]
    return [_renamed(example, pools, vocabulary, draw) for example in again]


def _pools(examples: Iterable[Example], vocabulary: Vocabulary) -> Pools:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for example in examples:
        for span in example.spans:
            for token in _name_words(example.text, span, vocabulary):
                found[span[2], fold(token.text)[-_ENDING:]].add(token.text.lower())
    for kind, word in _listed():
        found[kind, word[-_ENDING:]].add(word)
    return {key: sorted(words) for key, words in found.items()}


def _listed() -> Iterator[tuple[str, str]]:
    for kind, file in (("street", "streets.txt"), ("settlement", "towns.txt")):
        for name in read_names(DIRECTORY / file):
            for _, word in pairs_of(name):
                if len(word) >= _SHORTEST:
                    yield from ((kind, form) for form in inflected(word))


def _name_words(text: str, span: Span, vocabulary: Vocabulary) -> Iterator[Token]:
    start, end, kind = span
    if kind in _NAMED:
        for token in tokens_of(pairs_of(text[start:end])):
            long = len(token.text) >= _SHORTEST and token.text.isalpha()
            if long and fold(token.text) not in vocabulary.cues:
                yield token


def _renamed(
    example: Example, pools: Pools, vocabulary: Vocabulary, draw: random.Random
) -> Example:
    """Another name for every second name, with the same ending and capital."""
    text, spans, grown = example.text, [], 0
    for start, end, kind in sorted(example.spans):
        said = example.text[start:end]
        name = _other_name(said, (start, end, kind), pools, vocabulary, draw)
        text = text[: start + grown] + name + text[end + grown :]
        spans.append((start + grown, start + grown + len(name), kind))
        grown += len(name) - len(said)
    return Example(text, tuple(spans), example.judged)


def _other_name(
    said: str, span: Span, pools: Pools, vocabulary: Vocabulary, draw: random.Random
) -> str:
    tokens = list(_name_words(said, (0, len(said), span[2]), vocabulary))
    for token in reversed(tokens):
        pool = pools.get((span[2], fold(token.text)[-_ENDING:]), ())
        if pool and draw.random() < _SHARE:
            word = _with_case_of(token.text, draw.choice(pool))
            said = said[: token.start] + word + said[token.end :]
    return said


_SHARE = 0.6


def _with_case_of(model: str, word: str) -> str:
    if model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
