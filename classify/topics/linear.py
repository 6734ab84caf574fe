"""A learned linear model in few numbers: what each bucket and each meaning adds to each label.

Weights are kept as a product of two narrow tables, the larger in bytes: a word needs some hundred
numbers, not one for each of hundreds of labels.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classify.hashing import Ints
from classify.topics.features import Vocabulary
from classify.voting import Floats


@dataclass(frozen=True)
class Linear:
    """The model in the `depth` directions that its labels differ in.

    spelled (buckets, depth) in bytes, `step` each; meant (size of vectors, depth);
    turn (depth, labels) with orthonormal rows; bias (labels,).
    """

    vocabulary: Vocabulary
    spelled: NDArray[np.int8]
    step: float
    meant: Floats
    turn: Floats
    bias: Floats

    @property
    def depth(self) -> int:
        """How many numbers a text becomes before it becomes scores."""
        return len(self.turn)

    def spelled_at(self, rows: Ints) -> Floats:
        """The weights in these rows of the vocabulary, zeros one past the last."""
        found = self.spelled[np.minimum(rows, len(self.spelled) - 1)] * np.float32(self.step)
        found[rows == len(self.spelled)] = 0
        return found

    def arrays(self) -> dict[str, Any]:
        """For `np.savez`; `from_arrays` takes them back."""
        return {
            "buckets": self.vocabulary.buckets,
            "rarity": self.vocabulary.rarity.astype(np.float16),
            "strange": np.float32(self.vocabulary.strange),
            "spelled": self.spelled,
            "step": np.float32(self.step),
            "meant": self.meant.astype(np.float16),
            "turn": self.turn.astype(np.float16),
            "bias": self.bias.astype(np.float32),
        }


def from_arrays(arrays: Mapping[str, Any]) -> Linear:
    """The model that `arrays` wrote. Raises KeyError where one is missing, ValueError on shapes."""
    rarity = arrays["rarity"].astype(np.float32)
    model = Linear(
        Vocabulary(arrays["buckets"], rarity, float(arrays["strange"])),
        arrays["spelled"],
        float(arrays["step"]),
        arrays["meant"].astype(np.float32),
        arrays["turn"].astype(np.float32),
        arrays["bias"],
    )
    depth, labels = model.depth, len(model.bias)
    fits = model.spelled.shape == (len(rarity), depth) and model.turn.shape == (depth, labels)
    if not fits or len(model.vocabulary.buckets) != len(rarity) or model.meant.shape[1] != depth:
        raise ValueError("the arrays do not fit one another")
    return model
