"""A peer for `benchmarks/classify.py`: a BERT of rubert-tiny2's shape, random weights, int8.

Speed alone can be measured so: what the weights are does not matter to it. Needs packages that the
project does not: pip install torch==2.13.0 onnx onnxruntime
"""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

WORDS, WIDTH, LAYERS, HEADS, INNER, LABELS = 83_828, 312, 3, 12, 600, 11
LETTERS_A_TOKEN = 3.5
LONGEST = 256


class Layer(torch.nn.Module):
    """Attention and a network of one hidden layer, each added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.keys, self.values, self.joined = (
            torch.nn.Linear(WIDTH, WIDTH) for _ in range(4)
        )
        self.inner, self.outer = torch.nn.Linear(WIDTH, INNER), torch.nn.Linear(INNER, WIDTH)
        self.norms = torch.nn.ModuleList([torch.nn.LayerNorm(WIDTH) for _ in range(2)])

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """The same shape: (texts, tokens, width)."""
        asked, keys, values = (self._heads(x(hidden)) for x in (self.asked, self.keys, self.values))
        weights = (asked @ keys.transpose(2, 3) / (WIDTH // HEADS) ** 0.5).softmax(-1)
        heard = (weights @ values).transpose(1, 2).reshape(hidden.shape)
        hidden = self.norms[0](hidden + self.joined(heard))
        inner = torch.nn.functional.gelu(self.inner(hidden))
        return self.norms[1](hidden + self.outer(inner))

    def _heads(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden.reshape(*hidden.shape[:2], HEADS, WIDTH // HEADS).transpose(1, 2)


class Bert(torch.nn.Module):
    """Embeddings, three layers, one linear layer over the first token."""

    def __init__(self) -> None:
        super().__init__()
        self.words = torch.nn.Embedding(WORDS, WIDTH)
        self.places = torch.nn.Embedding(LONGEST, WIDTH)
        self.layers = torch.nn.Sequential(*(Layer() for _ in range(LAYERS)))
        self.out = torch.nn.Linear(WIDTH, LABELS)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Logits of each row of tokens."""
        hidden = self.words(tokens) + self.places(torch.arange(tokens.shape[1]))
        return self.out(self.layers(hidden)[:, 0])


def bert() -> Callable[[Sequence[str]], object]:
    """Judges texts by made-up tokens, as many as a tokenizer would make; one core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "int8.onnx"
        _export(plain)
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8)
        session = onnxruntime.InferenceSession(str(small), options)
    random = np.random.default_rng(1)

    def judge(texts: Sequence[str]) -> object:
        lengths = [min(max(4, int(len(text) / LETTERS_A_TOKEN) + 2), LONGEST) for text in texts]
        found = []
        for at in range(0, len(texts), 16):
            some = sorted(lengths)[at : at + 16]
            tokens = random.integers(0, WORDS, (len(some), max(some)))
            found.append(session.run(None, {"tokens": tokens}))
        return found

    return judge


def _export(path: Path) -> None:
    tokens = torch.zeros((2, 8), dtype=torch.int64)
    axes = {"tokens": {0: "texts", 1: "length"}}
    model = Bert().eval()
    torch.onnx.export(
        model, (tokens,), str(path), input_names=["tokens"], dynamic_axes=axes, dynamo=False
    )
