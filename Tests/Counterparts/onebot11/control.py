"""The control interface: what a test asks of the fake. Paths, parameters and answers are described in ../README.md."""

from . import cq, flavours, flood


def say(server, one):
    """One message by a person: group or none (private), user, text or segments, at [ids], reply (message id), card, nickname, role,
    anonymous, through (temporary chat from that group), time, sub_type, message_id, format, times (deliveries of the same event)."""
    world = server.world
    user, group, through = int(one["user"]), one.get("group"), one.get("through")
    world.member(group if group is not None else through or 0, user, card=one.get("card"), nickname=one.get("nickname"), role=one.get("role"))
    segments = []
    if one.get("reply") is not None:
        segments.append({"type": "reply", "data": {"id": str(one["reply"])}})
        quoted = world.messages.get(one["reply"])
        if quoted and group is not None and one.get("auto_at", True):
            # The QQ client mentions the quoted person by itself.
            segments += [{"type": "at", "data": {"qq": str(quoted["event"]["user_id"])}}, {"type": "text", "data": {"text": " "}}]
    for mentioned in one.get("at", []):
        segments += [{"type": "at", "data": {"qq": str(mentioned)}}, {"type": "text", "data": {"text": " "}}]
    segments += one.get("segments") or ([{"type": "text", "data": {"text": one["text"]}}] if one.get("text") else [])
    anonymous = {"id": user, "name": "匿名", "flag": "f"} if one.get("anonymous") else None
    event = world.message_event(
        segments, user, group=group, time_=one.get("time"), sub_type=one.get("sub_type") or ("anonymous" if anonymous else None),
        anonymous=anonymous, message_id=one.get("message_id"), through=through, message_format=one.get("format"))
    pushes = [server.pusher.push(event, sign=one.get("sign")) for _ in range(int(one.get("times", 1)))]
    return event, pushes


def recall_event(world, message_id, operator=None):
    event = world.messages[message_id]["event"]
    world.messages[message_id]["recalled"] = True
    notice = {"time": world.now(), "self_id": world.self_id, "post_type": "notice", "user_id": event["user_id"], "message_id": message_id}
    if event["message_type"] == "group":
        notice.update(notice_type="group_recall", group_id=event["group_id"], operator_id=operator or event["user_id"])
    else:
        notice.update(notice_type="friend_recall")
    return notice


def settled(server, wanted, pushes):
    """Waits for the outcomes where asked (the default), at most `timeout` seconds."""
    if not wanted.get("wait", True):
        return {"queued": len(pushes)}
    for one in pushes:
        one.done.wait(float(wanted.get("timeout", 60)))
    return {"queued": len(pushes), "outcomes": [one.report() for one in pushes[:1000]]}


def post_push(server, wanted):
    """event, events, or raw (text) or raw_hex; sign: none, wrong, upper, lower; self_id: of the header, null for none; headers."""
    bodies = list(wanted.get("events") or ([wanted["event"]] if "event" in wanted else []))
    if "raw" in wanted:
        bodies.append(wanted["raw"].encode())
    if "raw_hex" in wanted:
        bodies.append(bytes.fromhex(wanted["raw_hex"]))
    for body in bodies:
        if isinstance(body, dict) and body.get("post_type") == "message" and body.get("message_id") not in server.world.messages:
            server.world.keep({"message_seq": 0, "message_type": "group", **body}, cq.segments_of(body.get("message", [])))
    pushes = [server.pusher.push(body, sign=wanted.get("sign"), self_id=wanted.get("self_id", "own"), extra=wanted.get("headers"))
              for body in bodies for _ in range(int(wanted.get("times", 1)))]
    return settled(server, wanted, pushes)


def post_say(server, wanted):
    said = [say(server, one) for one in wanted.get("lines", [wanted])]
    return {"message_ids": [event["message_id"] for event, _ in said], **settled(server, wanted, [p for _, pushes in said for p in pushes])}


def post_recall(server, wanted):
    return settled(server, wanted, [server.pusher.push(recall_event(server.world, wanted["message_id"], wanted.get("operator")))])


def post_flood(server, wanted):
    pushes = [server.pusher.push(event) for event in flood.messages(server.world, wanted)]
    return settled(server, {"wait": False, **wanted}, pushes)


def post_repush(server, wanted):
    return settled(server, {"wait": False, **wanted}, server.pusher.again(wanted.get("which", "unanswered")))


def post_faults(server, wanted):
    server.faults.set(wanted)
    return {"mode": server.faults.mode}


def post_settings(server, wanted):
    """application, secret, token, clock_offset (seconds), flavour, and any single field of a flavour."""
    if "application" in wanted:
        server.pusher.aim(wanted["application"])
    if "secret" in wanted:
        server.pusher.secret = wanted["secret"]
    if "token" in wanted:
        server.token = wanted["token"]
    server.world.clock_offset = int(wanted.get("clock_offset", server.world.clock_offset))
    if "flavour" in wanted:
        server.world.flavour = flavours.flavour(wanted["flavour"])
    for name in vars(server.world.flavour):
        if name in wanted:
            setattr(server.world.flavour, name, wanted[name])
    return dict(vars(server.world.flavour))


def post_people(server, wanted):
    """members: [{group, user, card, nickname, role}], friends, closed_groups, closed_people: whom the account can or cannot reach;
    names: number → what whoever looks on calls a group or an account."""
    world = server.world
    world.names = {**world.names, **wanted.get("names", {})}
    for one in wanted.get("members", []):
        world.member(one["group"], one["user"], card=one.get("card"), nickname=one.get("nickname"), role=one.get("role"))
    for name in ("friends", "closed_groups", "closed_people"):
        if name in wanted:
            setattr(world, name, set(wanted[name]))
    return {"groups": len(world.groups)}


def post_down(server, wanted):
    server.set_down(bool(wanted.get("down", True)))
    return {"down": server.is_down}


def get_sent(server, query):
    start, limit = int(query.get("from", 0)), int(query.get("limit", 10_000))
    chat = int(query["chat"]) if "chat" in query else None
    with server.world.lock:
        chosen = [r for r in server.world.sent if r["n"] > start and (chat is None or r["chat"] == chat)][:limit]
        return {"count": server.world.sent_count, "sent": chosen}


def get_pushed(server, query):
    start = int(query.get("from", 0))
    with server.pusher.lock:
        return {"pushed": [one.report() for one, _ in server.pusher.kept if one.number > start][: int(query.get("limit", 10_000))]}


def get_counts(server, query):
    return {"push": server.pusher.counts(), "calls": dict(server.calls), "faults": dict(server.faulted), "sent": server.world.sent_count}


def get_idle(server, query):
    idle = server.pusher.idle(float(query.get("timeout", 30)))
    return {"idle": idle, **get_counts(server, query)}


def get_people(server, _):
    return {"names": server.world.names}


def get_message(server, query):
    return server.world.messages[int(query["message_id"])]


POSTS = {name[5:]: function for name, function in list(globals().items()) if name.startswith("post_")}
GETS = {name[4:]: function for name, function in list(globals().items()) if name.startswith("get_")}
