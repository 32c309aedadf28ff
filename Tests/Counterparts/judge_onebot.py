#!/usr/bin/env python3
"""Judges onebot_fake.py by two frameworks that speak OneBot 11 with real implementations: aiocqhttp, and NoneBot 2 with its adapter.

Both must receive what the fake pushes as the right events, refuse what is wrongly signed, and find their API calls answered as they
expect. Run with the Python in which requirements.txt is installed. Prints a line a check and "N passed, N failed"."""

import json
import os
import pathlib
import queue
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
SELF_ID, GROUP, USER, OTHER = 10001, 20002, 30003, 9_007_199_254_740_993
SECRET, TOKEN = "some-secret", "some-token"


class Judge:
    def __init__(self):
        self.passed = self.failed = 0
        self.label = ""

    def check(self, what, holds, seen=None):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {self.label}: {what}" + ("" if holds else f"  -- seen: {seen!r}"), flush=True)


class Process:
    """A child whose standard output is JSON lines."""

    def __init__(self, script, *arguments, **environment):
        self.lines = queue.Queue()
        self.child = subprocess.Popen([sys.executable, str(HERE / script), *arguments], stdout=subprocess.PIPE, stdin=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL, text=True, cwd=HERE, env={**os.environ, **environment})
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.child.stdout:
            if line.startswith("{"):
                self.lines.put(json.loads(line))

    def next(self, wanted=lambda record: True, seconds=10):
        """The next record of that kind; others are dropped. An empty one when none comes."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                record = self.lines.get(timeout=left)
            except queue.Empty:
                break
            if wanted(record):
                return record
        return {}

    def none(self, seconds=0.5):
        try:
            return not self.lines.get(timeout=seconds)
        except queue.Empty:
            return True

    def end(self):
        self.child.terminate()
        self.child.wait(10)


class Control:
    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}/control/"

    def __call__(self, name, **wanted):
        request = urllib.request.Request(self.base + name, data=json.dumps(wanted).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=90) as answer:
            return json.load(answer)

    def get(self, name):
        with urllib.request.urlopen(self.base + name, timeout=90) as answer:
            return json.load(answer)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def judge_pushes(judge, control, app, nonebot):
    is_message, is_notice = (lambda r: r.get("event") == "message"), (lambda r: r.get("event") == "notice")
    for form in ("array", "string"):
        control("settings", message_format=form)
        done = control("say", group=GROUP, user=USER, text="建议[东门]装路灯, & 修路", card="三栋李", nickname="n")
        seen = app.next(is_message)
        judge.check(f"{form}: a group message arrives", seen.get("name") == ("GroupMessageEvent" if nonebot else "message.group.normal")
                    and (seen["group"], seen["user"], seen["card"]) == (GROUP, USER, "三栋李"), seen)
        judge.check(f"{form}: its text survives", seen.get("text") == "建议[东门]装路灯, & 修路", seen.get("text"))
        judge.check(f"{form}: its id is the fake's", seen.get("id") == done["message_ids"][0], (seen.get("id"), done))
        judge.check(f"{form}: it is answered with 2xx at the first attempt",
                    done["outcomes"][0]["status"] in (200, 204) and done["outcomes"][0]["attempts"] == 1, done)
        quoted = done["message_ids"][0]
        control("say", group=GROUP, user=OTHER, text="附议", reply=quoted, at=[SELF_ID])
        seen = app.next(is_message)
        parts = {s["type"]: s["data"] for s in seen.get("segments", [])}
        judge.check(f"{form}: a quote", str(parts.get("reply", {}).get("id")) == str(quoted), seen)
        judge.check(f"{form}: the mentions", [str(s["data"]["qq"]) for s in seen.get("segments", []) if s["type"] == "at"]
                    == [str(USER), str(SELF_ID)], seen)
        judge.check(f"{form}: an account id above 2^53", seen.get("user") == OTHER, seen.get("user"))
        if nonebot:
            judge.check(f"{form}: NoneBot looked the quoted message up", seen.get("reply") == quoted and "建议" in seen["reply_text"], seen)
            control("say", group=GROUP, user=USER, at=[SELF_ID], text="12")
            judge.check(f"{form}: NoneBot holds it addressed to the bot", app.next(is_message).get("to_me") is True)
        control("say", user=USER, text="私聊")
        seen = app.next(is_message)
        judge.check(f"{form}: a private message", seen.get("name") == ("PrivateMessageEvent" if nonebot else "message.private.friend"), seen)
        control("say", user=USER, through=GROUP, text="临时会话")
        judge.check(f"{form}: a temporary chat", app.next(is_message).get("sub_type") == "group")
        control("say", group=GROUP, user=80000000, text="匿名", anonymous=True)
        judge.check(f"{form}: an anonymous message", app.next(is_message).get("anonymous") is True)
    recalled = control("say", group=GROUP, user=USER, text="撤")["message_ids"][0]
    app.next(is_message)
    control("recall", message_id=recalled, operator=OTHER)
    seen = app.next(is_notice)
    judge.check("a recall in a group", seen.get("name") == ("GroupRecallNoticeEvent" if nonebot else "notice.group_recall")
                and (seen["id"], seen["operator"]) == (recalled, OTHER), seen)
    recalled = control("say", user=USER, text="撤")["message_ids"][0]
    app.next(is_message)
    control("recall", message_id=recalled)
    seen = app.next(is_notice)
    judge.check("a recall in private", seen.get("name") == ("FriendRecallNoticeEvent" if nonebot else "notice.friend_recall")
                and seen["id"] == recalled, seen)
    negative = [i for _ in range(8) for i in control("say", group=GROUP, user=USER, text="号")["message_ids"]]
    ids = [app.next(is_message).get("id") for _ in negative]
    judge.check("negative message ids arrive", min(negative) < 0 and ids == negative, (negative, ids))
    control("say", group=GROUP, user=USER, text="五次", times=5)
    five = [app.next(is_message, 5) for _ in range(5)]
    judge.check("the same event five times is five times the same", len({(r.get("id"), r.get("time")) for r in five}) == 1 and five[0], five)


def judge_signatures(judge, control, app):
    event = {"time": int(time.time()), "self_id": SELF_ID, "post_type": "message", "message_type": "group", "sub_type": "normal",
             "message_id": -2147483648, "group_id": GROUP, "user_id": USER, "anonymous": None, "font": 0, "raw_message": "你好",
             "message": [{"type": "text", "data": {"text": "你好"}}], "sender": {"user_id": USER, "nickname": "n", "role": "member"}}
    for sign, status in (("lower", (200, 204)), ("wrong", (403,)), ("none", (401,)), ("upper", (403,))):
        done = control("push", event=event, sign=sign)["outcomes"][0]
        judge.check(f"signature {sign}: {status[0]}", done["status"] in status, done)
        judge.check(f"signature {sign}: " + ("received" if status[0] < 300 else "not received"),
                    bool(app.next(seconds=5)) if status[0] < 300 else app.none())


def judge_calls(judge, control, app, nonebot):
    control("settings", message_format="array")
    control("people", members=[{"group": GROUP, "user": USER, "card": "三栋李", "role": "admin"}], closed_groups=[404])

    def call(action, **params):
        control("say", user=USER, text=f"调用 {action} {json.dumps(params, ensure_ascii=False)}")
        return app.next(lambda r: r.get("call") == action)

    sent = call("send_group_msg", group_id=GROUP, message=[{"type": "text", "data": {"text": "[CQ:at,qq=all]已登记"}}])
    number = (sent.get("data") or {}).get("message_id")
    record = control.get("sent")["sent"][-1]
    judge.check("send_group_msg is answered with an id", isinstance(number, int), sent)
    judge.check("send_group_msg: an array keeps CQ codes as text", record["text"] == "[CQ:at,qq=all]已登记" and record["at"] == [], record)
    call("send_group_msg", group_id=GROUP, message="[CQ:at,qq=all]已登记")
    judge.check("send_group_msg: a string is read for CQ codes", control.get("sent")["sent"][-1]["at"] == ["all"])
    call("send_private_msg", user_id=USER, group_id=GROUP, message="你好")
    record = control.get("sent")["sent"][-1]
    judge.check("send_private_msg through a group", (record["kind"], record["chat"], record["through"]) == ("private", USER, GROUP), record)
    got = call("get_msg", message_id=number).get("data") or {}
    judge.check("get_msg", got.get("message_id") == number and got.get("message_type") == "group" and got.get("sender"), got)
    history = (call("get_group_msg_history", group_id=GROUP).get("data") or {}).get("messages", [])
    judge.check("get_group_msg_history shows what was sent", any(m["message_id"] == number for m in history), history)
    judge.check("delete_msg", "error" not in call("delete_msg", message_id=number))
    judge.check("get_login_info", (call("get_login_info").get("data") or {}).get("user_id") == SELF_ID)
    judge.check("get_version_info", (call("get_version_info").get("data") or {}).get("protocol_version") == "v11")
    judge.check("get_status", (call("get_status").get("data") or {}).get("online") is True)
    judge.check("get_group_member_info", (call("get_group_member_info", group_id=GROUP, user_id=USER).get("data") or {}).get("role") == "admin")
    members = call("get_group_member_list", group_id=GROUP).get("data")
    judge.check("get_group_member_list", any(m["user_id"] == USER for m in members or []), members)
    failed = call("send_group_msg", group_id=404, message="x")
    judge.check("a group the account is not in", (failed.get("error"), failed.get("retcode")) == ("ActionFailed", 100), failed)
    failed = call("no_such_action")
    judge.check("an action that does not exist", failed.get("error") == "ActionFailed" and failed.get("retcode") == 404, failed)
    control("say", group=GROUP, user=USER, text="回话", at=[SELF_ID])
    answered = app.next(lambda r: r.get("call") == "send")
    judge.check("the framework's own send reaches the group", answered and control.get("sent")["sent"][-1]["chat"] == GROUP)
    for mode, expected in (("failed", {"ActionFailed"}), ("garbage", {"JSONDecodeError", "NetworkError"}), ("half", {"NetworkError"}),
                           ("close", {"NetworkError"}), ("hang", {"NetworkError"}), ("status", {"HttpFailed", "NetworkError"})):
        before = control.get("sent")["count"]
        control("faults", mode=mode, times=1, seconds=4)
        failed = call("send_group_msg", group_id=GROUP, message="x")
        judge.check(f"fault {mode}: the framework sees a failure", failed.get("error") in expected, failed)
        delivered = control.get("sent")["count"] - before
        judge.check(f"fault {mode}: " + ("not delivered" if mode == "status" else "delivered"), delivered == (mode != "status"), delivered)
    control("settings", token="another")
    failed = call("send_group_msg", group_id=GROUP, message="x")
    judge.check("a wrong token is refused with 403", failed.get("status", 403) == 403 and failed.get("error") in ("HttpFailed", "NetworkError",
                "ActionFailed", "ApiNotAvailable"), failed)
    control("settings", token=TOKEN)


def judge_retries(judge, control):
    """The manner of go-cqhttp: three repeats on a transport error, none after a status."""
    gone = free_port()
    control("settings", application=f"http://127.0.0.1:{gone}/", retry_pause=0.05)
    done = control("say", group=GROUP, user=USER, text="无人")["outcomes"][0]
    judge.check("nobody listens: four attempts and no status", (done["status"], done["attempts"]) == (None, 4), done)


def judge_plain_http(judge, port):
    """What neither framework does by itself: content types and tokens by hand, against the strictest flavour's rules."""
    def post(path, kind="application/json", token=TOKEN, body=b"{}"):
        headers = {"Content-Type": kind, **({"Authorization": f"Bearer {token}"} if token else {})}
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
    for what, status, arguments in (
            ("the right call", 200, {}), ("no token", 401, {"token": None}), ("another token", 403, {"token": "x"}),
            ("unreadable JSON", 400, {"body": b"{"}), ("a charset parameter", 406, {"kind": "application/json; charset=utf-8"})):
        seen = post("/get_status", **arguments)
        judge.check(f"{what}: {status}", seen == status, seen)
    judge.check("an unknown action: 404", post("/nonsense") == 404)


