"""The answer fits the network."""

from collections.abc import Iterator

from incidents.checks.values import Draft, Note, Tools

# (network, private): the most characters. VK documents no limit for comments.
LIMITS = {
    ("vk", True): 9000,  # messages.send
    ("ok", False): 3000,  # discussions.editDiscussionComment
    ("telegram", False): 4096,  # sendMessage
    ("telegram", True): 4096,
}


def length(draft: Draft, _: Tools) -> Iterator[Note]:
    """Only the limits that the networks document."""
    limit = LIMITS.get((draft.network, draft.private))
    if limit and len(draft.text) > limit:
        excess = len(draft.text) - limit
        yield Note(f"Длиннее, чем принимает соцсеть, на {excess} зн.", (limit, len(draft.text)))
