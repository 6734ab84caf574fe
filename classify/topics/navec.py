"""From Navec's file to our small table: the frequent Russian words, fewer numbers, a byte each.

The format is described at github.com/natasha/navec: a tar with a gzipped vocabulary
(counts, words) and product-quantised vectors (codebooks, indexes).
"""

import gzip
import re
import tarfile
from pathlib import Path

import numpy as np

from classify.hashing import word_hashes
from classify.topics.vectors import WordVectors
from classify.voting import Floats

SIZE = 100
WORDS = 100_000
_RUSSIAN = re.compile(r"[а-яё]{2,}")


def read(path: Path, words: int = WORDS, size: int = SIZE) -> WordVectors:
    """The most frequent words with vectors along the directions that tell them apart best."""
    with tarfile.open(path) as parts:
        counts, vocabulary = _vocabulary(_bytes(parts, "vocab.bin"))
        vectors = _vectors(_bytes(parts, "pq.bin"))
    frequent = [row for row in np.argsort(-counts) if _RUSSIAN.fullmatch(vocabulary[row])][:words]
    folded = [vocabulary[row].replace("ё", "е") for row in frequent]
    hashes, first = np.unique(word_hashes(folded), return_index=True)
    projected = _principal(vectors[np.array(frequent)[first]], size)
    scale = np.abs(projected).max(axis=0) / 127
    return WordVectors(hashes, np.round(projected / scale).astype(np.int8), scale)


def _bytes(parts: tarfile.TarFile, name: str) -> bytes:
    found = parts.extractfile(name)
    if found is None:
        raise ValueError(f"{name} is missing")
    return found.read()


def _vocabulary(packed: bytes) -> tuple[Floats, list[str]]:
    raw = gzip.decompress(packed)
    (size,) = np.frombuffer(raw[:4], np.uint32).tolist()
    counts = np.frombuffer(raw[4 : 4 + 4 * size], np.uint32)
    return counts.astype(np.float32), raw[4 + 4 * size :].decode("utf-8").split("\n")


def _vectors(raw: bytes) -> Floats:
    """Unpacked vectors, shape (words, 300)."""
    vectors, dim, parts, centroids = np.frombuffer(raw[:16], np.uint32).tolist()
    codes_at = 16 + vectors * parts
    indexes = np.frombuffer(raw[16:codes_at], np.uint8).reshape(vectors, parts)
    codes = np.frombuffer(raw[codes_at:], np.float32).reshape(parts, centroids, dim // parts)
    return np.concatenate([codes[part, indexes[:, part]] for part in range(parts)], axis=1)


def _principal(vectors: Floats, size: int) -> Floats:
    """Centred, of length one, turned onto the `size` directions of the greatest variance."""
    centred = vectors - vectors.mean(axis=0)
    centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
    _, directions = np.linalg.eigh(centred.T @ centred)
    return np.asarray(centred @ directions[:, ::-1][:, :size], np.float32)
