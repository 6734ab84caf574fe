"""The working life of a message that a body must answer; it starts as a candidate."""
