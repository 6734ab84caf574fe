"""`otklik train moderation`, `otklik evaluate moderation`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from classify import Classifier
from classify.artefact import DIRECTORY, LABELS, save
from classify.evaluation import Quality, quality, wilson
from classify.samples import Sample, file_hash, read_samples, texts_of
from classify.scoring import Doubles
from classify.training import train as train_model
from commands.common import a_directory, a_file


@click.command("moderation")
@click.option(
    "--from",
    "sources",
    type=a_file(),
    multiple=True,
    required=True,
    help="Строки JSON; можно несколько раз.",
)
@click.option("--out", type=a_directory(), default=DIRECTORY, help="Куда положить модель.")
@click.option("--seed", type=int, default=1, show_default=True)
def train_moderation(sources: tuple[Path, ...], out: Path, seed: int) -> None:
    """Обучить модель модерации."""
    samples = read_samples(sources)
    hashes = {path.name: file_hash(path) for path in sources}
    click.echo(f"{len(samples)} texts", err=True)
    model = train_model(samples, hashes, seed)
    save(model, out)
    click.echo(f"{model.name} → {out}", err=True)


@click.command("moderation")
@click.option("--on", "source", type=a_file(), required=True, help="Строки JSON с метками.")
@click.option("--model", type=a_directory(), default=None, help="По умолчанию — поставляемая.")
def evaluate_moderation(source: Path, model: Path | None) -> None:
    """Измерить модель модерации: по категориям и, если указан, по видам текстов."""
    samples = read_samples([source])
    classifier = Classifier.load(model)
    scores = classifier.scores(texts_of(samples))
    limits = np.array([classifier.thresholds[label] for label in LABELS])
    console = Console(width=110)
    console.print(_table(_qualities(samples, scores, limits)))
    if any(sample.kind for sample in samples):
        console.print(_kinds_table(samples, scores >= limits))


def _qualities(samples: Sequence[Sample], scores: Doubles, limits: Doubles) -> Iterator[Quality]:
    for column, label in enumerate(LABELS):
        truth = np.array([label in sample.labels for sample in samples], float)
        yield quality(label, truth, scores[:, column] >= limits[column], scores[:, column])


def _table(qualities: Iterator[Quality]) -> Table:
    table = Table("category", "n", "precision", "recall", "F1", "AP", title="By category")
    for found in qualities:
        table.add_row(
            found.label,
            str(found.n),
            _with_interval(found.precision, found.precision_interval),
            _with_interval(found.recall, found.recall_interval),
            _with_interval(found.f1, found.f1_interval),
            f"{found.average_precision:.2f}",
        )
    return table


def _kinds_table(samples: Sequence[Sample], flags: np.ndarray) -> Table:
    """For each kind: how often violations and each text's own labels are found."""
    table = Table("kind", "n", "labels found", "clean texts", "of them flagged", title="By kind")
    for kind in dict.fromkeys(sample.kind for sample in samples):
        rows = [row for row, sample in enumerate(samples) if sample.kind == kind]
        table.add_row(kind, str(len(rows)), *_kind_figures([samples[r] for r in rows], flags[rows]))
    return table


def _kind_figures(samples: Sequence[Sample], flags: np.ndarray) -> tuple[str, str, str]:
    violations = len(LABELS) - 1
    wanted = np.array([[label in s.labels for label in LABELS[:violations]] for s in samples])
    found = flags[:, :violations]
    clean = ~wanted.any(axis=1)
    hits, of = int((wanted & found).sum()), int(wanted.sum())
    false, innocent = int(found[clean].any(axis=1).sum()), int(clean.sum())
    return _share(hits, of), str(innocent), _share(false, innocent)


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    return f"{part}/{whole} = " + _with_interval(part / whole, wilson(part, whole))


def _with_interval(value: float, interval: tuple[float, float]) -> str:
    low, high = interval
    return f"{value:.2f} ({low:.2f}–{high:.2f})"
