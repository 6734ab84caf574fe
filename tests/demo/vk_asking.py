"""A small simulated VK with something of everything, and how tests ask it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from demo.vk import TOKENS, VkSimulator
from demo.world import SimPage, World

NOW = 1_800_000_000
Json = dict[str, Any]


@contextmanager
def simulated() -> Iterator[VkSimulator]:
    """Every kind of post with a thread, a deleted root and an edit; a message; two people."""
    world = World(clock=lambda: NOW)
    page = world.add_page(100, "Администрация", "gorod")
    world.add_person(501, "Пётр Сидоров")
    world.add_person(502, "Кто-то", deactivated="banned")
    for kind in ("post", "visitor_post", "photo", "video", "board"):
        author = 501 if kind == "visitor_post" else None
        post = world.add_post(page, f"Текст: {kind}", NOW - 1000, kind, author)
        root = world.add_comment(page, post, 501, "Корень", NOW - 900)
        root.attachments.append(("photo", "https://example.org/p.jpg"))
        for n in range(12):
            world.add_comment(page, post, 502, f"Ответ {n}", NOW - 800 + n, root)
        stub = world.add_comment(page, post, 501, "Удалят", NOW - 700)
        world.add_comment(page, post, -100, "Ответ удалённому", NOW - 600, stub)
        world.delete(page, stub)
        world.edit(page, root, "Корень, исправленный")
    world.restore(page, stub)
    world.add_message(page, 501, "Здравствуйте", NOW - 100)
    with VkSimulator(world) as simulator:
        yield simulator  # type: ignore[misc]


def ask(vk: VkSimulator, method: str, kind: str = "user", **params: Any) -> Json:
    form = {"v": "5.199", "access_token": TOKENS[kind]} | params
    answer: Json = requests.post(f"{vk.url}/method/{method}", form, timeout=5).json()
    return answer


def code(answer: Json) -> int:
    return int(answer["error"]["error_code"])


def page(vk: VkSimulator) -> SimPage:
    return vk.world.pages[100]


def number(vk: VkSimulator, kind: str) -> int:
    return next(post.id for post in page(vk).posts.values() if post.kind == kind)
