"""Bots Long Poll of the simulated VK: the world's events in VK's words."""

import time
from dataclasses import replace
from typing import Any

from demo import vk_render as render
from demo.server import Call
from demo.vk_render import WALL_KINDS, Json
from demo.vk_request import Request
from demo.world import Event, SimComment, SimMessage, SimPage, SimPost, World

LONGEST = 90.0
COMMENTS = {"board": "board_post", "photo": "photo_comment", "video": "video_comment"}
PATH = "/lp"


class LongPoll:
    """Keys, the history that is still known, and waiting for something to happen."""

    def __init__(self, world: World, url: str) -> None:
        self._world = world
        self._url = url
        self._generation = 1
        self.forgotten = 0  # events up to this number are lost

    def expire_keys(self) -> None:
        """From now on every client must ask for a new key."""
        self._generation += 1

    def server(self, ask: Request) -> Json:
        """The answer of groups.getLongPollServer."""
        page = ask.page()
        ts = str(len(self._world.events))
        return {"key": self._key(page.id), "server": f"{self._url}{PATH}/{page.id}", "ts": ts}

    def check(self, call: Call) -> Json:
        """The answer of the `server`: events after `ts`, or none when the wait is over."""
        page = self._world.pages[int(call.path.rpartition("/")[2])]
        ts = int(call.params.get("ts") or 0)
        if call.params.get("key") != self._key(page.id):
            return {"failed": 2}
        if ts < self.forgotten:
            return {"failed": 1, "ts": str(self.forgotten)}
        if ts > len(self._world.events):
            return {"failed": 3}
        self._await(page, ts, min(float(call.params.get("wait") or 25), LONGEST))
        return self._since(page, ts)

    def _key(self, page: int) -> str:
        return f"key-{page}-{self._generation}"

    def _await(self, page: SimPage, ts: int, wait: float) -> None:
        until = time.monotonic() + wait
        while time.monotonic() < until:
            if any(event.page == page.id for event in self._world.events_after(ts)):
                return
            time.sleep(0.01)

    def _since(self, page: SimPage, ts: int) -> Json:
        with self._world.lock:
            events = [e for e in self._world.events_after(ts) if e.page == page.id]
            updates = [shown for event in events if (shown := _update(self._world, page, event))]
            return {"ts": str(len(self._world.events)), "updates": updates}


def _update(world: World, page: SimPage, event: Event) -> Json | None:
    shown = _object(page, event)
    if shown is None:
        return None
    kind, content = shown
    return {
        "type": kind,
        "event_id": f"{page.id}-{event.number}",
        "v": "5.199",
        "group_id": page.id,
        "object": content,
    }


def _object(page: SimPage, event: Event) -> tuple[str, Any] | None:
    what = event.what.rpartition("_")[2]
    match event.item:
        case SimComment() as comment:
            return _comment(page, page.posts[comment.post], comment, what)
        case SimPost() as post if post.kind in WALL_KINDS:
            return "wall_post_new", render.wall_post(page, post, 0)
        case SimMessage() as message if message.author > 0:
            content = render.message(message, _number(page, message))
            return (
                ("message_new", {"message": content, "client_info": {}})
                if what == "new"
                else (
                    "message_edit",
                    content,
                )
            )
    return None


def _number(page: SimPage, message: SimMessage) -> int:
    return sum(m.peer == message.peer and m.id <= message.id for m in page.messages.values())


def _comment(page: SimPage, post: SimPost, comment: SimComment, what: str) -> tuple[str, Json]:
    kind = COMMENTS.get(post.kind, "wall_reply")
    where = {
        "board": {"topic_id": post.id, "topic_owner_id": -page.id},
        "photo": {"photo_id": post.id, "photo_owner_id": -page.id},
        "video": {"video_id": post.id, "video_owner_id": -page.id},
    }.get(post.kind, {"post_id": post.id, "post_owner_id": -page.id})
    if what == "delete":
        shown: Json = {"owner_id": -page.id, "id": comment.id, "user_id": 1, "deleter_id": 1}
    else:
        shown = render.comment(page, post, replace(comment, deleted=False))  # as it was then
    return f"{kind}_{what}", shown | where
