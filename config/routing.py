"""The `topics` and `routing` sections: own topics, bodies and their competence, high importance."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from config.people import AbsenceSettings

Name = Annotated[str, Field(min_length=1)]


def _one_word(written: str) -> str:
    """Words of a message are cut at hyphens, and every number is alike: nothing else is met."""
    if not written.isalpha():
        raise ValueError("нужно одно слово из букв; выражения — в phrases, сообщения — в examples")
    return written


Lemma = Annotated[str, AfterValidator(_one_word)]


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnTopicSettings(_Settings):
    """A topic that the federal list lacks: known by key lemmas, by examples, or both."""

    code: Name
    group: Name
    topic: Name
    lemmas: tuple[Lemma, ...] = ()
    examples: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _recognisable(self) -> "OwnTopicSettings":
        if not self.lemmas and not self.examples:
            raise ValueError(f"{self.code}: нужны lemmas (ключевые слова) или examples (примеры)")
        return self


class TopicsSettings(_Settings):
    """Topics beside the federal list."""

    own: tuple[OwnTopicSettings, ...] = ()


class Competence(_Settings):
    """What a body answers for: topics (codes) or whole groups, in settlements or streets.

    An empty list means "any": a body with groups alone answers for them in all the territory.
    """

    groups: tuple[Name, ...] = ()
    topics: tuple[Name, ...] = ()
    settlements: tuple[Name, ...] = ()
    streets: tuple[Name, ...] = ()


class BodySettings(_Settings):
    """A body under the municipality, what it is competent for, and who answers in its absence."""

    name: Name
    competence: tuple[Competence, ...] = ()
    absences: tuple[AbsenceSettings, ...] = ()


class ImportanceRule(_Settings):
    """Words (dictionary forms) or topics that make a message important, and how to say why."""

    reason: Name
    lemmas: tuple[Lemma, ...] = ()
    phrases: tuple[Name, ...] = ()
    topics: tuple[Name, ...] = ()


USUAL_IMPORTANCE = (
    ImportanceRule(
        reason="угроза жизни и здоровью",
        lemmas=("погибнуть", "погибший", "умереть", "задохнуться", "отравиться", "взорваться"),
        phrases=("угроза жизни", "опасно для жизни", "без сознания", "оголенный провод"),
    ),
    ImportanceRule(
        reason="авария или чрезвычайная ситуация",
        lemmas=("пожар", "взрыв", "обрушение", "обрушиться", "наводнение", "затопить", "эвакуация"),
        phrases=("запах газа", "пахнет газом", "утечка газа", "прорвало трубу", "прорыв трубы"),
        topics=("T002", "T003", "T246", "T341"),
    ),
    ImportanceRule(
        reason="касается детей",
        phrases=("дети болеют", "опасно для детей", "ребенок упал", "ребенок пострадал"),
        topics=("T017", "T019", "T333"),
    ),
    ImportanceRule(
        reason="касается многих жителей",
        phrases=("весь поселок", "весь район", "вся улица", "весь город", "вся деревня",
                 "несколько домов", "сотни людей", "целый микрорайон"),
    ),
)  # fmt: skip


class RoutingSettings(_Settings):
    """Bodies with their competence, the trained router, and what makes a message important."""

    bodies: tuple[BodySettings, ...] = ()
    router: Path | None = None
    importance: tuple[ImportanceRule, ...] = USUAL_IMPORTANCE

    @model_validator(mode="after")
    def _known_substitutes(self) -> "RoutingSettings":
        names = [body.name for body in self.bodies]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"организация «{name}» названа дважды")
        for body in self.bodies:
            for gone in body.absences:
                if gone.substitute not in names or gone.substitute == body.name:
                    raise ValueError(
                        f"{body.name}: замещающей «{gone.substitute}» нет среди других bodies"
                    )
        return self
