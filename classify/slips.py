"""Letters changed, missing, added or exchanged: the only file that knows rapidfuzz."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract


def slips(one: str, other: str, most: int) -> int:
    """How many slips lie between two words; `most` + 1 where they are more."""
    return OSA.distance(one, other, score_cutoff=most)


def near(word: str, others: Sequence[str], most: int) -> list[int]:
    """Which of the others lie at most so many slips away."""
    found = extract(word, others, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [at for _, _, at in found]
