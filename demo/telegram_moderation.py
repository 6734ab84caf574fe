"""What the simulated Telegram lets a bot do to messages and people of a group."""

from typing import Any

from demo import telegram_words as words
from demo.telegram_words import Refusal
from demo.world import SimComment, SimMessage, SimPage, World

WINDOW = 48 * 3600  # seconds in which anybody's message may be deleted
NO_RIGHTS = "Bad Request: not enough rights to restrict/unrestrict chat member"
KICKED = "Forbidden: bot was kicked from the supergroup chat"


class Moderation:
    """The bot's `status` and `rights` in every group, and who cannot be banned: `admins`.

    `old_is_sacred` refuses to delete after 48 hours; `thrown_out` are those whom an `unban`
    without `only_if_banned` cost their membership. Use under the world's lock.
    """

    def __init__(self, world: World, bot_id: int) -> None:
        self.world = world
        self.bot_id = bot_id
        self.status = "administrator"
        self.rights = set(words.OURS)
        self.admins: set[int] = set()
        self.old_is_sacred = False
        self.thrown_out: set[int] = set()

    def present(self) -> None:
        """Refuse where the bot is not in the group."""
        if self.status in ("left", "kicked"):
            raise Refusal(403, KICKED)

    def member(self, page: SimPage, number: int) -> dict[str, Any]:
        """What getChatMember tells."""
        if number == self.bot_id:
            return self._bot()
        user = self._user(number)
        if self.world.is_banned(page, number):
            return {"status": "kicked", "user": user, "until_date": page.banned[number] or 0}
        return words.administrator(user) if number in self.admins else _left(user)

    def _bot(self) -> dict[str, Any]:
        bot = words.bot(self.bot_id)
        match self.status:
            case "administrator":
                return words.administrator(bot, self.rights)
            case "kicked":
                return {"status": "kicked", "user": bot, "until_date": 0}
            case status:
                return {"status": status, "user": bot}

    def _user(self, number: int) -> dict[str, Any]:
        person = self.world.people.get(number)
        if person is None:
            raise Refusal(400, "Bad Request: PARTICIPANT_ID_INVALID")
        return words.user(person)

    def delete(self, page: SimPage, params: dict[str, str]) -> bool:
        """The message vanishes for everyone."""
        self.present()
        number = int(params["message_id"])
        item = self.world.find(page, number) or page.messages.get(number)
        if item is None or getattr(item, "deleted", False):
            raise Refusal(400, "Bad Request: message to delete not found")
        is_old = self.old_is_sacred and item.created < self.world.clock() - WINDOW
        if is_old or "can_delete_messages" not in self.rights:
            raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        self._erase(page, item)
        return True

    def _erase(self, page: SimPage, item: SimComment | SimMessage) -> None:
        if isinstance(item, SimComment):
            self.world.delete(page, item)
        else:
            del page.messages[item.id]

    def ban(self, page: SimPage, params: dict[str, str]) -> bool:
        """All messages of a banned person go along."""
        number = int(params["user_id"])
        self._may_restrict()
        if number == self.bot_id:
            raise Refusal(400, "Bad Request: can't restrict self")
        if number in self.admins:
            raise Refusal(400, "Bad Request: user is an administrator of the chat")
        self._user(number)
        self._shut_out(page, number, self._until(params))
        return True

    def ban_channel(self, page: SimPage, params: dict[str, str]) -> bool:
        """Nobody may write as this channel any more."""
        self._may_restrict()
        self._shut_out(page, words.author_of_chat(int(params["sender_chat_id"])), None)
        return True

    def _may_restrict(self) -> None:
        self.present()
        if "can_restrict_members" not in self.rights:
            raise Refusal(400, NO_RIGHTS)

    def _until(self, params: dict[str, str]) -> int | None:
        """Less than 30 seconds or more than 366 days from now is for ever."""
        until, now = int(params.get("until_date") or 0), self.world.clock()
        return until if now + 30 <= until <= now + 366 * 24 * 3600 else None

    def _shut_out(self, page: SimPage, author: int, until: int | None) -> None:
        page.banned[author] = until
        said: list[SimComment | SimMessage] = list(page.messages.values())
        said += [comment for post in page.posts.values() for comment in post.alive()]
        for item in said:
            if item.author == author:
                self._erase(page, item)

    def unban(self, page: SimPage, params: dict[str, str]) -> bool:
        """Without `only_if_banned` a person who was not banned is thrown out."""
        self._may_restrict()
        number = int(params["user_id"])
        if number not in page.banned and params.get("only_if_banned") != "true":
            self.thrown_out.add(number)
        page.banned.pop(number, None)
        return True

    def unban_channel(self, page: SimPage, params: dict[str, str]) -> bool:
        """People may write as this channel again."""
        self._may_restrict()
        page.banned.pop(words.author_of_chat(int(params["sender_chat_id"])), None)
        return True


def _left(user: dict[str, Any]) -> dict[str, Any]:
    return {"status": "left", "user": user}
