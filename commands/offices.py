"""What a pass of this municipality works with, from its configuration."""

from datetime import timedelta

from classify import Classifier
from commands.common import App, now
from commands.desk import desk_of
from commands.notices import tell_heads
from commands.town import town_of
from moderation.automatic import Automatic
from office import Moderating, Office
from sources import keyless
from store import Store


def office_of(app: App, store: Store) -> Office:
    """All that a pass works with."""
    classifier = app.classifier()
    return Office(
        store=store,
        classifier=classifier,
        clock=now,
        since=app.config.collect.since,
        keep=timedelta(days=app.config.retention.texts_days),
        trusted=frozenset(app.config.trusted),
        names=app.names,
        moderating=_moderating(app, classifier),
        town=town_of(app.config),
    )


def _moderating(app: App, classifier: Classifier) -> Moderating:
    """How decisions are carried out."""
    settings = app.config.moderation
    # Thresholds come with the model; without a measured one nothing acts by itself.
    thresholds = classifier.automatic(settings.automatic_precision)
    return Moderating(
        app.house(),
        app.actors(),
        Automatic(settings.automatic, thresholds, settings.daily_limit),
        settings.grace,
        settings.by_hand,
        desk_of(app),
        lambda actions: tell_heads(app, actions, now()),
        keyless(app.config, app.accounts),
    )
