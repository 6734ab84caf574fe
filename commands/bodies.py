"""From the configuration to what routing works with: own topics, bodies, rules of importance."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from classify.morphology import forms_of
from classify.topics.own import OwnTopic
from classify.topics.taxonomy import Entry, federal
from classify.topics.words import stem
from errors import ConfigError
from incidents.competence import Away, Body, Competence, folded
from incidents.importance import ImportanceRule

if TYPE_CHECKING:
    from config.routing import BodySettings, RoutingSettings, TopicsSettings
    from config.routing import Competence as CompetenceSettings


def own_topics(settings: "TopicsSettings") -> tuple[OwnTopic, ...]:
    """The municipality's own topics. Raises ConfigError where a code is the federal list's."""
    codes = {entry.code for entry in federal()}
    for topic in settings.own:
        if topic.code in codes:
            raise ConfigError(f"topics.own: код {topic.code} уже занят федеральным перечнем")
    return tuple(
        OwnTopic(Entry(topic.code, topic.group, topic.topic), topic.lemmas, topic.examples)
        for topic in settings.own
    )


def bodies(settings: "RoutingSettings", own: Sequence[OwnTopic] = ()) -> tuple[Body, ...]:
    """Bodies with their competence. Raises ConfigError that names a group or topic unknown."""
    entries = topics(own)
    known = {entry.code for entry in entries} | {folded(entry.group) for entry in entries}
    for body in settings.bodies:
        _refuse_unknown(body, known)
    return tuple(_body(body) for body in settings.bodies)


def topics(own: Sequence[OwnTopic] = ()) -> list[Entry]:
    """The federal list and the municipality's own topics."""
    return [*federal(), *(topic.entry for topic in own)]


def importance_rules(settings: "RoutingSettings") -> tuple[ImportanceRule, ...]:
    """Rules of importance: every form of a lemma, phrases in any inflection."""
    return tuple(
        ImportanceRule(
            rule.reason,
            frozenset(form for lemma in rule.lemmas for form in forms_of(lemma.lower())),
            tuple(map(_phrase, rule.phrases)),
            frozenset(rule.topics),
        )
        for rule in settings.importance
    )


def _body(settings: "BodySettings") -> Body:
    away = [Away(each.since, each.until, each.substitute) for each in settings.absences]
    return Body(settings.name, tuple(map(_competence, settings.competence)), away)


def _competence(settings: "CompetenceSettings") -> Competence:
    return Competence(
        frozenset(map(folded, settings.groups)),
        frozenset(settings.topics),
        frozenset(map(folded, settings.settlements)),
        frozenset(map(folded, settings.streets)),
    )


def _refuse_unknown(body: "BodySettings", known: set[str]) -> None:
    for part in body.competence:
        for name in [*part.topics, *map(folded, part.groups)]:
            if name not in known:
                raise ConfigError(
                    f"routing.bodies: {body.name}: «{name}» нет в перечне тем (data/topics/"
                    "TOPICS.tsv) и среди topics.own: нужен код темы или название группы"
                )


def _phrase(phrase: str) -> re.Pattern[str]:
    words = (re.escape(stem(word)) + r"\w*" for word in folded(phrase).split())
    return re.compile(r"\b" + r"\W+".join(words))
