"""Personal data by its form: telephones, e-mail, numbers with check digits, flats."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Valid = Callable[[str], bool]

# Letters stand for digits too: 9OO, 3I.
_MOBILE = re.compile(
    r"<PHONE>|(?<![\d.\-])(?<!инн\s)(?<!ИНН\s)"
    r"(?:[+±]?\s?[78][\s.\-(]*)?9[\dOО][\dOО][\s.\-)]*[\dOОI]{3}(?:[\s.\-]*[\dOОI]{2}){2}(?![\d\-])"
    r"|(?<!\d)[+±]7[\s.\-(]*\d{3}[\s.\-)]*\d{3}(?:[\s.\-]*\d\d){2}(?!\d)"
)
_SPACED = re.compile(  # eleven digits, however they are set apart, and no twelfth
    r"(?<!\d)(?<!\d\s)[+±]?[78](?:[\s.()–\-]{0,3}[\dOОо]){10}(?![\s.()–\-]{0,3}\d)"
)
_MAIL = re.compile(
    r"(?<![\w.])[\w.+\-]{2,40}(?:\s?@\s?|\s?[(\[](?:at|собак[аи])[)\]]\s?|(?<=[a-z\d])\sсобак[аи]\s)"
    r"[\w\-]{2,40}\s?\.\s?(?:[\w\-]{2,20}\.)?[a-zа-я]{2,7}\b",
    re.I,
)
_OFFICE = re.compile(
    r"(?:info|support|admin|adm|office|mail|press|priem|sekretar|user|zakaz|hr|help|contact)"
    r"[\w.\-]*@|[\w.+\-]+@[\w\-.]*(?:gov|adm|example)",
    re.I,
)
_CARD = re.compile(r"(?<!\d)[2-6]\d{3}(?:[ \-]?\d{4}){3}(?!\d)")
_SNILS = re.compile(r"(?<!\d)\d{3}[ \-]?\d{3}[ \-]?\d{3}[ \-]?\d{2}(?!\d)")
_INN = re.compile(r"(?<!\d)\d{12}(?!\d)")
_DOCUMENT = re.compile(
    r"(?<!\d)\d{2}\s?\d{2}\s?(?:№|n|номер)?\s?\d{6}(?!\d)|(?<!\d)\d{2}\s\d{7}(?!\d)", re.I
)
_POLICY = re.compile(r"(?<!\d)\d{4}(?:[ \-]?\d{4}){3}(?!\d)")
_FLAT = re.compile(
    r"\b\d{1,3}(?:-?[йо]+)?\s(?:кв\.?,|квартир[аеу]\b)"  # «58 кв., Чапаева 1»
    r"|^\W?кв(?:\.|артира)?\s?\d"  # «кв26 дом 13»
    r"|(?:\d\s?[а-я]?|(?<![а-яё])[а-яё]{3,}+)[\s,.]{0,3}\b(?:кв\.?|квартира)\s?№?\s?"
    r"(?:\d{1,4}\b(?!\s?(?:м\b|метр|градус|лет|руб|кв))"
    r"|(?:сто|двести|десять|(?:две|три|пят|шест|сем|восем|девят)\w*надцать"
    r"|двадцать|тридцать|сорок|(?:пять|шесть|семь|восемь)десят|девяносто)\b)",
    re.I,
)
_HOUSE_AND_FLAT = re.compile(
    r"[А-ЯЁ][а-яё]{2,}[\s,]{1,2}(\d{1,3})[а-я]?(?:/\d+)?\s?[-–]\s?(\d{1,3})\b(?![-–])"
)
_LONGEST_STREET = 40
_NAME_AND_BIRTH = re.compile(
    r"[А-ЯЁ][а-яё]+[\s,]+[А-ЯЁ][а-яё]+[\s,]+[А-ЯЁ][а-яё]+(?:вич|вна|ична|ьич)[а-я]?\b.{0,15}?"
    r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d"
)
_SIGNS = re.compile("[@–-]|<phone>|кв|oo|оо|собак|at")
_DIGIT = re.compile(r"\d")
_NUMBER = "number"
_FEWEST_DIGITS = 8
_CARD_WORDS = re.compile(r"карт[аыуе]|сбер|тинькоф|перевод", re.I)
_SNILS_WORD = re.compile(r"снилс", re.I)
_INN_WORD = re.compile(r"\bинн\b", re.I)
_DOCUMENT_WORDS = re.compile(r"паспорт|\bправа\b|водительск|удостоверени|свидетельств", re.I)
_POLICY_WORDS = re.compile(r"полис|\bомс\b", re.I)


@dataclass(frozen=True, slots=True)
class Format:
    """Text of a form is personal data if its digits are valid or a word beside it says so.

    `needs`: one of these signs must stand in the text for a search to be worth its time.
    """

    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    valid: Valid
    named: re.Pattern[str] | None = None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where data of this form stand."""
        for found in self.pattern.finditer(text):
            if self.valid(found[0]) or (self.named and self.named.search(text)):
                yield found.span()


