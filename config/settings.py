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

from config.cadence import CadenceSettings
from config.hours import WEEKDAYS, DayHours, Minutes, Weekday, minutes
from config.moderation import Moderation
from config.people import Escalation, Notices, PersonSettings, refuse_strangers
from config.reports import ReportSettings, refuse_twins, refuse_unkeepable
from config.routing import RoutingSettings, TopicsSettings
from config.spans import MOST_DAYS, MOST_HOURS
from config.web import Web
from models import CATEGORIES, PageRef

REGULATIONS = (  # each has its file data/regulations/<id>.yaml
    "novokubansk-1740",
    "rubtsovsk-63",
    "lesozavodsk-215",
    "amurzet-98",
    "gulkevichi-draft",
)

NetworkName = Literal["vk", "ok", "telegram"]
Stream = Literal["comments", "visitor_posts", "boards", "photos", "videos", "messages", "chat"]
Scored = Literal[(*CATEGORIES, "incident")]  # type: ignore[valid-type]
Threshold = Annotated[float, Field(ge=0, le=1)]
Days = Annotated[float, Field(ge=0, le=MOST_DAYS)]


def _variable(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError(
            "нужно имя переменной окружения (например OTKLIK_VK_SERVICE_TOKEN), не сам ключ"
        )
    return name


def _one_or_many(given: Any) -> Any:
    return [given] if isinstance(given, str | Path) else given


Variable = Annotated[str, AfterValidator(_variable)]


def _regulation(name: str) -> str:
    if name not in REGULATIONS and not name.endswith((".yaml", ".yml")):
        known = ", ".join(map(repr, REGULATIONS))
        raise ValueError(f"нужно одно из: {known} – или путь к своему файлу .yaml")
    return name


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
    """An official page: where it is, whose it is, what of it is read, how often in `watch`.

    `acting`: what may be proposed there.
    """

    network: NetworkName
    id: Annotated[str, BeforeValidator(str), Field(min_length=1)]
    body: str = Field(min_length=1)
    kind: Literal["administration", "head", "subordinate"]
    name: str = ""
    interval_minutes: Annotated[float, Field(gt=0)] = 10
    include: tuple[Stream, ...] = ("comments", "visitor_posts", "chat")
    tokens: dict[str, Variable] = {}
    acting: tuple[Literal["delete", "ban", "answer"], ...] = ("delete", "ban", "answer")

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

    since_days: Days = 7
    fresh_days: Days = 7
    window_days: Days = 30
    full_read_hours: Annotated[float, Field(gt=0, le=MOST_HOURS)] = 24
    look_hours: Annotated[float, Field(gt=0, le=MOST_HOURS)] = 24

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

    texts_days: Annotated[float, Field(gt=0, le=MOST_DAYS)] = 365


class Worktime(Settings):
    """The working week as intervals of local time; the zone, where not that of the regulation."""

    timezone: str = "Europe/Moscow"
    week: dict[Weekday, DayHours] = {
        "mon": ("08:00-12:00", "13:00-17:00"),
        "tue": ("08:00-12:00", "13:00-17:00"),
        "wed": ("08:00-12:00", "13:00-17:00"),
        "thu": ("08:00-12:00", "13:00-17:00"),
        "fri": ("08:00-12:00", "13:00-17:00"),
    }
    days_off: tuple[date, ...] = ()
    working_days: dict[date, DayHours] = {}
    shorten_before_holidays: bool = True
    round_the_clock: bool = False

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError("нужно имя часового пояса, например Europe/Moscow") from None
        return name

    @field_validator("week")
    @classmethod
    def _whole_week(cls, week: dict[Weekday, DayHours]) -> dict[Weekday, DayHours]:
        missing = [day for day in WEEKDAYS[:5] if day not in week]
        if missing:
            raise ValueError(f"не назван день {missing[0]}; выходной пишется так: {missing[0]}: []")
        if not any(week.values()):
            raise ValueError("ни одного рабочего часа; круглосуточно: round_the_clock: true")
        return week

    @model_validator(mode="after")
    def _off_or_working(self) -> "Worktime":
        both = sorted(set(self.days_off) & self.working_days.keys())
        if both:
            raise ValueError(f"{both[0]} и в days_off, и в working_days: оставьте одно")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The municipality's time zone."""
        return ZoneInfo(self.timezone)

    def in_zone(self, timezone: str) -> "Worktime":
        """The same week in another zone."""
        return self.model_copy(update={"timezone": timezone})

    @property
    def week_minutes(self) -> dict[int, Minutes]:
        """The week by number, Monday = 0."""
        return {WEEKDAYS.index(day): minutes(hours) for day, hours in self.week.items()}

    @property
    def working_days_minutes(self) -> dict[date, Minutes]:
        """Working days of the municipality's own."""
        return {day: minutes(hours) for day, hours in self.working_days.items()}


class Answers(Settings):
    """Checks of a draft; the address of a LanguageTool server is optional."""

    languagetool_url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None


class Config(Settings):
    """One installation = one municipality = one configuration and one database."""

    municipality: Municipality = Municipality(name="Муниципалитет")
    places: Annotated[tuple[Path, ...], BeforeValidator(_one_or_many)] = ()
    regulation: Annotated[str, AfterValidator(_regulation)] = "novokubansk-1740"
    database_url: str = "sqlite:///var/otklik.db"
    networks: Networks = Networks()
    pages: tuple[PageSettings, ...] = ()
    trusted: tuple[Annotated[str, Field(pattern=r"^(vk|ok|telegram):\S+$")], ...] = ()
    collect: Collect = Collect()
    classify: Classify = Classify()
    topics: TopicsSettings = TopicsSettings()
    routing: RoutingSettings = RoutingSettings()
    retention: Retention = Retention()
    worktime: Worktime = Worktime()
    people: Annotated[tuple[PersonSettings, ...], AfterValidator(refuse_strangers)] = ()
    escalation: Escalation = Escalation()
    notices: Notices = Notices()
    reports: Annotated[tuple[ReportSettings, ...], AfterValidator(refuse_twins)] = ()
    answers: Answers = Answers()
    moderation: Moderation = Moderation()
    web: Web = Web()
    cadence: CadenceSettings = CadenceSettings()

    @field_validator("pages")
    @classmethod
    def _each_page_once(cls, pages: tuple[PageSettings, ...]) -> tuple[PageSettings, ...]:
        refs = [page.ref for page in pages]
        twice = {str(ref) for ref in refs if refs.count(ref) > 1}
        if twice:
            raise ValueError(f"страница указана дважды: {', '.join(sorted(twice))}")
        return pages

    @property
    def bodies(self) -> list[str]:
        """Every body that pages, people or routing name, by the alphabet."""
        named = {page.body for page in self.pages} | {person.body for person in self.people}
        return sorted((named | {body.name for body in self.routing.bodies}) - {""})

    @model_validator(mode="after")
    def _plans_can_be_kept(self) -> "Config":
        refuse_unkeepable(self.reports, self.bodies, self.notices.host)
        return self
