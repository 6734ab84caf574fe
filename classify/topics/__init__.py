"""Text → topics: what a resident's message is about, best first."""
