"""`otklik train topics|vectors`, `otklik evaluate topics`."""

from pathlib import Path

import click

from classify.samples import file_hashes, lessons_hash
from classify.topics import model as artefact
from classify.topics import navec, vectors
from classify.topics.evaluation import figures
from classify.topics.model import DIRECTORY, Topics
from classify.topics.samples import TopicSample, read_samples, with_topic
from classify.topics.taxonomy import federal
from classify.topics.training import train, truth_of
from commands.common import App, with_app
from commands.options import a_directory, a_file, learning_from
from errors import OtklikError
from words import plural


@click.command("topics")
@learning_from("Строки JSON: text и topics (коды) или code")
@click.option(
    "--labels",
    type=a_file(),
    default=None,
    help="Темы по хешам текстов (data/topics/labels.tsv) для строк, где темы нет.",
)
@click.option("--corrections", is_flag=True, help="Учесть темы, которые в базе исправил человек.")
@click.option("--out", type=a_directory(), default=DIRECTORY, help="Куда положить модель.")
@with_app
def train_topics(
    app: App, sources: tuple[Path, ...], labels: Path | None, corrections: bool, out: Path
) -> None:
    """Обучить распознавание тем федерального перечня."""
    corrected = _corrected(app) if corrections else []
    samples = [*read_samples(sources, labels), *corrected]
    count = len(with_topic(samples))
    click.echo(f"{count} {plural(count, 'текст', 'текста', 'текстов')} с темой", err=True)
    files = (*sources, *filter(None, [labels]))
    hashes = file_hashes(files)
    if corrections:
        hashes["corrections"] = lessons_hash((each.text, *each.codes) for each in corrected)
    trained = train(samples, hashes)
    artefact.save(trained, out)
    click.echo(f"{trained.passport['name']} → {out}", err=True)


def _corrected(app: App) -> list[TopicSample]:
    """Messages whose topic a person set; the municipality's own topics have no model."""
    from incidents.lessons import lessons

    codes = {entry.code for entry in federal()}
    with app.store().reading() as session:
        return [
            TopicSample(each.text, (each.code,), annotated=True)
            for each in lessons(session)
            if each.corrected and each.code in codes
        ]


@click.command("vectors")
@click.option("--from", "source", type=a_file(), required=True, help="Файл Navec (.tar).")
@click.option("--out", type=click.Path(path_type=Path), default=vectors.FILE)
def train_vectors(source: Path, out: Path) -> None:
    """Сжать векторы слов Navec до поставляемой таблицы."""
    try:
        table = navec.read(source)
    except (ValueError, KeyError, OSError) as error:
        raise OtklikError(f"{source}: это не файл Navec: {error}") from None
    vectors.save(table, out)
    click.echo(f"{len(table.hashes)} слов × {table.size} → {out}", err=True)


@click.command("topics")
@click.option("--on", "source", type=a_file(), required=True, help="Строки JSON: text и topics.")
@click.option("--model", type=a_directory(), default=None, help="По умолчанию — поставляемая.")
def evaluate_topics(source: Path, model: Path | None) -> None:
    """Измерить темы: верно, если названа одна из верных тем (их одна или две)."""
    samples = with_topic(read_samples([source]))
    if not samples:
        raise OtklikError(f"{source}: нет ни одного текста с темой")
    topics = Topics(artefact.load(model))
    found = figures(topics.all_scores([sample.text for sample in samples]), truth_of(samples))
    click.echo(f"текстов: {found.n}")
    click.echo(f"группа: {found.group:.3f}, в первых трёх: {found.group_in_three:.3f}")
    click.echo(f"тема:   {found.topic:.3f}, в первых трёх: {found.topic_in_three:.3f}")
