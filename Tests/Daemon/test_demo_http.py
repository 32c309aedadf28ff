#!/usr/bin/env python3
"""Demo mode over HTTP: what scripts and the page rely on, who is refused, and what a restart keeps."""
import json
import os
import socket
import sys

sys.path.insert(0, os.path.dirname(__file__))
from house import Fake, Process, check, end, folder, free_ports, request, run, status_of_a_long_body  # noqa: E402


def ask(port, path, body, **headers):
    status, _, answer = request(port, "POST", path, body, headers)
    return status, json.loads(answer)


def state(port):
    return json.loads(request(port, "GET", "/demo/state")[2])


def start(place, port):
    return Process(place, "demo", "--data", os.path.join(place, "data"), "--port", str(port)).ready(port)


def pages(port):
    status, headers, body = request(port, "GET", "/")
    check("the page is served", status == 200 and "〔演示〕" in body.decode())
    policy = headers.get("Content-Security-Policy", "")
    check("under a strict policy", "default-src 'none'" in policy and "unsafe" not in policy, policy)
    check("its style and script are served", all(request(port, "GET", path)[0] == 200 for path in ("/demo.css", "/demo.js")))
    check("an unknown path is 404", request(port, "GET", "/nothing")[0] == 404)
    check("another method is 405", request(port, "DELETE", "/demo/say")[0] == 405)


def doors(port):
    good = {"Host": f"127.0.0.1:{port}"}
    check("localhost is let in", request(port, "GET", "/demo/state", headers={"Host": f"localhost:{port}"})[0] == 200)
    for name, headers in {
        "a foreign Host": {"Host": "example.org"},
        "a Host of another port": {"Host": f"127.0.0.1:{port + 1}"},
        "a foreign Origin": {**good, "Origin": "https://example.org"},
        "an opaque Origin": {**good, "Origin": "null"},
        "a forwarded request": {**good, "X-Forwarded-For": "192.0.2.1"},
        "another forwarded request": {**good, "Forwarded": "for=192.0.2.1"},
    }.items():
        seen = request(port, "GET", "/demo/state", headers=headers)[0], request(port, "POST", "/demo/say", {"as": "u1"}, headers)[0]
        check(f"{name} is refused", seen == (403, 403), seen)
    check("our own Origin is let in", request(port, "GET", "/demo/state", headers={**good, "Origin": f"http://127.0.0.1:{port}"})[0] == 200)
    with socket.socket() as other:
        other.settimeout(2)
        try:
            address = socket.gethostbyname(socket.gethostname())
            refused = address.startswith("127.") or other.connect_ex((address, port)) != 0
        except OSError:
            refused = True
    check("it listens on loopback only", refused)


def faults(port):
    for name, body in {
        "no JSON": b"{", "a list": [], "nobody": {"as": "u99", "chat": "g1", "text": "你好"}, "no text": {"as": "u1", "chat": "g1"},
        "no such group": {"as": "u1", "chat": "g99", "text": "你好"}, "a group of others": {"as": "u1", "chat": "g3", "text": "你好"},
        "a quote from elsewhere": {"as": "u1", "chat": "g1", "text": "附议", "quotes": "m9999"},
    }.items():
        status, answer = ask(port, "/demo/say", body)
        check(f"{name} is refused with a sentence", status == 400 and answer.get("error", "").endswith("。"), (status, answer))
    check("a clock step nobody knows is refused", ask(port, "/demo/clock", {"step": "year"})[0] == 400)
    check("another's message cannot be recalled", ask(port, "/demo/recall", {"as": "u2", "message": "m1"})[0] == 400)
    check("a body over the limit is 413", status_of_a_long_body(port, "/demo/say", 2 << 20) == 413)


def talk(port):
    status, said = ask(port, "/demo/say", {"as": "u1", "chat": "g1", "text": "建议：东门路灯不亮", "quotes": None})
    check("something is said", status == 200 and said["id"].startswith("m"), said)
    seen = state(port)["messages"]
    receipt = next((one for one in seen if one["from"] == "bot" and one["chat"] == "g1" and "1号" in one["text"]), None)
    card = next((one for one in seen if one["from"] == "bot" and one["chat"] == "g2" and one["buttons"]), None)
    check("a receipt with a number is there when the answer comes", receipt and "〔演示〕" in receipt["text"], seen)
    if not check("the officers' card has buttons", card, seen):
        return
    press = card["buttons"][0]["command"]
    status, _ = ask(port, "/demo/say", {"as": "o1", "chat": "g2", "text": press, "quotes": card["id"]})
    answer = [one for one in state(port)["messages"] if one["chat"] == "g2" and one["from"] == "bot"][-1]
    check("a button's command is carried out", status == 200 and answer["id"] != card["id"], answer)
    status, private = ask(port, "/demo/say", {"as": "u1", "chat": "private", "text": "我的"})
    answer = [one for one in state(port)["messages"] if one["chat"] == "u1"]
    check("private chats are a person's own", status == 200 and len(answer) == 2 and answer[1]["from"] == "bot", answer)


def clock(port):
    before = state(port)
    status, hour = ask(port, "/demo/clock", {"step": "hour"})
    check("the clock steps by an hour", status == 200 and 3_600_000 <= hour["nowMs"] - before["nowMs"] < 3_660_000, hour)
    check("and stops at what is due", hour["fired"] >= 1, hour)
    before = state(port)
    status, week = ask(port, "/demo/clock", {"step": "week"})
    check("the clock steps by a week", status == 200 and week["nowMs"] - before["nowMs"] >= 7 * 86_400_000, week)
    status, due = ask(port, "/demo/clock", {"step": "due"})
    check("to the next due time, or nowhere", status == 200 and due["nowMs"] >= week["nowMs"], due)


