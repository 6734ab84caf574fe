"""How many comments a second, cold and warm, beside plain scikit-learn in the same run.

python benchmarks/classify.py FILE.jsonl [--rows N] [--bert]

`--bert` adds a peer of rubert-tiny2's shape, see bert_shape.py for what it needs.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # one core; read when numpy is loaded

import click
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from classify import Classifier
from models.verdict import CATEGORIES

BATCH = 100
BERT_ROWS = 2_000


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--rows", default=20_000, show_default=True, help="Comments to judge.")
@click.option("--bert", is_flag=True, help="A transformer as a second peer.")
def main(source: Path, rows: int, bert: bool) -> None:
    """Measure on the texts of a JSON lines file."""
    texts = _texts(source, rows)
    started = time.perf_counter()
    classifier = Classifier.load()
    classifier.verdict("")
    loaded = time.perf_counter() - started
    cold = _rate(texts, classifier.verdicts)
    warm = _rate(texts, classifier.verdicts)
    plain = _rate(texts, _plain_model(texts))
    rates = {"cold": cold, "warm": warm, "plain scikit-learn": plain}
    if bert:
        rates["BERT, int8, no tokenizer"] = _rate(texts[:BERT_ROWS], _transformer())
    _print(texts, rates, plain)
    Console().print(f"load {loaded:.2f} s, one comment {_one(classifier, texts):.2f} ms")


def _texts(source: Path, rows: int) -> list[str]:
    texts = [json.loads(line)["text"] for line in source.read_text("utf-8").splitlines()]
    random.Random(1).shuffle(texts)
    return texts[:rows]


def _rate(texts: Sequence[str], judge: Callable[[Sequence[str]], object]) -> float:
    """Texts a second, in batches as the pipeline makes them."""
    started = time.perf_counter()
    for at in range(0, len(texts), BATCH):
        judge(texts[at : at + BATCH])
    return len(texts) / (time.perf_counter() - started)


def _one(classifier: Classifier, texts: Sequence[str]) -> float:
    """Milliseconds for one comment alone, median."""
    times = []
    for text in texts[:300]:
        started = time.perf_counter()
        classifier.verdict(text)
        times.append(time.perf_counter() - started)
    return sorted(times)[len(times) // 2] * 1000


def _plain_model(texts: Sequence[str]) -> Callable[[Sequence[str]], object]:
    """Character n-grams and one logistic regression a label, on made-up labels: speed only."""
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3)
    some = list(texts[:5000])
    matrix = vectorizer.fit_transform(some)
    labels = [len(text) % 2 for text in some]
    models = [LogisticRegression(max_iter=5).fit(matrix, labels)] * (len(CATEGORIES) + 1)

    def judge(batch: Sequence[str]) -> object:
        features = vectorizer.transform(batch)
        return [model.predict_proba(features) for model in models]

    return judge


def _transformer() -> Callable[[Sequence[str]], object]:
    """Imported where it is asked for: its packages are not the project's."""
    from bert_shape import bert as build

    return build()


def _print(texts: Sequence[str], rates: dict[str, float], plain: float) -> None:
    table = Table("", "comments/s", "times plain", title=f"{len(texts)} comments, one core")
    for name, rate in rates.items():
        table.add_row(name, f"{rate:,.0f}", f"{rate / plain:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
