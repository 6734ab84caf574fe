"""`otklik train places`, `otklik evaluate places`: learning to find places, measuring it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from commands.options import a_directory, a_file, learning_from

if TYPE_CHECKING:
    from classify.places.evaluation import Found


@click.command("places")
@learning_from("Строки JSON с местами")
@click.option("--out", type=a_directory(), default=None, help="По умолчанию вместо поставляемой.")
@click.option("--seed", type=int, default=1, show_default=True)
def train_places(sources: tuple[Path, ...], out: Path | None, seed: int) -> None:
    """Обучить поиск мест."""
    from classify.places.artefact import DIRECTORY, save
    from classify.places.examples import read_examples
    from classify.places.training import train
    from classify.samples import file_hashes

    examples = read_examples(sources)
    click.echo(f"{len(examples)} texts", err=True)
    model = train(examples, file_hashes(sources), seed)
    save(model, out or DIRECTORY)
    click.echo(f"{model.name} → {out or DIRECTORY}", err=True)


@click.command("places")
@click.option("--on", "source", type=a_file(), required=True, help="Строки JSON с местами.")
@click.option("--model", type=a_directory(), default=None, help="По умолчанию — поставляемая.")
@click.option(
    "--gazetteer",
    "lists",
    type=a_file(),
    multiple=True,
    help="Справочник мест: CSV или YAML; можно несколько раз.",
)
def evaluate_places(source: Path, model: Path | None, lists: tuple[Path, ...]) -> None:
    """Измерить поиск мест: написание без слов типа, регистра и знаков."""
    from classify.places import Gazetteer, PlaceFinder
    from classify.places.evaluation import measure
    from classify.places.examples import read_examples

    examples = read_examples([source])
    finder = PlaceFinder.load(model, Gazetteer.read(lists) if lists else None)
    found = finder.many([example.text for example in examples])
    Console(width=110).print(_table(measure(examples, found), len(examples)))


def _table(figures: "Sequence[Found]", texts: int) -> Table:
    table = Table("place", "n", "precision", "recall", "F1", title=f"{texts} texts")
    for found in figures:
        low, high = found.f1_interval
        table.add_row(
            found.kind,
            str(found.n),
            f"{found.precision:.2f}",
            f"{found.recall:.2f}",
            f"{found.f1:.2f} ({low:.2f}–{high:.2f})",
        )
    return table
