"""What all tests start from: one moment, one page, verdicts by their flags."""

from datetime import UTC, datetime

from models import CATEGORIES, Finding, PageRef, Verdict

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
PAGE = PageRef("vk", "100")


def verdict(*flags: str, needs_answer: bool = False) -> Verdict:
    findings = tuple(Finding(flag, 0.9, 0, 3, "Вы ") for flag in flags)
    scores = dict.fromkeys(CATEGORIES, 0.0) | dict.fromkeys(flags, 0.9)
    return Verdict(scores, flags, findings, 0.7 if needs_answer else 0.1, needs_answer)
