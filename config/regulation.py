"""Reading a regulation: one of those that come with the program, or a municipality's own file."""

from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from config.explain import explained
from config.reading import read_mapping
from errors import ConfigError
from models.regulation import Regulation

OWN_FILE = "Как написать свой регламент: docs/adding-a-regulation.md"


def load_regulation(name: str, known: Path, home: Path) -> Regulation:
    """The regulation of that id in the folder `known`, or of that file, from `home`.

    Raises ConfigError that names the key, the value and what fits.
    """
    own = name.endswith((".yaml", ".yml"))
    path = home / name if own else known / f"{name}.yaml"
    return _read(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=8)
def _read(path: Path, _written_at: int) -> Regulation:
    """Once for every state of the file: several parts of a command ask for the regulation."""
    given = read_mapping(path, OWN_FILE)
    try:
        return Regulation.model_validate(given)
    except ValidationError as error:
        raise ConfigError(explained(error, Regulation, str(path))) from None
