"""What is proposed for a message, in words: the body and why, co-executors, importance."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from commands import bodies as configured
from commands.common import App
from incidents.adviser import Advice, Adviser
from models import Verdict

if TYPE_CHECKING:
    from classify import Classifier


def adviser_of(app: App, classifier: "Classifier | None" = None) -> Adviser:
    """By the configuration; a classifier is loaded when a text is judged. Raises ConfigError,
    ArtefactError.
    """
    settings = app.config.routing
    own = configured.own_topics(app.config.topics)
    router = app.router()
    ready = cache(lambda: classifier or app.classifier())

    def history(text: str) -> Sequence[Mapping[str, Any]]:
        return router.proposals([text])[0].get("body", []) if router else []

    def judge(texts: Sequence[str]) -> Sequence[Verdict]:
        return ready().verdicts(list(texts))

    bodies, rules = configured.bodies(settings, own), configured.importance_rules(settings)
    return Adviser(bodies, rules, history, judge)


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
