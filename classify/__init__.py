"""Text → verdict: what a comment contains, which words say so, and how sure that is."""

from classify.classifier import Classifier

__all__ = ["Classifier"]
