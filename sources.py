"""From configuration to collectors and actors: names of tokens become tokens here alone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from collectors import ok_facts, telegram_facts, vk_facts
from collectors.base import Collector, Scope
from collectors.looking import Looking
from collectors.ok import OkCollector
from collectors.telegram import TelegramCollector
from collectors.vk import VkCollector
from collectors.vk_live import VkLive
from config import Config, Network, PageSettings
from errors import NetworkFault, Outcome
from models import Batch, Look, PageRef
from networks import http, vk
from networks.acting import Actor
from networks.line import Line, Patience, TokenBucket
from networks.ok import OkClient
from networks.ok_acting import OkActor
from networks.telegram import TelegramClient
from networks.telegram_acting import TelegramActor
from networks.vk import VkClient
from networks.vk_acting import VkActor

Tokens = dict[str, str]
Lines = dict[str, Line]  # by key; of OK and Telegram, whose clients have one key, there is no need
Pages = tuple[PageSettings, ...]
Client = VkClient | OkClient | TelegramClient
Clock = Callable[[], datetime]
Account = tuple[str, tuple[tuple[str, str], ...]]  # network, keys by role

SAID_IN_A_GROUP = 20 / 60  # messages a second, by Telegram's own rule


class Unreadable:
    """A page that cannot even be tried: its fault is reported like any other of a page."""

    def __init__(self, page: PageSettings, fault: NetworkFault) -> None:
        self.network: str = page.network
        self.owner = f"unreadable:{page.id}"
        self.pages: tuple[PageRef, ...] = (page.ref,)
        self._fault = fault

    def fetch(self, cursor: Mapping[str, Any] | None, now: datetime) -> Iterator[Batch]:
        """Raises at once."""
        raise self._fault


class Accounts:
    """One client for each set of keys and one pace for each key, whoever works with it.

    A process needs one of these. Without keys a client refuses in words; `tokens` of a page come
    before those of its network.
    """

    def __init__(self, config: Config, environ: Mapping[str, str]) -> None:
        self._config = config
        self._environ = environ
        self._clients: dict[Account, Client] = {}
        self._lines: dict[str, Line] = {}

    def tokens(self, page: PageSettings) -> Tokens:
        """The keys of this page that are set."""
        return _tokens(getattr(self._config.networks, page.network), self._environ, page.tokens)

    def client(self, page: PageSettings) -> Any:
        """The client of this page's keys."""
        return self._client(self.account(page))

    def account(self, page: PageSettings) -> Account:
        """Pages of one account share its client, by whatever names its keys are called."""
        return _account(page.network, self.tokens(page))

    def telegram(self) -> TelegramClient:
        """The bot of the whole municipality, for what goes to no page."""
        keys = _tokens(self._config.networks.telegram, self._environ, {})
        bot: TelegramClient = self._client(_account("telegram", keys))
        return bot

    def _client(self, account: Account) -> Any:
        if account not in self._clients:
            network, keys = account
            settings = getattr(self._config.networks, network)
            self._clients[account] = CLIENTS[network](settings, dict(keys), self._lines)
        return self._clients[account]


def collectors(config: Config, accounts: Accounts) -> list[Collector]:
    """One collector per stream of the configured pages."""
    groups: dict[Account, list[PageSettings]] = {}
    for page in config.pages:
        groups.setdefault(accounts.account(page), []).append(page)
    return [
        collector
        for (network, _), pages in groups.items()
        for collector in _of_one_account(config, accounts, network, tuple(pages))
    ]


def actors(config: Config, accounts: Accounts, clock: Clock) -> dict[PageRef, Actor]:
    """The hands of every page of the configuration; without keys they can do nothing, and say so.

    `clock` tells now, aware.
    """
    return {
        page.ref: ACTORS[page.network](config, accounts.client(page), page, clock)
        for page in config.pages
    }


def keyless(config: Config, accounts: Accounts) -> frozenset[str]:
    """Networks that no page has any key of: whoever started this process named no env file."""
    with_key = {page.network for page in config.pages if accounts.tokens(page)}
    return frozenset(page.network for page in config.pages) - with_key


def _account(network: str, keys: Tokens) -> Account:
    return network, tuple(sorted(keys.items()))


def _of_one_account(
    config: Config, accounts: Accounts, network: str, pages: Pages
) -> list[Collector]:
    if not accounts.tokens(pages[0]):
        usual = getattr(config.networks, network).tokens
        return [Unreadable(page, _no_token(network, {**usual, **page.tokens})) for page in pages]
    client = accounts.client(pages[0])
    look = partial(LOOKS[network], client)
    every = timedelta(hours=config.collect.look_hours)
    return [Looking(one, look, every) for one in COLLECTORS[network](config, client, pages)]