def main():
    judge = Judge()
    for name, path in (("aiocqhttp", "/"), ("nonebot", "/onebot/v11/")):
        judge.label = name
        port = free_port()
        fake = Process("onebot_fake.py", "--tied", "--application", f"http://127.0.0.1:{port}{path}", "--secret", SECRET, "--token", TOKEN,
                       "--self-id", str(SELF_ID), "--flavour", "go-cqhttp", "--workers", "1")
        listening = fake.next()
        control = Control(listening["control"])
        app = Process(f"judge_app_{name}.py", PORT=str(port), API=f"http://127.0.0.1:{listening['port']}", SECRET=SECRET, TOKEN=TOKEN,
                      SELF_ID=str(SELF_ID))
        try:
            judge.check("the application starts", await_port(port))
            judge_pushes(judge, control, app, name == "nonebot")
            judge_signatures(judge, control, app)
            judge_calls(judge, control, app, name == "nonebot")
            judge_retries(judge, control)
        finally:
            app.end()
            fake.end()
    judge.label = "by hand"
    fake = Process("onebot_fake.py", "--tied", "--token", TOKEN, "--flavour", "lagrange")
    try:
        judge_plain_http(judge, fake.next()["port"])
    finally:
        fake.end()
    print(f"{judge.passed} passed, {judge.failed} failed")
    return 1 if judge.failed else 0


if __name__ == "__main__":
    sys.exit(main())