def digits_of(text: str) -> list[int]:
    """The decimal digits of a text, as numbers."""
    return [int(char) for char in text if char.isdecimal()]


def luhn_valid(number: str) -> bool:
    """The check digit of payment cards."""
    digits = digits_of(number)[::-1]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def snils_valid(number: str) -> bool:
    """The two check digits of the insurance number of an individual account."""
    digits = digits_of(number)
    total = sum(weight * digit for weight, digit in zip(range(9, 0, -1), digits, strict=False))
    return total % 101 % 100 == digits[9] * 10 + digits[10]


def inn_valid(number: str) -> bool:
    """The two check digits of a person's taxpayer number."""
    digits = digits_of(number)
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    return all(_inn_digit(digits, weights[-count:]) == digits[count] for count in (10, 11))


def personal_data(text: str, contacts: bool = True) -> list[tuple[int, int]]:
    """Where personal data stand in a text: starts and ends; `contacts`: telephones, e-mails too.

    What several forms know is one place.
    """
    places: list[tuple[int, int]] = []
    for start, end in sorted(_found(text, contacts)):
        if places and start < places[-1][1]:
            places[-1] = places[-1][0], max(places[-1][1], end)
        else:
            places.append((start, end))
    return places


def _found(text: str, contacts: bool) -> Iterator[tuple[int, int]]:
    signs = set(_SIGNS.findall(text.lower()))
    if len(_DIGIT.findall(text)) >= _FEWEST_DIGITS:
        signs.add(_NUMBER)
    for known in (*CONTACTS, *FORMATS) if contacts else FORMATS:
        if signs.intersection(known.needs):
            yield from known.spans(text)


def _inn_digit(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(w * d for w, d in zip(weights, digits, strict=False)) % 11 % 10


def _always(_: str) -> bool:
    return True


def _never(_: str) -> bool:
    return False


def _mobile(number: str) -> bool:
    return re.sub(r"\W", "", number)[1] == "9"


def _flat(address: str) -> bool:
    """«Садовая 14-208» is a flat, «Садовая 14-20» may be a row of houses."""
    house, *_, flat = (int(part) for part in re.findall(r"\d+", address))
    return not house <= flat <= house + _LONGEST_STREET


def _private_mail(address: str) -> bool:
    return not _OFFICE.match(address)


CONTACTS = (
    Format(_MOBILE, (_NUMBER, "<phone>", "oo", "оо"), _always),
    Format(_SPACED, (_NUMBER,), _mobile),
    Format(_MAIL, ("@", "at", "собак"), _private_mail),
)
FORMATS = (
    Format(_CARD, (_NUMBER,), luhn_valid, _CARD_WORDS),
    Format(_SNILS, (_NUMBER,), snils_valid, _SNILS_WORD),
    Format(_INN, (_NUMBER,), inn_valid, _INN_WORD),
    Format(_DOCUMENT, (_NUMBER,), _never, _DOCUMENT_WORDS),
    Format(_POLICY, (_NUMBER,), _never, _POLICY_WORDS),
    Format(_FLAT, ("кв",), _always),
    Format(_HOUSE_AND_FLAT, ("-", "–"), _flat),
    Format(_NAME_AND_BIRTH, (_NUMBER,), _always),
)
