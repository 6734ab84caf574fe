"""`otklik train routing`, `otklik evaluate routing`: a router from the municipality's history."""

from pathlib import Path

import click

from classify.routing import router as artefact
from classify.routing.evaluation import figures
from classify.routing.history import History, history_of
from classify.routing.router import Router
from classify.routing.training import MOST, train
from classify.samples import file_hashes, lessons_hash
from classify.topics import model as topics_artefact
from classify.topics.model import Topics
from commands.common import App, with_app
from commands.history import read_history
from commands.options import a_directory, a_file
from errors import OtklikError
from words import plural

COLUMN = {"category": "группа тем", "topic": "тема", "body": "исполнитель"}


@click.command("routing")
@click.option(
    "--from",
    "source",
    type=a_file(),
    help="История: .jsonl (text, category, topic, body) или выгрузка .csv, .xlsx.",
)
@click.option("--incidents", is_flag=True, help="И инциденты из базы, направленные людьми.")
@click.option("--out", type=a_directory(), required=True, help="Куда положить маршрутизатор.")
@with_app
def train_routing(app: App, source: Path | None, incidents: bool, out: Path) -> None:
    """Обучить маршрутизатор на истории обращений муниципалитета."""
    given = read_history(source) if source else history_of([])
    routed = _routed(app) if incidents else history_of([])
    history = given.followed_by(routed)
    if not history.texts:
        raise OtklikError("Учиться не на чем: дайте историю (--from), инциденты (--incidents)")
    hashes = file_hashes([source] if source else [])
    if incidents:
        hashes["incidents"] = lessons_hash(
            (text, *(str(labels[at]) for labels in routed.labels.values()))
            for at, text in enumerate(routed.texts)
        )
    count = len(history.texts)
    click.echo(f"{count} {plural(count, 'обращение', 'обращения', 'обращений')}", err=True)
    if count > MOST:
        click.echo(f"учимся на последних {MOST}", err=True)
    model = train(history, hashes, Topics(topics_artefact.load()))
    artefact.save(model, out)
    for about in model.passport["columns"]:
        unseen = about["figures_unseen"]
        click.echo(
            f"{COLUMN[about['column']]}: значений {len(about['names'])}, на невиденных верно "
            f"{unseen['right']:.2f}, среди трёх {unseen['right_in_three']:.2f}",
            err=True,
        )
    click.echo(f"{model.passport['name']} → {out}", err=True)


def _routed(app: App) -> History:
    """What people routed, under the topics as they stood then; the newest last."""
    from incidents.lessons import lessons

    with app.store().reading() as session:
        return history_of(
            {"text": each.text, "category": each.group, "topic": each.topic, "body": each.body}
            for each in lessons(session)
        )


@click.command("routing")
@click.option("--on", "source", type=a_file(), required=True, help="История, как для обучения.")
@click.option("--router", "home", type=a_directory(), required=True, help="Папка маршрутизатора.")
def evaluate_routing(source: Path, home: Path) -> None:
    """Измерить маршрутизатор на обращениях, которых он не видел."""
    router = Router.load(home, Topics(topics_artefact.load()))
    for found in figures(router, read_history(source)):
        click.echo(
            f"{COLUMN[found.column]}: обращений {found.n}, верно {found.right:.3f}, "
            f"среди трёх {found.in_three:.3f}, F1 (взвешенная) {found.weighted_f1:.3f}"
        )
