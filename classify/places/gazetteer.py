"""The municipality's own settlements and streets, and whose they are."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from classify.places.names import OWN, SETTLEMENT, STREET, Name
from classify.places.tokens import pairs_of
from classify.places.vocabulary import load_vocabulary, with_type
from errors import OtklikError
from models.verdict import Place, Places

COLUMNS = ("settlement", "street", "district", "body")
_SHOWN = 10


class GazetteerError(OtklikError, ValueError):
    """A file of places that cannot be used; the message names every bad row by its number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A settlement, or a street of it, bound to a district and to a body ("" if to none)."""

    settlement: str
    street: str = ""
    district: str = ""
    body: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """All entries of the municipality."""

    entries: tuple[Entry, ...] = ()

    @classmethod
    def read(cls, paths: Iterable[Path]) -> "Gazetteer":
        """The entries of CSV and YAML files. Raises GazetteerError."""
        return cls(tuple(entry for path in paths for entry in _read(path)))

    def names(self) -> list[Name]:
        """Every name once, for a book of names."""
        found = [name for entry in self.entries for name in _names(entry)]
        return list(dict.fromkeys(found))

    def entries_of(self, places: Places) -> list[Entry]:
        """The entries that places speak of, the narrowest first: streets, then settlements.

        A street counts only in a settlement that the message names, if it names any known one.
        """
        settlements, streets = _normals(places.settlement), _normals(places.street)
        known = {entry.settlement for entry in self.entries} & settlements
        return [
            *(
                entry
                for entry in self.entries
                if entry.street in streets and (not known or entry.settlement in known)
            ),
            *(e for e in self.entries if not e.street and e.settlement in settlements),
        ]


def split_type(full: str, sections: Sequence[str]) -> tuple[str, str]:
    """The type word in its dictionary form and the name: «ул. Ленина» → «улица», «Ленина»."""
    vocabulary = load_vocabulary()
    words = [word for _, word in pairs_of(full)]
    for at in (0, -1) if len(words) > 1 else ():
        for section in sections:
            kind = vocabulary.type_word(section, words[at])
            if kind:
                rest = full.strip()[len(words[0]) :] if at == 0 else full.strip()[: -len(words[-1])]
                return kind, rest.strip(" .,")
    return "", full.strip()


def _normals(places: Sequence[Place]) -> set[str]:
    return {place.normal for place in places}


def _names(entry: Entry) -> Iterator[Name]:
    kind, text = split_type(entry.settlement, ("settlement", "district"))
    if text:
        yield Name(text, SETTLEMENT * OWN, kind)
    if entry.street:
        kind, text = split_type(entry.street, ("street",))
        yield Name(text, STREET * OWN, kind, entry.settlement)


def _read(path: Path) -> list[Entry]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: справочник мест не читается: {error}") from error
    rows = _csv_rows(path, text) if path.suffix.lower() == ".csv" else _yaml_rows(path, text)
    entries, bad = [], []
    for number, row in rows:
        reason = _fault(row)
        if reason:
            bad.append(f"{path}:{number}: {reason}")
        else:
            entries.append(_entry(row))
    if bad:
        raise GazetteerError(_listed(bad))
    return entries


def _listed(bad: Sequence[str]) -> str:
    more = [f"… и ещё строк с ошибками: {len(bad) - _SHOWN}"] if len(bad) > _SHOWN else []
    return "\n".join([*bad[:_SHOWN], *more])


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    strange = sorted(set(reader.fieldnames or ()) - set(COLUMNS))
    if strange or not reader.fieldnames:
        raise GazetteerError(f"{path}:1: {_strange_column(strange)}")
    for row in reader:
        yield reader.line_num, row


def _yaml_rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """A list of settlements; `streets` of one are rows of their own. Numbered as items."""
    try:
        items = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        raise GazetteerError(f"{path}: справочник мест — не YAML: {error}") from error
    if not isinstance(items, list):
        raise GazetteerError(f"{path}: нужен список населённых пунктов («- settlement: …»)")
    for number, item in enumerate(items, 1):
        row = dict(item) if isinstance(item, dict) else {"": item}
        streets = row.pop("streets", None) or []
        yield number, row
        yield from ((number, {**row, "street": street}) for street in streets)


def _fault(row: Mapping[Any, Any]) -> str:
    strange = sorted(str(key) for key in row if key not in COLUMNS)
    if strange:
        return _strange_column(strange)
    if not str(row.get("settlement") or "").strip():
        return "не назван населённый пункт (settlement)"
    return "" if pairs_of(str(row.get("street") or "улица")) else "название улицы без букв и цифр"


def _strange_column(strange: Sequence[str]) -> str:
    named = f"неизвестный столбец {strange[0]!r}" if strange else "нет строки заголовка"
    return f"{named}; есть: {', '.join(COLUMNS)}"


def _entry(row: Mapping[str, Any]) -> Entry:
    given = {name: " ".join(str(row.get(name) or "").split()) for name in COLUMNS}
    settlement = canonical(given["settlement"], ("settlement", "district"))
    street = canonical(given["street"], ("street",))
    return Entry(settlement, street, given["district"], given["body"])


def canonical(full: str, sections: Sequence[str]) -> str:
    """A name of the list with its type word written out."""
    return with_type(*split_type(full, sections))
