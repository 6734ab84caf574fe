"""VK's error codes as our outcomes: one table, by the fact sheet and the official schema."""

from errors import Outcome

WRONG_KIND = frozenset({27, 28})  # this kind of token may not call this method; another one may
FLOOD = 9
FLOOD_PAUSE = 300.0  # seconds; repeating the same action sooner only prolongs the ban

OUTCOMES: dict[int, Outcome] = {
    1: Outcome.RETRY,  # unknown error
    2: Outcome.OPERATOR,  # the application is switched off
    3: Outcome.OPERATOR,  # unknown method
    4: Outcome.OPERATOR,  # incorrect signature
    5: Outcome.STOP_TOKEN,  # the token is revoked or was never valid
    6: Outcome.WAIT,  # too many requests per second
    7: Outcome.OPERATOR,  # the token lacks the right
    8: Outcome.OPERATOR,  # invalid request
    9: Outcome.WAIT,  # flood control
    10: Outcome.RETRY,  # internal server error
    11: Outcome.OPERATOR,  # test mode
    14: Outcome.OPERATOR,  # captcha
    15: Outcome.SKIP,  # access denied
    16: Outcome.OPERATOR,  # HTTPS only
    17: Outcome.OPERATOR,  # a person must confirm the sign-in
    18: Outcome.SKIP,  # page deleted or banned
    19: Outcome.SKIP,  # content blocked
    20: Outcome.OPERATOR,  # not for this type of application
    21: Outcome.OPERATOR,  # only for standalone applications
    23: Outcome.STOP_METHOD,  # the method was switched off
    24: Outcome.OPERATOR,  # a person must confirm the action
    27: Outcome.OPERATOR,  # not with a community token
    28: Outcome.OPERATOR,  # not with a service token
    29: Outcome.STOP_METHOD,  # the daily quota is spent
    30: Outcome.SKIP,  # private profile
    33: Outcome.STOP_METHOD,  # not implemented yet
    36: Outcome.RETRY,  # interrupted by a timeout
    37: Outcome.SKIP,  # the user is banned
    38: Outcome.OPERATOR,  # unknown application
    39: Outcome.GONE,  # unknown user
    40: Outcome.GONE,  # unknown group
    41: Outcome.OPERATOR,  # additional sign-up
    42: Outcome.OPERATOR,  # this address is not allowed
    43: Outcome.SKIP,  # section temporarily unavailable
    100: Outcome.OPERATOR,  # a parameter is missing or wrong
    101: Outcome.OPERATOR,  # wrong application id
    103: Outcome.SKIP,  # out of limits
    104: Outcome.GONE,  # not found
    113: Outcome.SKIP,  # invalid user id
    125: Outcome.SKIP,  # invalid group id
    183: Outcome.SKIP,  # access to the comment denied
    200: Outcome.SKIP,  # access to the album denied
    203: Outcome.SKIP,  # access to the group denied
    204: Outcome.SKIP,  # access to the video denied
    205: Outcome.SKIP,  # access to the market denied
    210: Outcome.SKIP,  # access to the post denied
    211: Outcome.SKIP,  # access to the comment denied
    212: Outcome.SKIP,  # comments are closed
    213: Outcome.SKIP,  # commenting denied
    214: Outcome.SKIP,  # publishing denied
    219: Outcome.SKIP,  # an advertisement was added recently
    220: Outcome.SKIP,  # too many recipients
    222: Outcome.SKIP,  # links are forbidden
    223: Outcome.SKIP,  # too many replies
    224: Outcome.SKIP,  # too many advertisements
    243: Outcome.GONE,  # the comment was not deleted: nothing to restore
    601: Outcome.STOP_METHOD,  # too many actions this day
    701: Outcome.OPERATOR,  # the user should be in the community
    703: Outcome.OPERATOR,  # two-factor authentication needed
    704: Outcome.OPERATOR,  # the same, for the host
    801: Outcome.SKIP,  # comments of the video are closed
    900: Outcome.SKIP,  # the user has blacklisted the community
    901: Outcome.SKIP,  # the user has not allowed messages
    902: Outcome.SKIP,  # privacy settings of the user
    917: Outcome.SKIP,  # no access to this chat
    927: Outcome.GONE,  # the chat does not exist
    936: Outcome.GONE,  # contact not found
    1105: Outcome.STOP_TOKEN,  # too many attempts to authorize
    1114: Outcome.STOP_TOKEN,  # anonymous token has expired
    1116: Outcome.STOP_TOKEN,  # anonymous token is invalid
    1117: Outcome.STOP_TOKEN,  # the token has expired
    1118: Outcome.STOP_TOKEN,  # the token belongs to another address
    1401: Outcome.SKIP,  # comments of the goods are closed
    3300: Outcome.OPERATOR,  # captcha
    3301: Outcome.OPERATOR,  # phone validation
    3302: Outcome.OPERATOR,  # password validation
    3303: Outcome.OPERATOR,  # one-time password
    3304: Outcome.OPERATOR,  # e-mail confirmation
    3609: Outcome.STOP_TOKEN,  # the token must be extended
    3610: Outcome.STOP_TOKEN,  # the token's user is deactivated
}

HINTS: dict[int, str] = {
    5: "ключ больше не действует, получите новый",
    7: "у ключа нет этого права, получите ключ с ним",
    14: "ВК просит капчу: владелец ключа проходит её в браузере",
    17: "ВК просит владельца ключа подтвердить вход в браузере",
    29: "дневной запас обращений этого рода исчерпан",
    42: "адреса этого сервера нет в списке приложения",
    1117: "срок ключа истёк, получите новый",
}


def outcome(code: object) -> Outcome:
    """What follows from an error code; an unknown one needs a person."""
    return OUTCOMES.get(code, Outcome.OPERATOR) if isinstance(code, int) else Outcome.OPERATOR
