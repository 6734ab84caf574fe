"""Odnoklassniki over HTTP: signed calls, anchors, odd bodies, methods that come and go."""

from collections.abc import Callable
from typing import Any

from demo import ok_words as words
from demo.ok_lists import Part, Standing, part, topics
from demo.ok_words import MESSAGES, Refusal
from demo.server import Call, Faults, Reply, Simulator
from demo.world import SimComment, SimPage, SimPost, World
from networks.ok import session_secret, sign

TOKENS = {
    "application_key": "CDEMOKEYABCDEFGH",
    "access_token": "-n-demo-access-token-of-a-moderator",
    "application_secret_key": "DEMO0SECRET0OF0THE0APPLICATION",
}


class OkSimulator(Simulator):
    """One application with one moderator's token over all groups of the world.

    `withdrawn` methods answer error 3; `odd` gives a method any body instead of its own;
    `largest` is the most that a list method hands out at a time; `is_moderator` is whether the
    token's owner moderates the groups.
    """

    network = "ok"

    def __init__(
        self,
        world: World,
        faults: Faults | None = None,
        *,
        tokens: dict[str, str] | None = None,
        moderator: int = 1,
    ) -> None:
        super().__init__(world, faults)
        self.tokens = tokens or TOKENS
        self.withdrawn: set[str] = set()
        self.odd: dict[str, Any] = {}
        self.largest = 100
        self.moderator = moderator
        self.is_moderator = True
        self._secret = session_secret(
            self.tokens["access_token"], self.tokens["application_secret_key"]
        )
        self._standing = Standing(world)
        self._methods: dict[str, Callable[[dict[str, str]], Any]] = {
            "mediatopic.getTopics": self._get_topics,
            "mediatopic.getByIds": self._topics_by_ids,
            "stream.get": self._stream,
            "discussions.getList": self._discussions,
            "discussions.get": self._discussion,
            "discussions.getComments": self._get_comments,
            "discussions.getComment": self._get_comment,
            "discussions.getDiscussionComments": self._numbered_comments,
            "discussions.getDiscussionCommentsCount": self._comments_count,
            "discussions.addDiscussionComment": self._add_comment,
            "discussions.deleteDiscussionComment": self._delete_comments,
            "discussions.deleteDiscussionComments": self._delete_comments,
            "group.getInfo": self._groups,
            "group.getUserGroupsByIds": self._memberships,
            "users.getInfo": self._users,
            "users.getCallsLeft": self._calls_left,
        }

    def method_of(self, path: str, params: dict[str, str]) -> str:
        """`/fb.do?method=a.b` and `/api/a/b` are the same call."""
        if path.endswith("/fb.do"):
            return params.get("method", "")
        return ".".join(path.rpartition("/api/")[2].strip("/").split("/"))

    def answer(self, call: Call) -> Reply:
        """The body of the method, or the network's error in it; always with status 200."""
        try:
            self._admit(call)
            with self.world.lock:
                return Reply(self._body(call))
        except Refusal as refusal:
            return self.error(call, refusal.code)

    def error(self, call: Call, code: int) -> Reply:
        """An error as the network phrases it, with its header."""
        text = MESSAGES.get(code, "UNKNOWN : unknown error")
        body = {"error_code": code, "error_msg": text, "error_data": None}
        return Reply(body, headers={"invocation-error": str(code)})

    def _admit(self, call: Call) -> None:
        if call.params.get("application_key") != self.tokens["application_key"]:
            raise Refusal(101)
        if call.params.get("access_token") != self.tokens["access_token"]:
            raise Refusal(102)
        if call.params.get("sig") != sign(call.params, self._secret):
            raise Refusal(104)

    def _body(self, call: Call) -> Any:
        if call.method in self.withdrawn or call.method not in self._methods:
            raise Refusal(3)
        if call.method in self.odd:
            return self.odd[call.method]
        return self._methods[call.method](call.params)

    def _count(self, params: dict[str, str]) -> int:
        return min(int(params.get("count") or 20), self.largest)

    def _part(self, items: Any, params: dict[str, str]) -> Part:
        count = self._count(params)
        return part(items, params.get("anchor", ""), params.get("direction", ""), count)

    def _size(self, post: SimPost) -> int:
        return len(self._standing.under(post))

    def _page(self, number: str) -> SimPage:
        page = self.world.pages.get(int(number)) if number.isdigit() else None
        if page is None or page.state == "deleted":
            raise Refusal(160)
        if page.state != "open":
            raise Refusal(456)
        return page

    def _post(self, topic: str | None) -> tuple[SimPage, SimPost]:
        page_number, post_number = words.split_topic(topic or "")
        page = self._page(str(page_number))
        post = page.posts.get(post_number)
        if post is None or post.deleted:
            raise Refusal(106)
        return page, post

    def _get_topics(self, params: dict[str, str]) -> Any:
        page = self._page(params.get("gid", ""))
        found = self._part(topics(page), params)
        listed = [self._topic(page, post) for post in found.items]
        return {"media_topics": listed, "anchor": found.anchor, "has_more": found.has_more}

    def _topic(self, page: SimPage, post: SimPost) -> dict[str, Any]:
        return words.topic(page, post, self._size(post))

    def _topics_by_ids(self, params: dict[str, str]) -> Any:
        pairs = map(words.split_topic, params.get("topic_ids", "").split(","))
        pages = ((self.world.pages.get(page), post) for page, post in pairs)
        found = ((page, page.posts.get(post)) for page, post in pages if page)
        standing = [self._topic(page, post) for page, post in found if post and not post.deleted]
        return {"media_topics": standing}

    def _stream(self, params: dict[str, str]) -> Any:
        page = self._page(params.get("gid", ""))
        found = self._part(topics(page), params)
        return {"feeds": [words.feed(page, post) for post in found.items], "anchor": found.anchor}

    def _discussions(self, params: dict[str, str]) -> Any:
        pages = [page for page in self.world.pages.values() if page.state == "open"]
        pairs = [(page, post) for page in pages for post in topics(page)]
        listed = [words.discussion(page, post, self._size(post)) for page, post in pairs]
        return {"anchor": "", "discussions": listed[: self._count(params)]}

    def _discussion(self, params: dict[str, str]) -> Any:
        try:
            page, post = self._post(params.get("discussionId"))
        except Refusal:
            return {}
        return {"discussion": words.discussion(page, post, self._size(post))}

    def _get_comments(self, params: dict[str, str]) -> Any:
        page, post = self._post(params.get("discussionId"))
        found = self._part(self._standing.under(post), params)
        body: dict[str, Any] = {
            "comments": [self._comment(page, comment) for comment in found.items],
            "discussionId": params["discussionId"],
            "discussionType": params.get("discussionType"),
            "anchor": found.anchor,
            "has_more": found.has_more,
        }
        if "user." in params.get("fields", ""):
            body["entities"] = {"users": words.users(self.world, {c.author for c in found.items})}
        return body

    def _comment(self, page: SimPage, comment: SimComment) -> dict[str, Any]:
        return words.comment(self.world, page, comment)

    def _get_comment(self, params: dict[str, str]) -> Any:
        page, post = self._post(params.get("discussionId"))
        return self._comment(page, _find(post, params.get("comment_id", "")))

    def _numbered_comments(self, params: dict[str, str]) -> Any:
        page, post = self._post(params.get("entityId"))
        standing = self._standing.under(post)
        start = int(params.get("offset") or 0)
        found = standing[start : start + self._count(params)]
        return {
            "commentss": [self._comment(page, comment) for comment in found],
            "totalCount": len(standing),
        }

    def _comments_count(self, params: dict[str, str]) -> Any:
        return {"commentsCount": self._size(self._post(params.get("entityId"))[1])}

    def _moderated(self) -> None:
        if not self.is_moderator:
            raise Refusal(10)

    def _add_comment(self, params: dict[str, str]) -> Any:
        if params.get("as_admin") == "true":
            self._moderated()
        if not params.get("comment"):
            raise Refusal(100)
        page, post = self._post(params.get("entityId"))
        answered = params.get("reply_to_comment_id")
        parent = _find(post, answered) if answered else None
        author = -page.id if params.get("as_admin") == "true" else self.moderator
        now = int(self.world.clock())
        comment = self.world.add_comment(page, post, author, params["comment"], now, parent)
        return words.comment_word(comment.id)

    def _delete_comments(self, params: dict[str, str]) -> Any:
        self._moderated()
        page, post = self._post(params.get("discussionId"))
        numbers = (params.get("comment_ids") or params.get("comment_id") or "").split(",")
        for comment in [_find(post, number) for number in numbers]:
            self.world.delete(page, comment)
            if params.get("block_author") == "true":
                page.banned[comment.author] = None
        return True

    def _groups(self, params: dict[str, str]) -> Any:
        pages = map(self._page, params.get("uids", "").split(","))
        return [words.group(page) for page in pages]

    def _memberships(self, params: dict[str, str]) -> Any:
        page = self._page(params.get("group_id", ""))
        asked = [int(number) for number in params.get("uids", "").split(",") if number.isdigit()]
        return [
            {"groupId": str(page.id), "userId": str(number), "status": self._status(page, number)}
            for number in asked
        ]

    def _status(self, page: SimPage, number: int) -> str:
        return "BLOCKED" if self.world.is_banned(page, number) else "UNKNOWN"

    def _users(self, params: dict[str, str]) -> Any:
        asked = {int(number) for number in params.get("uids", "").split(",") if number.isdigit()}
        return words.users(self.world, asked)

    def _calls_left(self, params: dict[str, str]) -> Any:
        methods = params.get("methods", "").split(",")
        return [{"name": name, "callsLeft": 10000, "available": True} for name in methods]


def _find(post: SimPost, number: str) -> SimComment:
    comment = post.comments.get(words.comment_number(number))
    if comment is None or comment.deleted:
        raise Refusal(700)
    return comment
