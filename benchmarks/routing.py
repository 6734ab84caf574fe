"""Messages a second with topics, places and a route, beside plain scikit-learn in the same run.

python benchmarks/routing.py HISTORY.jsonl --router DIR [--rows N]
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # one core; read when numpy is loaded

import click
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from classify.places import PlaceFinder
from classify.routing.router import Router
from classify.topics import model
from classify.topics.model import Topics

BATCH = 100


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--router", "home", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--rows", default=10_000, show_default=True, help="Messages to route.")
def main(source: Path, home: Path, rows: int) -> None:
    """Measure on the messages of a history; a short one is taken several times."""
    history = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    texts = list(islice(cycle([row["text"] for row in history]), rows))
    topics, places = Topics(model.load()), PlaceFinder.load()
    router = Router.load(home, topics)

    def told(part: Sequence[str]) -> object:
        return topics.of(part), places.many(part), router.proposals(part)

    rates = {
        "topics, places, route; words unknown": _rate(texts[: len(history)], told),
        "topics, places, route": _rate(texts, told),
        "topics": _rate(texts, topics.of),
        "places": _rate(texts, places.many),
        "plain scikit-learn, a pipeline a column": _rate(texts, _plain(history)),
    }
    table = Table("", "messages/s", title=f"{rows} messages, processor time of one core")
    for name, rate in rates.items():
        table.add_row(name, f"{rate:,.0f}")
    Console().print(table)


def _rate(texts: Sequence[str], judge: Callable[[Sequence[str]], object]) -> float:
    started = time.process_time()
    for at in range(0, len(texts), BATCH):
        judge(texts[at : at + BATCH])
    return len(texts) / (time.process_time() - started)


def _plain(history: Sequence[dict]) -> Callable[[Sequence[str]], object]:
    """Character n-grams and logistic regression, a pipeline a column.

    Few iterations: only how fast it answers is looked at.
    """
    texts = [row["text"] for row in history]
    columns = [column for column in ("category", "topic", "body") if history[0].get(column)]
    models = [
        make_pipeline(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3),
            LogisticRegression(max_iter=5),
        ).fit(texts, [str(row[column]) for row in history])
        for column in columns
    ]
    return lambda batch: [each.predict_proba(batch) for each in models]


if __name__ == "__main__":
    main()