def _tokens(settings: Network, environ: Mapping[str, str], own: Mapping[str, str]) -> Tokens:
    named: dict[str, str] = {**settings.tokens, **own}
    return {role: environ[name] for role, name in named.items() if environ.get(name)}


def _no_token(network: str, named: Mapping[str, str]) -> NetworkFault:
    names = ", ".join(named.values())
    return NetworkFault(
        network, "token", f"не задано ни одной переменной окружения: {names}", Outcome.OPERATOR
    )


def _vk_client(settings: Network, tokens: Tokens, lines: Lines) -> VkClient:
    session = http.session(**_transport(settings), home=vk.HOME, away=settings.api_url)
    rates = {role: _rate(settings, vk.RATES[role]) for role in tokens}
    return VkClient(tokens, session, rates=rates, patience=_patience(settings), lines=lines)


def _ok_client(settings: Network, tokens: Tokens, _: Lines) -> OkClient:
    return OkClient(
        tokens,
        http.session(**_transport(settings)),
        api_url=settings.api_url,
        rate=_rate(settings, 1.0),
        patience=_patience(settings),
    )


def _telegram_client(settings: Network, tokens: Tokens, _: Lines) -> TelegramClient:
    return TelegramClient(
        tokens.get("bot", ""),
        http.session(**_transport(settings)),
        api_url=settings.api_url,
        rate=_rate(settings, 20.0),
        patience=_patience(settings),
    )


CLIENTS: dict[str, Callable[[Network, Tokens, Lines], Client]] = {
    "vk": _vk_client,
    "ok": _ok_client,
    "telegram": _telegram_client,
}


def _vk(config: Config, client: Any, pages: Pages) -> list[Collector]:
    return [VkCollector(client, page.ref, _scope(config, page)) for page in pages]


def _ok(config: Config, client: Any, pages: Pages) -> list[Collector]:
    return [OkCollector(client, page.ref, _scope(config, page)) for page in pages]


def _telegram(config: Config, client: Any, pages: Pages) -> list[Collector]:
    refs = tuple(page.ref for page in pages)
    # One bot hears all its pages in one stream: what any of them wants is read for all.
    include = frozenset(stream for page in pages for stream in page.include)
    return [TelegramCollector(client, refs, replace(_scope(config, pages[0]), include=include))]


COLLECTORS: dict[str, Callable[[Config, Any, Pages], list[Collector]]] = {
    "vk": _vk,
    "ok": _ok,
    "telegram": _telegram,
}
LOOKS: dict[str, Callable[..., Look]] = {
    "vk": vk_facts.look,
    "ok": ok_facts.look,
    "telegram": telegram_facts.look,
}


def _vk_hands(config: Config, client: Any, page: PageSettings, clock: Clock) -> Actor:
    return VkActor(client, str(page.ref), clock)


def _ok_hands(config: Config, client: Any, page: PageSettings, clock: Clock) -> Actor:
    return OkActor(client, str(page.ref), clock)


def _telegram_hands(config: Config, client: Any, page: PageSettings, clock: Clock) -> Actor:
    pace = TokenBucket(_rate(config.networks.telegram, SAID_IN_A_GROUP))
    return TelegramActor(client, str(page.ref), clock, pace)


ACTORS: dict[str, Callable[[Config, Any, PageSettings, Clock], Actor]] = {
    "vk": _vk_hands,
    "ok": _ok_hands,
    "telegram": _telegram_hands,
}


def live(config: Config, accounts: Accounts) -> list[VkLive]:
    """Communities of VK with a token of their own tell what is new at once."""
    return [
        VkLive(accounts.client(page), page.ref, _scope(config, page))
        for page in config.pages
        if page.network == "vk" and "community" in accounts.tokens(page)
    ]


def _transport(settings: Network) -> dict[str, Any]:
    return {"timeout": settings.limits.timeout_seconds, "proxy": settings.proxy}


def _rate(settings: Network, usual: float | None) -> float | None:
    if settings.limits.unlimited:
        return None
    return settings.limits.requests_per_second or usual


def _patience(settings: Network) -> Patience:
    limits = settings.limits
    return Patience(limits.attempts, limits.first_pause_seconds, limits.longest_pause_seconds)


def _scope(config: Config, page: PageSettings) -> Scope:
    collect = config.collect
    return Scope(
        include=frozenset(page.include),
        fresh=timedelta(days=collect.fresh_days),
        window=timedelta(days=collect.window_days),
        full=timedelta(hours=collect.full_read_hours),
    )
