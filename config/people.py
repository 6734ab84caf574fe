"""The `people`, `escalation` and `notices` sections: who works with residents' messages."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Role = Literal["moderator", "curator", "executor", "head"]
Email = Annotated[str, Field(pattern=r"^(|[^@\s]+@[^@\s]+)$")]
Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AbsenceSettings(_Settings):
    """Days, first and last included, on which `substitute` stands in."""

    since: date
    until: date
    substitute: str = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> "AbsenceSettings":
        if self.until < self.since:
            raise ValueError(f"until = {self.until} раньше, чем since = {self.since}")
        return self


class PersonSettings(_Settings):
    """Somebody, the roles held, the body an executor speaks for, an address for notices."""

    name: str = Field(min_length=1, max_length=64)
    roles: tuple[Role, ...] = Field(min_length=1)
    body: str = ""
    email: Email = ""
    absences: tuple[AbsenceSettings, ...] = ()

    @model_validator(mode="after")
    def _executor_of_a_body(self) -> "PersonSettings":
        if "executor" in self.roles and not self.body:
            raise ValueError(f"{self.name}: исполнителю нужен body — чья это организация")
        return self


def refuse_strangers(people: tuple[PersonSettings, ...]) -> tuple[PersonSettings, ...]:
    """Everybody once, and every substitute one of them. Raises ValueError."""
    names = [person.name for person in people]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name} назван дважды")
    for person in people:
        for gone in person.absences:
            if gone.substitute not in names:
                raise ValueError(f"{person.name}: замещающего «{gone.substitute}» нет среди people")
    return people


class Escalation(_Settings):
    """Working minutes: warned before a term ends, and after it for curator and head."""

    warn_minutes: Annotated[int, Field(ge=0)] = 30
    curator_minutes: Annotated[int, Field(ge=0)] = 0
    head_minutes: Annotated[int, Field(ge=0)] = 60


class Notices(_Settings):
    """The mail server for notices; without `host` none are sent."""

    host: str | None = None
    port: Annotated[int, Field(gt=0, lt=65536)] = 465
    security: Literal["tls", "starttls", "none"] = "tls"
    sender: Email = ""
    user: str = ""
    password: Variable = "OTKLIK_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
    link: str = ""  # of an incident's card, with {number}

    @model_validator(mode="after")
    def _from_somebody(self) -> "Notices":
        if self.host and not self.sender:
            raise ValueError("host задан, а sender нет: от чьего адреса писать?")
        return self
