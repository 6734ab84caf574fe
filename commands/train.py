"""`otklik train …` and `otklik evaluate …`: learning from annotated texts, measuring the result."""

import click

from commands import train_moderation, train_places, train_routing, train_topics


@click.group(help="Обучить модель на размеченных текстах.")
def train() -> None:
    """Group of trainings."""


@click.group(help="Измерить модель на размеченных текстах.")
def evaluate() -> None:
    """Group of measurements."""


train.add_command(train_moderation.train_moderation)
train.add_command(train_topics.train_topics)
train.add_command(train_topics.train_vectors)
train.add_command(train_places.train_places)
train.add_command(train_routing.train_routing)
evaluate.add_command(train_moderation.evaluate_moderation)
evaluate.add_command(train_topics.evaluate_topics)
evaluate.add_command(train_places.evaluate_places)
evaluate.add_command(train_routing.evaluate_routing)
