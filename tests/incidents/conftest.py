"""A database for stories of incidents."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from databases import new_sqlite
from tales import Story, begin

from store import Store, open_store


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database for all stories: they never meet."""
    folder = tmp_path_factory.mktemp("stories")
    opened = open_store(new_sqlite(folder / "otklik.db"), folder)
    yield opened
    opened.close()


@pytest.fixture
def story(shelf: Store) -> Callable[..., Story]:
    """Begin a story: a message of a page or of the «Инцидент» system is seen."""
    return partial(begin, shelf)
