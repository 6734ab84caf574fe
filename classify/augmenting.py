"""More of what annotated data have too little of: short complaints, and rude ones."""

import re
from collections.abc import Iterator, Sequence

from classify.lexicon import load_lexicons
from classify.samples import MATTER_ALONE, Sample

_FIRST_SENTENCE = re.compile(r"[^.!?]{12,160}[.!?]")


def augmented(samples: Sequence[Sample]) -> list[Sample]:
    """The samples and, after them, what can be made of residents' messages."""
    matters = [sample for sample in samples if sample.message and sample.labels]
    return [*samples, *_shortened(matters[::3]), *_rude(matters[1::3])]


def _shortened(matters: Sequence[Sample]) -> Iterator[Sample]:
    """The first sentence of a message is still a matter."""
    for sample in matters:
        if found := _FIRST_SENTENCE.match(sample.text):
            yield Sample(found[0], sample.labels, MATTER_ALONE, plain=False)


def _rude(matters: Sequence[Sample]) -> Iterator[Sample]:
    """A matter stays a matter when mat stands before or behind it."""
    curses = next(each.sections["must"] for each in load_lexicons() if each.category == "obscene")
    for number, sample in enumerate(_shortened(matters)):
        curse = curses[number % len(curses)]
        text = f"{curse}, {sample.text}" if number % 2 else f"{sample.text} {curse}"
        yield Sample(text, sample.labels, MATTER_ALONE, plain=False)
