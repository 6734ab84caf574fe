"""Where a text cites legal acts: an act with its parts is one citation."""

import re

_ONE = r"\d+(?:[.-]\d+)*"
_PARTS = re.compile(
    r"(?<!\w)(?:ст\.|стать\w+|п\.|пп\.|пункт\w*|част[ьи]\w*|ч\.)\s*"
    rf"{_ONE}(?:\s*(?:,|и)\s*{_ONE})*",
    re.IGNORECASE,
)
_ACT = (  # whole words: «закончили», «указанный» and «приказали» are none
    r"закон(?:а|у|ом|е|ы|ов|ам|ами)?|указ(?:а|у|ом|е|ы|ов)?|приказ(?:а|у|ом|е|ы|ов)?"
    r"|постановлени\w+|распоряжени\w+|решени[а-я]+\s+(?:\w+\s+)?(?:совета|думы|собрания|суда)"
)
_ACTS = re.compile(
    # whose it is, its date and title, then its number; «г.» and dates have full stops of their own
    rf"(?<!\w)(?:федеральн\w+\s+)?(?:{_ACT})(?!\w)"
    r"(?:[^.,;:!?\n№«»]|(?<=\d)\.(?=\d)|(?<=г)\.|«[^»]{0,200}»){0,160}?(?:№|N)\s*\d[\w/-]*"
    r"|(?:№\s*)?(?<!\d)\d+-(?:ФЗ|ФКЗ|КЗ|ОЗ|ЗС|РЗ)(?!\w)"
    r"|(?<!\w)(?:[а-яё]+(?:ого|ому|ым|ом|ий|ый)\s+)?кодекс(?:а|у|ом|е)?(?!\w)"
    r"(?:\s+(?:РФ|Российской\s+Федерации))?"
    r"|(?<!\w)(?:ГК|УК|ТК|ЖК|НК|ЗК|БК|КАС|ГПК|АПК|УПК)\s+РФ(?!\w)|(?<!\w)КоАП(?:\s+РФ)?(?!\w)"
    r"|(?<!\w)(?:ГОСТ|СанПиН|СНиП)\s*(?:Р\s*)?\d[\d.-]*"
    r"|(?<!\w)Конституци\w+\s+(?:РФ|Российской\s+Федерации)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[^.!?;\n]{0,40}")  # between an article and the act it belongs to
_BEHIND = re.compile(r"[\s,(]*")  # … where it follows its act

Span = tuple[int, int]


def citations(text: str) -> list[Span]:
    """The places where acts, or articles of an act named elsewhere, are cited, in order."""
    acts = [found.span() for found in _ACTS.finditer(text)]
    parts = [found.span() for found in _PARTS.finditer(text)]
    merged: list[Span] = []
    open_part = False  # the last span names articles only: its act may follow
    for begin, end in sorted(acts + parts):
        is_part = (begin, end) in parts
        if merged and _belongs(text, merged[-1][1], begin, open_part, is_part):
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
            open_part = open_part and is_part
        else:
            merged.append((begin, end))
            open_part = is_part
    return merged


def _belongs(text: str, end: int, begin: int, open_part: bool, is_part: bool) -> bool:
    if begin < end:
        return True
    if open_part:
        return bool(_BEFORE.fullmatch(text, end, begin))
    return is_part and bool(_BEHIND.fullmatch(text, end, begin))
