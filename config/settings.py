"""The shape of config.yaml: typed and frozen; a key that is not here is a mistake.

Secrets are never here: the file names the environment variables that hold them.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from models import CATEGORIES, PageRef

ZONES = {  # each known regulation, and the zone of the municipality that issued it
    "novokubansk-1740": "Europe/Moscow",
    "rubtsovsk-63": "Asia/Barnaul",
    "lesozavodsk-215": "Asia/Vladivostok",
    "amurzet-98": "Asia/Vladivostok",
    "gulkevichi-draft": "Europe/Moscow",
}
REGULATIONS = tuple(ZONES)

NetworkName = Literal["vk", "ok", "telegram"]
Stream = Literal["comments", "visitor_posts", "boards", "photos", "videos", "messages", "chat"]
Scored = Literal[(*CATEGORIES, "incident")]  # type: ignore[valid-type]
Threshold = Annotated[float, Field(ge=0, le=1)]
Hours = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$")]


def _variable(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError(
            "нужно имя переменной окружения (например OTKLIK_VK_SERVICE_TOKEN), не сам ключ"
        )
    return name


def _one_or_many(given: Any) -> Any:
    return [given] if isinstance(given, str | Path) else given


Variable = Annotated[str, AfterValidator(_variable)]


class Settings(BaseModel):
    """Base of all parts: frozen, and no key that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Municipality(Settings):
    """The town this installation belongs to."""

    name: str = Field(min_length=1)


class Limits(Settings):
    """How we treat a network. Rates are calls a second per token; null means no limit."""

    requests_per_second: Annotated[float, Field(gt=0)] | None = None
    unlimited: bool = False
    timeout_seconds: Annotated[float, Field(gt=0)] = 30
    attempts: Annotated[int, Field(ge=1)] = 5
    first_pause_seconds: Annotated[float, Field(ge=0)] = 0.5
    longest_pause_seconds: Annotated[float, Field(ge=0)] = 60


class Network(Settings):
    """One network: its address, the variables that hold its tokens, a proxy, limits."""

    api_url: str = Field(pattern=r"^https?://\S+$")
    tokens: Mapping[Any, Variable] = {}
    proxy: str | None = None
    limits: Limits = Limits()

    @field_validator("tokens", mode="before")
    @classmethod
    def _over_the_usual(cls, given: Any) -> Any:
        usual = cls.model_fields["tokens"].default
        return {**usual, **given} if isinstance(given, dict) else given


class Vk(Network):
    """VKontakte; the roles of tokens are explained in docs/ru/vk.md."""

    api_url: str = Field(default="https://api.vk.ru", pattern=r"^https?://\S+$")
    tokens: Mapping[Literal["service", "user", "community"], Variable] = {
        "service": "OTKLIK_VK_SERVICE_TOKEN",
        "user": "OTKLIK_VK_USER_TOKEN",
        "community": "OTKLIK_VK_COMMUNITY_TOKEN",
    }


class Ok(Network):
    """Odnoklassniki."""

    api_url: str = Field(default="https://api.ok.ru", pattern=r"^https?://\S+$")
    tokens: Mapping[
        Literal["application_key", "application_secret_key", "session_secret_key", "access_token"],
        Variable,
    ] = {
        "application_key": "OTKLIK_OK_APPLICATION_KEY",
        "application_secret_key": "OTKLIK_OK_APPLICATION_SECRET_KEY",
        "session_secret_key": "OTKLIK_OK_SESSION_SECRET_KEY",
        "access_token": "OTKLIK_OK_ACCESS_TOKEN",
    }


class Telegram(Network):
    """Telegram through a bot."""

    api_url: str = Field(default="https://api.telegram.org", pattern=r"^https?://\S+$")
    tokens: Mapping[Literal["bot"], Variable] = {"bot": "OTKLIK_TELEGRAM_BOT_TOKEN"}


