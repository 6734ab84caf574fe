"""The screen's words; the reports share them."""

from words import CATEGORY, DECISION, NETWORK, plural

__all__ = ["CATEGORY", "DECISION", "NETWORK", "plural"]
