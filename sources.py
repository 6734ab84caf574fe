"""From configuration to collectors: the one place that turns names of tokens into tokens."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from collectors.base import Collector, Scope
from collectors.ok import OkCollector
from collectors.telegram import TelegramCollector
from collectors.vk import VkCollector
from collectors.vk_live import VkLive
from config import Config, Network, PageSettings
from errors import NetworkFault, Outcome
from models import Batch, PageRef
from networks import http, vk
from networks.line import Patience
from networks.ok import OkClient
from networks.telegram import TelegramClient
from networks.vk import VkClient

Tokens = dict[str, str]
Pages = tuple[PageSettings, ...]


class Unreadable:
    """A stream that cannot even be tried: its fault is reported like any other of its pages."""

    def __init__(self, pages: Pages, fault: NetworkFault) -> None:
        self.network: str = pages[0].network
        self.owner = f"unreadable:{pages[0].id}"
        self.pages: tuple[PageRef, ...] = tuple(page.ref for page in pages)
        self._fault = fault

    def fetch(self, cursor: Mapping[str, Any] | None, now: datetime) -> Iterator[Batch]:
        """Raises at once."""
        raise self._fault


def collectors(
    config: Config, environ: Mapping[str, str], pages: Iterable[PageSettings] | None = None
) -> list[Collector]:
    """One collector per stream for these pages (default: all of the configuration)."""
    wanted = sorted(config.pages if pages is None else pages, key=_network_and_tokens)
    return [
        collector
        for (network, _), group in groupby(wanted, key=_network_and_tokens)
        for collector in _of_one_account(config, environ, network, tuple(group))
    ]


def _network_and_tokens(page: PageSettings) -> tuple[str, tuple[tuple[str, str], ...]]:
    return page.network, tuple(sorted(page.tokens.items()))


def _of_one_account(
    config: Config, environ: Mapping[str, str], network: str, pages: Pages
) -> list[Collector]:
    settings: Network = getattr(config.networks, network)
    tokens = _tokens(settings, environ, pages[0].tokens)
    if not tokens:
        named = {**settings.tokens, **pages[0].tokens}
        return [Unreadable(pages, _no_token(network, named))]
    return BUILDERS[network](config, settings, tokens, pages)


def _tokens(settings: Network, environ: Mapping[str, str], own: Mapping[str, str]) -> Tokens:
    named: dict[str, str] = {**settings.tokens, **own}
    return {role: environ[name] for role, name in named.items() if environ.get(name)}


def _no_token(network: str, named: Mapping[str, str]) -> NetworkFault:
    names = ", ".join(named.values())
    return NetworkFault(
        network, "token", f"не задано ни одной переменной окружения: {names}", Outcome.OPERATOR
    )


def _vk(config: Config, settings: Network, tokens: Tokens, pages: Pages) -> list[Collector]:
    client = _vk_client(settings, tokens)
    return [VkCollector(client, page.ref, _scope(config, page)) for page in pages]


def _vk_client(settings: Network, tokens: Tokens) -> VkClient:
    session = http.session(**_transport(settings), home=vk.HOME, away=settings.api_url)
    rates = {role: _rate(settings, vk.RATES[role]) for role in tokens}
    return VkClient(tokens, session, rates=rates, patience=_patience(settings))


def _ok(config: Config, settings: Network, tokens: Tokens, pages: Pages) -> list[Collector]:
    client = OkClient(
        tokens,
        http.session(**_transport(settings)),
        api_url=settings.api_url,
        rate=_rate(settings, 1.0),
        patience=_patience(settings),
    )
    return [OkCollector(client, page.ref, _scope(config, page)) for page in pages]


def _telegram(config: Config, settings: Network, tokens: Tokens, pages: Pages) -> list[Collector]:
    client = TelegramClient(
        tokens["bot"],
        http.session(**_transport(settings)),
        api_url=settings.api_url,
        rate=_rate(settings, 20.0),
        patience=_patience(settings),
    )
    refs = tuple(page.ref for page in pages)
    # One bot hears all its pages in one stream: what any of them wants is read for all.
    include = frozenset(stream for page in pages for stream in page.include)
    return [TelegramCollector(client, refs, replace(_scope(config, pages[0]), include=include))]


def live(config: Config, environ: Mapping[str, str]) -> list[VkLive]:
    """Communities of VK with a token of their own tell what is new at once."""
    settings = config.networks.vk
    heard = []
    for page in config.pages:
        tokens = _tokens(settings, environ, page.tokens) if page.network == "vk" else {}
        if "community" in tokens:
            client = _vk_client(settings, tokens)
            heard.append(VkLive(client, page.ref, _scope(config, page)))
    return heard


BUILDERS: dict[str, Callable[[Config, Network, Tokens, Pages], list[Collector]]] = {
    "vk": _vk,
    "ok": _ok,
    "telegram": _telegram,
}


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
