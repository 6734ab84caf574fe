"""What is proposed for a message, in words: the body and why, co-executors, importance."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from commands import bodies as configured
from commands.common import App
from incidents.adviser import Advice, Adviser, TopicName
from models import Verdict

if TYPE_CHECKING:
    from classify import Classifier


def adviser_of(app: App, ready: "Callable[[], Classifier] | None" = None) -> Adviser:
    """By the configuration; the classifier is asked for when a text is judged. Raises ConfigError,
    ArtefactError, GazetteerError.
    """
    settings = app.config.routing
    own = configured.own_topics(app.config.topics)
    router = app.router()
    classifier = ready or cache(app.classifier)

    def history(text: str) -> Sequence[Mapping[str, Any]]:
        return router.proposals([text])[0].get("body", []) if router else []

    def judge(texts: Sequence[str]) -> Sequence[Verdict]:
        return classifier().verdicts(list(texts))

    known = app.gazetteer().entries
    return Adviser(
        configured.bodies(settings, own),
        configured.importance_rules(settings),
        history,
        judge,
        [TopicName(each.code, each.group, each.topic) for each in configured.topics(own)],
        sorted({entry.settlement for entry in known}),
        sorted({entry.street for entry in known if entry.street}),
    )


def lines(advice: Advice) -> Iterator[str]:
    """Lines for a list: topic, body, co-executors, importance with its words."""
    for topic in advice.topics[:1]:
        yield f"тема: {topic.group.capitalize()} — {topic.topic.capitalize()}"
    for proposal in advice.route.bodies[:1]:
        yield f"→ {proposal.body} ({proposal.reason})"
    for proposal in advice.route.co_executors:
        yield f"+ соисполнитель: {proposal.body} ({proposal.reason})"
    for cause in advice.causes:
        words = ", ".join(f"«{word}»" for word in cause.words)
        yield f"! важность высокая: {cause.reason} ({words})"
