"""`otklik train moderation`, `otklik evaluate moderation`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from rich.table import Table
from rich.text import Text

from classify import Classifier
from classify.artefact import DIRECTORY, LABELS, Artefact, ArtefactError, load, save
from classify.evaluation import Quality, quality
from classify.gate import objections
from classify.samples import (
    Sample,
    file_hashes,
    lessons_hash,
    read_annotations,
    read_samples,
    texts_of,
)
from classify.scoring import Doubles
from classify.training import STEPS
from classify.training import train as train_model
from commands import screen
from commands.common import App, with_app
from commands.options import a_directory, a_file, learning_from
from errors import OtklikError
from models.share import wilson


@click.command("moderation")
@learning_from("Строки JSON")
@click.option(
    "--labels",
    "annotations",
    type=a_file(),
    multiple=True,
    help="Метки текстов, которые лежат отдельно: хеш, метки, t или x.",
)
@click.option(
    "--decisions",
    type=click.IntRange(min=1),
    help="Учесть решения модераторов из базы: категории, по которым их не меньше этого числа.",
)
@click.option(
    "--gate",
    "frozen",
    type=a_file(),
    multiple=True,
    help="Размеченные строки не для обучения: не лучше прежней модели — не ставить.",
)
@click.option("--out", type=a_directory(), default=DIRECTORY, help="Куда положить модель.")
@click.option("--seed", type=int, default=1, show_default=True)
@with_app
def train_moderation(
    app: App,
    sources: tuple[Path, ...],
    annotations: tuple[Path, ...],
    decisions: int | None,
    frozen: tuple[Path, ...],
    out: Path,
    seed: int,
) -> None:
    """Обучить модель модерации.

    С --gate новая модель заменит прежнюю, только если на этих строках она не хуже.
    """
    samples = read_samples(sources, read_annotations(annotations) if annotations else None)
    hashes = file_hashes([*sources, *annotations])
    if decisions:
        decided = _decided(app, decisions)
        samples += decided
        hashes["decisions"] = lessons_hash(
            (each.text, *sorted(each.labels), "of", *sorted(each.judged)) for each in decided
        )
    click.echo(f"{len(samples)} texts", err=True)
    with screen.progress(STEPS, "Обучение") as done:
        model = train_model(samples, hashes, seed, done)
    if frozen:
        _pass_the_gate(model, out, frozen)
    save(model, out)
    click.echo(f"{model.name} → {out}", err=True)


def _decided(app: App, fewest: int) -> list[Sample]:
    """Texts that moderators decided about, judged as far as the decision goes."""
    from moderation.lessons import balanced, lessons

    with app.store().reading() as session:
        found = [
            Sample(each.text, each.right, each.judged, plain=False, decided=True)
            for each in balanced(lessons(session), fewest)
        ]
    click.echo(f"{len(found)} of them decided by moderators", err=True)
    return found


def _pass_the_gate(model: Artefact, out: Path, frozen: Sequence[Path]) -> None:
    """Raises OtklikError where the model would be worse than the one it replaces."""
    try:
        old = Classifier(load(out))
    except ArtefactError as error:
        click.echo(f"сравнить не с чем: {error}", err=True)
        return
    objected = objections(Classifier(model), old, read_samples(frozen))
    if objected:
        raise OtklikError(
            f"{out}: новая модель хуже прежней и не поставлена: " + "; ".join(objected)
        )


@click.command("moderation")
@click.option("--on", "source", type=a_file(), required=True, help="Строки JSON с метками.")
@click.option("--model", type=a_directory(), default=None, help="По умолчанию — поставляемая.")
@click.option("--examples", default=0, show_default=True, help="Показать столько ошибок на метку.")
@with_app
def evaluate_moderation(app: App, source: Path, model: Path | None, examples: int) -> None:
    """Измерить модель модерации: по категориям и, если указан, по видам текстов.

    Вторая таблица — порог для действий без человека: точность не ниже
    moderation.automatic_precision из конфигурации.
    """
    samples = read_samples([source])
    if not samples:
        raise OtklikError(f"{source}: нет ни одного размеченного текста")
    classifier = Classifier(load(model))
    scores = classifier.scores(texts_of(samples))
    limits = np.array([classifier.thresholds[label] for label in LABELS])
    automatic = classifier.automatic(app.config.moderation.automatic_precision)
    sure = np.array([automatic.get(label, np.inf) for label in LABELS])
    console = screen.console()
    console.print(_table("By category", _qualities(samples, scores, limits), limits))
    console.print(_table("Sure enough to act upon", _qualities(samples, scores, sure), sure))
    if any(sample.kind for sample in samples):
        console.print(_kinds_table(samples, scores >= limits))
    for line in _mistakes(samples, scores, limits, examples):
        console.print(line, soft_wrap=True)


def _mistakes(
    samples: Sequence[Sample], scores: Doubles, limits: Doubles, most: int
) -> Iterator[Text]:
    """For each label the flags that are most wrong, and the texts most clearly missed."""
    for column, label in enumerate(LABELS):
        wanted = np.array([label in sample.labels for sample in samples])
        margins = scores[:, column] - limits[column]
        for title, rows in (
            ("wrongly", ~wanted & (margins >= 0)),
            ("missed", wanted & (margins < 0)),
        ):
            worst = sorted(np.flatnonzero(rows), key=lambda row: -abs(margins[row]))[:most]
            for row in worst:
                text = screen.harmless(samples[row].text, 120).replace("\n", " ")
                yield Text(f"{label} {title} {scores[row, column]:.2f}  {text}")


def _qualities(samples: Sequence[Sample], scores: Doubles, limits: Doubles) -> Iterator[Quality]:
    for column, label in enumerate(LABELS):
        truth = np.array([label in sample.labels for sample in samples], float)
        yield quality(label, truth, scores[:, column] >= limits[column], scores[:, column])


def _table(title: str, qualities: Iterator[Quality], limits: Doubles) -> Table:
    columns = ("category", "threshold", "n", "precision", "recall", "F1", "AP")
    table = Table(*columns, title=title)
    for found, limit in zip(qualities, limits.tolist(), strict=True):
        table.add_row(
            found.label,
            f"{limit:.3f}" if limit <= 1 else "–",
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