def live(port):
    events = socket.create_connection(("127.0.0.1", port), timeout=20)
    after = state(port)["messages"][-1]["seq"] - 1
    events.sendall(f"GET /demo/events?after={after} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    seen = b""

    def read(wanted):
        nonlocal seen
        while wanted not in seen:
            piece = events.recv(65536)
            if not piece:
                return False
            seen += piece
        return True

    check("events begin after the sequence named", read(b"event: message") and f'"seq":{after + 1},'.encode() in seen, seen)
    said = ask(port, "/demo/say", {"as": "u2", "chat": "g1", "text": "大家早上好"})[1]["id"]
    check("a message arrives live", read(f'"id":"{said}"'.encode()), seen)
    check("so does the clock", read(b"event: clock"), seen)
    check("its sender can recall it", ask(port, "/demo/recall", {"as": "u2", "message": said})[0] == 200)
    check("which arrives too", read(b'"recalled":true'), seen)
    check("once", ask(port, "/demo/recall", {"as": "u2", "message": said})[0] == 400)
    events.close()


def restart(place, port, demo):
    before = state(port)
    code, seconds = demo.stop()
    check("it ends cleanly and soon", code == 0 and seconds < 5, (code, seconds))
    demo = start(place, port)
    after = state(port)
    check("the conversation is there again", [one["id"] for one in after["messages"]] == [one["id"] for one in before["messages"]])
    check("what was recalled stays so", [one["recalled"] for one in after["messages"]] == [one["recalled"] for one in before["messages"]])
    check("the clock goes on where it was", 0 <= after["nowMs"] - before["nowMs"] < 60_000, (before["nowMs"], after["nowMs"]))
    demo.kill()
    demo = start(place, port)
    killed = state(port)
    check("also after a kill", len(killed["messages"]) == len(after["messages"]) and killed["nowMs"] >= before["nowMs"])
    _, said = ask(port, "/demo/say", {"as": "u3", "chat": "g1", "text": "附议 1"})
    messages = state(port)["messages"]
    check("and the conversation goes on", [one["text"] for one in messages if one["from"] == "bot"][-1].find("附议") >= 0, messages[-1])
    verified = run("verify", "--data", os.path.join(place, "data"))
    check("yishi verify says that it conforms, beside the running daemon", verified.returncode == 0 and "东园社区" in verified.stdout and "符合" in verified.stdout,
          verified.stdout + verified.stderr)
    code, _ = demo.stop()
    check("it ends cleanly", code == 0, code)
    leaked = [line for line in open(demo.log_path, encoding="utf-8") if "路灯" in line]
    check("nobody's words are in the log", not leaked, leaked)


def attached():
    """A OneBot counterpart on this machine beside the sandbox."""
    with folder() as place:
        port = free_ports(1)[0]
        fake = Fake(f"http://127.0.0.1:{port}/onebot/qq/unguessable-0123456789", "s", "t")
        for name, text in (("secret", "s"), ("token", "t"), ("path", "unguessable-0123456789")):
            path = os.path.join(place, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(path, 0o600)
        endpoint = {"kind": "onebot11", "name": "qq", "account": "10001", "secretFile": "secret", "tokenFile": "token", "pathFile": "path"}
        list_path, data = os.path.join(place, "onebot.json"), os.path.join(place, "data")
        command = ("demo", "--data", data, "--port", str(port), "--onebot", list_path)
        with open(list_path, "w", encoding="utf-8") as file:
            json.dump({"endpoints": [{**endpoint, "api": "http://192.0.2.1:3000"}]}, file)
        refused = run(*command)
        check("a counterpart elsewhere is refused", refused.returncode == 1 and "127.0.0.1 only" in refused.stderr, refused.stderr)
        with open(list_path, "w", encoding="utf-8") as file:
            json.dump({"endpoints": [{**endpoint, "api": f"http://127.0.0.1:{fake.port}"}]}, file)
        demo = Process(place, *command).ready(port)
        try:
            ask(port, "/demo/clock", {"step": "hour"})  # the clock's time is kept for the command
            mark = fake.mark()
            code = run("code", "dongyuan", "group", "residents", "--data", data).stdout.strip()
            fake.say(501, f"绑定 {code}", group=20001)
            check("a code of the demo binds a group of the counterpart", fake.waited(mark, "东园社区", 20001), code)
            mark = fake.mark()
            _, statuses = fake.say(501, "建议：凉亭漏雨", group=20001)
            receipt = fake.waited(mark, "已登记", 20001)
            check("a suggestion there is registered, marked as a demonstration", statuses == [204] and receipt and "〔演示〕" in receipt["text"], receipt)
            card = [one for one in state(port)["messages"] if one["chat"] == "g2" and "凉亭" in one["text"]]
            check("and the officers of the sandbox hear of it", len(card) == 1, card)
            foreign = request(port, "POST", "/onebot/qq/unguessable-0123456789", b"{}", {"Host": "example.org"})[0]
            check("pushes under a foreign name are refused", foreign == 403, foreign)
        finally:
            demo.kill()
            fake.end()


def main():
    attached()
    with folder() as place:
        port = free_ports(1)[0]
        demo = start(place, port)
        try:
            for part in (pages, doors, talk, faults, clock, live):
                part(port)
            restart(place, port, demo)
        finally:
            demo.kill()
    end()


if __name__ == "__main__":
    main()