class Networks(Settings):
    """All networks we speak to."""

    vk: Vk = Vk()
    ok: Ok = Ok()
    telegram: Telegram = Telegram()


class PageSettings(Settings):
    """An official page: where it is, whose it is, what of it is read and how often in `watch`."""

    network: NetworkName
    id: Annotated[str, BeforeValidator(str), Field(min_length=1)]
    body: str = Field(min_length=1)
    kind: Literal["administration", "head", "subordinate"]
    name: str = ""
    interval_minutes: Annotated[float, Field(gt=0)] = 10
    include: tuple[Stream, ...] = ("comments", "visitor_posts", "chat")
    tokens: dict[str, Variable] = {}

    @model_validator(mode="after")
    def _roles_of_its_network(self) -> "PageSettings":
        roles = Networks.model_fields[self.network].default.tokens
        strange = sorted(self.tokens.keys() - roles.keys())
        if strange:
            raise ValueError(f"tokens: неизвестная роль {strange[0]}; есть: {', '.join(roles)}")
        return self

    @property
    def ref(self) -> PageRef:
        """Identity of the page."""
        return PageRef(self.network, self.id)


class Collect(Settings):
    """How far back reading goes; docs/networks tells what each value costs in calls."""

    since_days: Annotated[float, Field(ge=0)] = 7
    fresh_days: Annotated[float, Field(ge=0)] = 7
    window_days: Annotated[float, Field(ge=0)] = 30
    full_read_hours: Annotated[float, Field(gt=0)] = 24

    @property
    def since(self) -> timedelta:
        """What is older than this at the first pass is context: no card, no clock."""
        return timedelta(days=self.since_days)


class Classify(Settings):
    """Thresholds of flags by category, and of `incident`; what is not named keeps the model's."""

    model: Path | None = None
    thresholds: dict[Scored, Threshold] = {}


class Retention(Settings):
    """Days after which texts and names become tombstones; the journal stays."""

    texts_days: Annotated[float, Field(gt=0)] = 365


class Worktime(Settings):
    """The municipality's zone and working week, as intervals of local time."""

    timezone: str = "Europe/Moscow"
    week: dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], tuple[Hours, ...]] = {
        "mon": ("08:00-12:00", "13:00-17:00"),
        "tue": ("08:00-12:00", "13:00-17:00"),
        "wed": ("08:00-12:00", "13:00-17:00"),
        "thu": ("08:00-12:00", "13:00-17:00"),
        "fri": ("08:00-12:00", "13:00-17:00"),
    }
    days_off: tuple[date, ...] = ()
    working_days: dict[date, tuple[Hours, ...]] = {}
    shorten_before_holidays: bool = True

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError):
            raise ValueError("нужно имя часового пояса, например Europe/Moscow") from None
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The municipality's time zone."""
        return ZoneInfo(self.timezone)


class Config(Settings):
    """One installation = one municipality = one configuration and one database."""

    municipality: Municipality = Municipality(name="Муниципалитет")
    places: Annotated[tuple[Path, ...], BeforeValidator(_one_or_many)] = ()
    regulation: Literal[REGULATIONS] = "novokubansk-1740"  # type: ignore[valid-type]
    database_url: str = "sqlite:///var/otklik.db"
    networks: Networks = Networks()
    pages: tuple[PageSettings, ...] = ()
    trusted: tuple[Annotated[str, Field(pattern=r"^(vk|ok|telegram):\S+$")], ...] = ()
    collect: Collect = Collect()
    classify: Classify = Classify()
    retention: Retention = Retention()
    worktime: Worktime = Worktime()

    @field_validator("pages")
    @classmethod
    def _each_page_once(cls, pages: tuple[PageSettings, ...]) -> tuple[PageSettings, ...]:
        refs = [page.ref for page in pages]
        twice = {str(ref) for ref in refs if refs.count(ref) > 1}
        if twice:
            raise ValueError(f"страница указана дважды: {', '.join(sorted(twice))}")
        return pages
