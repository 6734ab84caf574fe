"""What each decree proposes: never more than it gives."""

from datetime import timedelta

import pytest
from outbox_town import act

from config.settings import REGULATIONS
from models import CATEGORIES
from models.rules import GROUNDS
from moderation.policy import Case, History, House, PolicyError, grounded, propose

OFTEN = History(deletions=9, bans=1)


def proposed(regulation: str, *flags: str, **given: object):
    return propose(House(act(regulation)), Case(flags, **given))


@pytest.mark.parametrize("flag", GROUNDS)
@pytest.mark.parametrize("history", [History(), OFTEN])
def test_gulkevichi_deletes_nothing_and_two_decrees_ban_nobody(flag, history):
    draft = proposed("gulkevichi-draft", flag, history=history)
    assert draft.action in ("keep", "no_answer", "escalate")
    assert proposed("amurzet-98", flag, history=history).action != "delete_and_ban"


@pytest.mark.parametrize("regulation", REGULATIONS)
@pytest.mark.parametrize("flag", CATEGORIES)
def test_what_is_removed_has_its_paragraph_and_the_trusted_are_left_alone(regulation, flag):
    found = proposed(regulation, flag, history=OFTEN)
    known = {rule.ground: rule.paragraph for rule in act(regulation).deletion}
    if found.action in ("delete", "delete_and_ban"):
        assert known[flag] in found.paragraph
        assert found.duty in ("must", "may")
    assert proposed(regulation, flag, trusted=True).action == "keep"
    assert proposed(regulation, flag, allowed=frozenset()).action in (
        "keep",
        "no_answer",
        "escalate",
    )


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_a_threat_is_never_silently_deleted(regulation):
    assert proposed(regulation, "obscene", "threat").action == "escalate"


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_criticism_without_a_flag_is_kept(regulation):
    assert proposed(regulation).action == "keep"


@pytest.mark.parametrize(
    ("regulation", "flags", "given", "action", "duty"),
    [
        ("novokubansk-1740", ["obscene"], {}, "delete", "must"),
        ("novokubansk-1740", ["obscene"], {"history": OFTEN}, "delete_and_ban", "may"),
        ("novokubansk-1740", ["vulgar"], {}, "keep", ""),
        ("novokubansk-1740", ["ad"], {}, "keep", ""),
        ("rubtsovsk-63", ["spam"], {}, "delete_and_ban", "must"),
        ("rubtsovsk-63", ["spam"], {"has_author": False}, "delete", "must"),
        ("rubtsovsk-63", ["vulgar"], {}, "delete", "may"),
        ("lesozavodsk-215", ["ad"], {}, "delete", "must"),
        ("amurzet-98", ["insult"], {}, "delete", "must"),
        ("gulkevichi-draft", ["unreadable"], {}, "no_answer", ""),
    ],
)
def test_the_decrees_differ(regulation, flags, given, action, duty):
    found = proposed(regulation, *flags, **given)
    assert (found.action, found.duty) == (action, duty)


def test_insult_in_rubtsovsk_only_as_harm_to_honour():
    found = proposed("rubtsovsk-63", "insult")
    assert (found.condition, found.paragraph) == (("honour",), "2.5(3), 2.5")
    assert "решает человек" in found.why


def test_each_ban_lasts_longer():
    house = House(act("rubtsovsk-63"), ban_days=(7, 30, None))
    assert [house.term(n) for n in range(4)] == [
        timedelta(days=7),
        timedelta(days=30),
        None,
        None,
    ]


@pytest.mark.parametrize("regulation", REGULATIONS)
@pytest.mark.parametrize("kind", ["delete", "ban"])
def test_a_person_needs_a_ground_that_the_decree_knows(regulation, kind):
    rules = act(regulation).blacklist if kind == "ban" else act(regulation).deletion
    for ground in GROUNDS:
        if any(rule.ground == ground for rule in rules):
            assert grounded(act(regulation), kind, [ground]).ground == ground
        else:
            with pytest.raises(PolicyError, match="не знает"):
                grounded(act(regulation), kind, [ground])
