"""Trained models are unpacked once a process, however many commands it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest

import classify.artefact
import classify.places.artefact
import classify.topics.model

MODULES = (classify.artefact, classify.places.artefact, classify.topics.model)
ONCE = [(module, cache(module.load)) for module in MODULES]


@contextmanager
def models_read_once() -> Iterator[None]:
    """Within it every command gets the models that the first one has read."""
    with pytest.MonkeyPatch.context() as patch:
        for module, load in ONCE:
            patch.setattr(module, "load", load)
        yield
