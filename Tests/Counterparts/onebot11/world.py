"""What the fake knows: groups, people, messages said and messages sent by the account. Bounded, and deterministic but for the clock."""

import collections
import hashlib
import json
import threading
import time
import zlib

from . import cq

MESSAGES_KEPT = 200_000
CHAT_KEPT = 1_000
SENT_KEPT = 500_000


def crc_id(code, number):
    """go-cqhttp: CRC-32/IEEE of "<group or user>-<message number>" as a signed 32-bit number; often negative."""
    value = zlib.crc32(f"{code}-{number}".encode())
    return value - (1 << 32) if value >= 1 << 31 else value


def napcat_id(message, chat_type, peer):
    """NapCat: the first four bytes of an MD5, the top bit cleared."""
    digest = hashlib.md5(f"{message}|{chat_type}|{peer}".encode()).digest()
    return int.from_bytes(digest[:4], "big") & 0x7FFFFFFF


class World:
    def __init__(self, self_id, flavour, sent_file=None):
        self.lock = threading.RLock()
        self.self_id = self_id
        self.flavour = flavour
        self.groups = {}
        self.friends = set()
        # Kept for whoever looks on: the client's side has no use for them.
        self.names = {}
        # Groups the account is not in, and people who may not be written to: sends to them fail and are not delivered.
        self.closed_groups = set()
        self.closed_people = set()
        self.messages = collections.OrderedDict()
        self.chats = {}
        self.sent = collections.deque(maxlen=SENT_KEPT)
        self.sent_count = 0
        self.numbers = collections.Counter()
        self.clock_offset = 0
        self.sent_file = open(sent_file, "a", encoding="utf-8") if sent_file else None

    def now(self):
        return int(time.time()) + self.clock_offset

    def member(self, group, user, **details):
        people = self.groups.setdefault(group, {})
        person = people.setdefault(user, {"nickname": f"人{user}", "card": "", "role": "member"})
        person.update({key: value for key, value in details.items() if value is not None})
        return person

    def next_id(self, kind, chat):
        with self.lock:
            self.numbers[kind, chat] += 1
            number = self.numbers[kind, chat]
            if self.flavour.id_style == "crc":
                return crc_id(chat, number), number
            if self.flavour.id_style == "napcat":
                return napcat_id(7_300_000_000_000_000_000 + number, 2 if kind == "group" else 1, chat), number
            self.numbers["all"] += 1
            return self.numbers["all"], number

    def message_event(self, segments, user, group=None, time_=None, sub_type=None, anonymous=None, message_id=None, post_type="message",
                      through=None, message_format=None, target=None):
        """A complete message event, kept so that get_msg, delete_msg and the history know it."""
        with self.lock:
            kind, chat = ("group", group) if group is not None else ("private", target if target is not None else user)
            new_id, number = self.next_id(kind, chat)
            person = self.member(group if group is not None else through or 0, user)
            sender = {"user_id": user, "nickname": person["nickname"], "sex": "unknown", "age": 0}
            if group is not None:
                sender.update(card=person["card"], role=person["role"], area="", level="1", title="")
            raw = cq.render(segments)
            event = {
                "time": self.now() if time_ is None else time_, "self_id": self.self_id, "post_type": post_type, "message_type": kind,
                "sub_type": sub_type or ("normal" if group is not None else "group" if through is not None else "friend"),
                "message_id": new_id if message_id is None else message_id, "user_id": user,
                "message": raw if (message_format or self.flavour.message_format) == "string" else segments,
                "raw_message": raw, "font": 14 if self.flavour.app_name.startswith("NapCat") else 0, "sender": sender,
                "message_seq": number,
            }
            if group is not None:
                event["group_id"] = group
                event["anonymous"] = anonymous
            elif through is not None:
                sender["group_id"] = through
            if target is not None:
                event["target_id"] = target
            self.keep(event, segments)
            return event

    def keep(self, event, segments):
        with self.lock:
            kept = {"event": event, "segments": segments, "recalled": False}
            self.messages[event["message_id"]] = kept
            while len(self.messages) > MESSAGES_KEPT:
                self.messages.popitem(last=False)
            chat = (event["message_type"], event.get("group_id") if event["message_type"] == "group" else event.get("target_id", event["user_id"]))
            self.chats.setdefault(chat, collections.deque(maxlen=CHAT_KEPT)).append(kept)

    def deliver(self, action, kind, chat, segments, through, answered):
        """The account says something: it stands in the chat from now on, whatever the caller hears about it."""
        with self.lock:
            event = self.message_event(
                segments, self.self_id, group=chat if kind == "group" else None, target=chat if kind == "private" else None,
                post_type="message_sent", through=through)
            self.sent_count += 1
            record = {
                "n": self.sent_count, "action": action, "kind": kind, "chat": chat, "through": through, "message_id": event["message_id"],
                "time": event["time"], "message": segments, "text": cq.plain(segments),
                "at": [str(s["data"].get("qq")) for s in segments if s["type"] == "at"],
                "reply": next((str(s["data"].get("id")) for s in segments if s["type"] == "reply"), None),
                "answered": answered,
            }
            self.sent.append(record)
            if self.sent_file:
                self.sent_file.write(json.dumps(record, ensure_ascii=False) + "\n")
                self.sent_file.flush()
            return event

    def history(self, group, newest, count):
        with self.lock:
            kept = [k for k in self.chats.get(("group", group), ()) if not k["recalled"]]
            if newest:
                kept = [k for k in kept if k["event"]["message_seq"] <= newest]
            return [dict(k["event"], post_type="message") for k in kept[-count:]] if count > 0 else []
