"""A crowded region for benchmarks: many pages, many posts, comments in made-up but varied words."""

import random
import re
from dataclasses import dataclass
from datetime import datetime

from demo.town import read
from demo.world import World

POSTS_A_PAGE = 5
PEOPLE = 2000


@dataclass(frozen=True, slots=True)
class Crowd:
    """How large: comments are spread evenly over pages and posts."""

    pages: int
    comments: int
    seed: int = 0


def vocabulary() -> list[str]:
    """Every word of the demo town's feed."""
    words: set[str] = set()
    for name in ("vk", "ok", "telegram"):
        words |= set(re.findall(r"[^\W\d_]{2,}", str(read(name))))
    return sorted(words)


def texts(seed: int, number: int) -> list[str]:
    """Texts of 3 to 30 words; one word in ten is new, as in life."""
    dice = random.Random(seed)
    words = vocabulary()

    def word() -> str:
        chosen = dice.choice(words)
        return chosen if dice.random() < 0.9 else chosen + dice.choice(words)[:3]

    return [" ".join(word() for _ in range(dice.randint(3, 30))) for _ in range(number)]


def world(crowd: Crowd, now: datetime, first_page: int = 1000) -> World:
    """The crowd on one network, over the last five days."""
    made = World()
    dice = random.Random(crowd.seed)
    for person in range(PEOPLE):
        made.add_person(10_000 + person, f"Житель {person}")
    each = crowd.comments // (crowd.pages * POSTS_A_PAGE)
    lines = iter(texts(crowd.seed, each * crowd.pages * POSTS_A_PAGE))
    start = int(now.timestamp()) - 5 * 86_400
    for number in range(crowd.pages):
        page = made.add_page(first_page + number, f"Посёлок {number}", f"poselok{number}")
        for index in range(POSTS_A_PAGE):
            created = start + index * 80_000
            post = made.add_post(page, f"Запись {index} посёлка {number}", created)
            earlier = None
            for position in range(each):
                author = 10_000 + dice.randrange(PEOPLE)
                parent = earlier if dice.random() < 0.3 else None
                text = next(lines)
                earlier = made.add_comment(page, post, author, text, created + position, parent)
    return made
