"""From a verdict to a decision: the review queue and what people decide in it."""
