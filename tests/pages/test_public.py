"""What everybody may see holds no person: whatever the registry knows of them changes nothing."""

import csv
import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from pages.official import Former, Mark, Noted, OfficialPage, Tenure
from pages.persons import Person
from pages.public import as_csv, as_html, as_json, public
from pages.rows import row_of
from pages.terms import Term
from pages.whole import News, Registry

SOME = settings(max_examples=40, deadline=None)
DAY = date(2026, 11, 23)
DAYS = st.dates(date(2010, 1, 1), DAY)
TEXT = st.text("абвгдежз -ё«»&<>\"'", min_size=1, max_size=12)
SECRET = st.integers(10**6, 10**7).map("QZ{}".format)  # no such thing is public by chance
PERSON = st.builds(Person, SECRET, SECRET, SECRET, SECRET)
TENURES = st.lists(st.builds(Tenure, st.integers(1, 3), DAYS, st.none()), max_size=3).map(tuple)
FORMER = st.builds(Former, TEXT.map("https://vk.com/{}".format), DAYS, DAYS)
PAGES = st.builds(
    OfficialPage,
    number=st.integers(1, 99),
    body=TEXT,
    kind=st.sampled_from(["administration", "head", "subordinate"]),
    network=st.sampled_from(["vk", "ok", "telegram", "rutube"]),
    address=TEXT.map("https://vk.com/{}".format),
    created=DAYS,
    name=TEXT,
    former=st.lists(FORMER, max_size=2).map(tuple),
    mark=st.builds(Mark, st.sampled_from(["none", "given", "lost"]), DAYS, SECRET),
)
PRIVATE = st.fixed_dictionaries(
    {
        "responsible": TENURES,
        "access": TENURES,
        "two_factor": st.none() | st.builds(Noted, SECRET, DAYS, st.integers(1, 3)),
        "credentials": st.none() | st.builds(Noted, SECRET, DAYS),
        "email": SECRET,
        "note": SECRET,
        "link": st.none() | st.builds(Noted, SECRET, DAYS),
        "ref": st.none() | SECRET,
        "untold": st.lists(st.integers(1, 9), max_size=2).map(tuple),
        "terms": st.builds(Term, SECRET, SECRET, DAYS, DAYS, SECRET).map(lambda term: (term,)),
        "last": st.integers(1, 99),
    }
)
NEWS = st.builds(News, st.integers(1, 9), SECRET, SECRET, st.none(), DAYS, DAYS, st.just(()))


def shapes(whole: Registry, pages: list[OfficialPage]) -> list[str]:
    seen = public("Луг", whole, pages, DAY)
    return [as_html(seen), as_csv(seen), as_json(seen)]


@SOME
@given(PAGES, PRIVATE, PRIVATE, NEWS.map(lambda news: (news,)))
def test_two_registries_that_differ_in_persons_look_the_same(page, some, other, news):
    bare = Registry(order=Noted("№ 5-р", DAY), exempt={"Бухгалтерия": Noted("п. 1.3", DAY)})
    told = replace(bare, news=news, last=7)
    assert shapes(bare, [replace(page, **some)]) == shapes(told, [replace(page, **other)])


@SOME
@given(PAGES, PRIVATE, st.tuples(PERSON, PERSON, PERSON))
def test_no_word_of_a_person_gets_out(page, private, people):
    page, known = replace(page, **private), dict(enumerate(people, 1))
    inside = " ".join(row_of(page, known))
    outside = " ".join(shapes(Registry(), [page]))
    for person in people:
        for word in (person.name, person.post, person.phone, person.email):
            assert word not in outside
    held = {one.person for one in page.responsible}
    assert all(known[id].name in inside for id in held)  # the words are there to be let out


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]


@SOME
@given(st.lists(PAGES, max_size=2))
def test_the_page_needs_nothing_else_and_no_text_breaks_it(pages):
    html = as_html(public("Луг", Registry(), pages, DAY))
    reader = _Reader()
    reader.feed(html)
    assert {"script", "img", "iframe"}.isdisjoint(reader.tags)
    assert reader.links == [page.address for page in pages]
    assert reader.tags.count("tr") == len(pages) + 1


def test_formulas_stay_text_and_former_addresses_have_their_day():
    former = (Former("https://vk.com/old", DAY, date(2026, 11, 1)),)
    page = OfficialPage(1, "=1+1", "head", "vk", "https://vk.com/x", DAY, former=former)
    seen = public("Луг", Registry(), [page], DAY)
    [_, cells] = csv.reader(StringIO(as_csv(seen)))
    assert cells[0] == "'=1+1"
    assert cells[6] == "https://vk.com/old (до 01.11.2026)"
    assert json.loads(as_json(seen))["pages"][0]["former"][0]["until"] == "2026-11-01"


def test_a_closed_page_is_not_shown():
    page = OfficialPage(1, "Х", "head", "vk", "https://vk.com/x", DAY, closed=Noted("", DAY))
    assert public("Луг", Registry(), [page], DAY).pages == ()
