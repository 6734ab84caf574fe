"""A line a duty and a paragraph: what keeps it, what does not."""

from datetime import date, timedelta

import pytest
from pages_town import TODAY, registrar

from config import Config, regulation_of
from models import PageRef
from pages.duties import alike, page_findings, unlisted, whole_findings
from pages.official import Mark, Noted, OfficialPage, Tenure
from pages.terms import Term
from pages.whole import News, Registry

NOTED = Noted("x", TODAY)
BARE = {"number": 1, "body": "ДК", "kind": "subordinate", "network": "vk",
        "address": "https://vk.com/dk", "created": date(2026, 5, 12)}  # fmt: skip
HELD = tuple(Tenure(person, TODAY) for person in range(1, 5))
RUB, NOV, AMU, LES = "rubtsovsk-63", "novokubansk-1740", "amurzet-98", "lesozavodsk-215"
YESTERDAY = TODAY - timedelta(days=1)


def late(duty: str, met: date | None = None) -> dict:
    return {"terms": (Term(duty, "п.", TODAY, YESTERDAY, "c", met),)}


def wrong(act: str, **given) -> dict[str, str]:
    page = OfficialPage(**{**BARE, **given})
    found = page_findings(page, registrar(act).rules, TODAY)
    return {finding.duty: finding.paragraph for finding in found}


@pytest.mark.parametrize(
    ("act", "duty", "paragraph", "lacks", "keeps"),
    [
        (RUB, "responsible", "1.4(2)", {}, {"responsible": HELD[:1]}),
        (RUB, "site_link", "1.4(5)", {}, {"link": NOTED}),
        (RUB, "site_link", "п.", late("site_link"), late("site_link", TODAY) | {"link": NOTED}),
        # The link was there in time and was taken away.
        (RUB, "site_link", "1.4(5)", late("site_link", TODAY), {"link": NOTED}),
        (RUB, "two_factor", "1.6(1)", {}, {"two_factor": NOTED}),
        (RUB, "access_limit", "1.6(2)", {"access": HELD}, {"access": HELD[:3]}),
        (RUB, "credentials", "1.6(3)", {}, {"credentials": NOTED}),
        (RUB, "registry_news", "п.", late("registry_news"), late("registry_news", TODAY)),
        (NOV, "service_email", "прил.2 п.2", {}, {"email": "dk@example.ru"}),
        (NOV, "mark", "прил.2 пп.11–13", {}, {"mark": Mark("given", TODAY)}),
        (NOV, "mark", "прил.2 пп.11–13", {"mark": Mark("lost", TODAY)},
         {"mark": Mark("given", TODAY)}),
        (NOV, "mark", "прил.2 пп.11–13", {"mark": Mark("asked", TODAY)}, {"kind": "head"}),
        (NOV, "subscribed", "прил.2 п.15", {"subscribed": ("head",)},
         {"subscribed": ("administration", "head")}),
        (NOV, "subscribed", "прил.2 п.15", {}, {"kind": "administration"}),
        (AMU, "credentials", "5.2, 6.3", {}, {"credentials": NOTED}),
        (AMU, "two_factor", "5.2, 6.3", {}, {"two_factor": NOTED}),
        (AMU, "responsible_change", "5.3, 6.4", {"untold": (3,)}, {}),
        (AMU, "gospubliki", "5.4, 6.5", {}, {"gospubliki": TODAY}),
        (AMU, "site_link", "6.2", {}, {"link": NOTED}),
        (LES, "protection", "прил.2 1.2.3", {"kind": "administration"},
         {"kind": "administration", "two_factor": NOTED}),
        (LES, "protection", "прил.2 1.2.3", {"kind": "administration"}, {}),
    ],
)  # fmt: skip
def test_a_duty_of_a_page(act, duty, paragraph, lacks, keeps):
    assert wrong(act, **lacks)[duty] == paragraph
    assert duty not in wrong(act, **keeps)


def test_a_closed_page_owes_nothing():
    for act in (RUB, NOV, AMU, LES):
        assert wrong(act, closed=NOTED) == {}


def test_gulkevichi_says_nothing_of_pages():
    assert wrong("gulkevichi-draft") == {}


def test_one_page_of_a_body_in_a_network():
    ours = [OfficialPage(**{**BARE, "number": n, "body": body, "kind": kind, "closed": closed})
            for n, (body, kind, closed) in enumerate([
                ("ДК", "subordinate", None), ("дк", "subordinate", None),
                ("ДК", "subordinate", NOTED), ("ДК", "head", None)], 1)]  # fmt: skip
    same = alike(ours)
    assert same == {1: 2, 2: 2, 4: 1}
    found = page_findings(ours[0], registrar(RUB).rules, TODAY, same[1])
    assert ("one_page", "1.5") in {(one.duty, one.paragraph) for one in found}
    assert "one_page" not in {
        one.duty for one in page_findings(ours[0], registrar(AMU).rules, TODAY, same[1])
    }


def whole(act: str, registry: Registry, pages=(), **given) -> dict[str, str]:
    rules = regulation_of(Config(regulation=act))
    found = whole_findings(registry, pages, rules.pages, TODAY, **given)
    return {finding.duty: finding.paragraph for finding in found}


def test_the_registry_is_approved_by_an_order():
    assert whole(RUB, Registry())["registry_order"] == "3.5"
    assert "registry_order" not in whole(RUB, Registry(order=NOTED))
    assert "registry_order" not in whole(AMU, Registry())


def test_news_must_be_entered_in_its_term():
    term = Term("registry_entry", "3.4", TODAY, YESTERDAY, "c")
    registry = Registry(order=NOTED, news=(News(1, "x", "ДК", None, TODAY, TODAY, (term,)),))
    assert whole(RUB, registry) == {"registry_entry": "3.4"}


def test_every_body_has_a_page_or_a_ground_for_none():
    networks, bodies = ("vk", "ok"), ("ДК", "Бухгалтерия")
    pages = [OfficialPage(**{**BARE, "network": net}) for net in networks]
    asked = {"networks": networks, "bodies": bodies}
    assert whole(AMU, Registry(), pages, **asked) == {"own_page": "1.2"}
    assert whole(AMU, Registry(exempt={"Бухгалтерия": NOTED}), pages, **asked) == {}
    assert whole(RUB, Registry(order=NOTED), pages, **asked) == {}


@pytest.mark.parametrize(
    ("address", "network", "id"),
    [
        ("https://vk.com/club5", "vk", "-5"),
        ("https://vk.com/public5", "vk", "club5"),
        ("https://vk.com/Dk_Town", "vk", "dk_town"),
        ("https://ok.ru/group/70000000000001", "ok", "70000000000001"),
        ("https://t.me/nash_raion", "telegram", "@Nash_raion"),
    ],
)
def test_a_page_of_the_configuration_is_found_by_its_address(address, network, id):
    page = OfficialPage(**{**BARE, "address": address, "network": network})
    assert unlisted([page], [PageRef(network, id)]) == []
    assert unlisted([page], [PageRef(network, "other")]) == [PageRef(network, "other")]


def test_a_page_of_the_configuration_that_the_registry_lacks_is_a_finding():
    watched = [(PageRef("vk", "club7"), "subordinate")]
    assert whole(RUB, Registry(order=NOTED), watched=watched) == {"registry": "3.3"}
    assert whole("gulkevichi-draft", Registry(), watched=watched) == {"registry": ""}
    named = [OfficialPage(**BARE, ref="vk:club7")]
    assert whole(RUB, Registry(order=NOTED), named, watched=watched) == {}
