"""What is proposed for a message, in words: the body and why, co-executors, importance."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import bodies as configured
from commands.common import App, now
from incidents.competence import Body
from incidents.importance import ImportanceRule, causes_of
from incidents.routing import Route, route
from models import StoredVerdict, Topic

if TYPE_CHECKING:
    from classify.routing.router import Router


@dataclass(frozen=True)
class Proposals:
    """Everything routing needs of the configuration, made ready once."""

    bodies: Sequence[Body]
    rules: Sequence[ImportanceRule]
    router: "Router | None"
    today: date

    @classmethod
    def of(cls, app: App) -> "Proposals":
        """By the configuration. Raises ConfigError, ArtefactError."""
        settings = app.config.routing
        own = configured.own_topics(app.config.topics)
        return cls(
            configured.bodies(settings, own),
            configured.importance_rules(settings),
            app.router(),
            now().astimezone(app.config.worktime.zone).date(),
        )

    def route(self, text: str, topics: Sequence[Topic], places: Mapping[str, Any]) -> Route:
        """The bodies to send this message to."""
        history = self.router.proposals([text])[0].get("body", []) if self.router else []
        named = [
            each["normal"] for kind in ("settlement", "street") for each in places.get(kind, ())
        ]
        return route(topics, named, history, self.bodies, self.today)

    def lines(self, text: str, verdict: StoredVerdict) -> Iterator[str]:
        """Lines for a list: topic, body, co-executors, importance with its words."""
        topics = [Topic(**topic) for topic in verdict.topics]
        if topics:
            yield f"тема: {topics[0].group.capitalize()} — {topics[0].topic.capitalize()}"
        found = self.route(text, topics, verdict.places)
        for proposal in found.bodies[:1]:
            yield f"→ {proposal.body} ({proposal.reason})"
        for proposal in found.co_executors:
            yield f"+ соисполнитель: {proposal.body} ({proposal.reason})"
        for cause in causes_of(text, topics, self.rules):
            words = ", ".join(f"«{word}»" for word in cause.words)
            yield f"! важность высокая: {cause.reason} ({words})"
