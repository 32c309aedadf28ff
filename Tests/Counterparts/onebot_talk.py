#!/usr/bin/env python3
"""Speaks through onebot_fake.py as people in QQ would, and prints what the bot answers. Standard library only.

    onebot_talk.py [--fake 3000] [--demo PORT] ["LINE" …]      lines given, else those typed or pasted until Ctrl-D

A line is as in Tests/Conversations; whoever and wherever is named for the first time is there from then on:

    张三@居民群: 建议：东门路灯不亮         in a group; several at once: 张三、李四@居民群: 附议 1
    李明@工作群 引用「新建议」: 通过        quoting the bot's last message there that holds the words
    刘国强: 同意 1 3月2日支委会            in private; lines that begin with two blanks belong to the message above
    过 1小时                              the demo's clock goes on: 小时, 天, 周
    机器人@居民群: 收到，…                  the bot is to have said so since: waited for, … is whatever it likes

Ends with 1 where something did not come or could not be said."""

import argparse
import json
import queue
import re
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
import zlib

BOT, DEMONSTRATION = "机器人", "〔演示〕"
STEPS = {"小时": "hour", "天": "day", "周": "week"}
# Seconds: for what is expected; without anything, among others and after a single line; until the next line of a paste is there.
PATIENCE, AT_REST, AT_LAST, PASTED = 15, 0.4, 1, 0.15


class Fault(Exception):
    pass


def number(name):
    """The account or group of a name: the same each time, so that nothing need be kept."""
    return int(name) if name.isdigit() else 100_000_000 + zlib.crc32(name.encode()) % 900_000_000


def ask(port, path, body=None):
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=data), timeout=90) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise Fault(f"{path}: HTTP {error.code} {error.read(300).decode(errors='replace')}") from None
    except OSError as error:
        raise Fault(f"nobody answers on port {port}: {error}") from None


def listening(port):
    """Waits for whoever is just being started."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError as error:
            if time.monotonic() > until:
                raise Fault(f"nobody listens on port {port}: {error}") from None
        time.sleep(0.05)


class Talk:
    def __init__(self, fake, demo):
        self.fake, self.demo = fake, demo
        for port in filter(None, (fake, demo)):
            listening(port)
        self.shown = self.since = ask(fake, "/control/sent")["count"]
        self.names = ask(fake, "/control/people")["names"]
        self.missing = 0

    def sent(self, after):
        return ask(self.fake, f"/control/sent?from={after}")["sent"]

    def chat(self, one):
        """Where the bot said it, by name."""
        return self.names.get(str(one["chat"]), str(one["chat"]))

    def name(self, *names):
        """Keeps whose number is whose, for whoever looks on next."""
        new = {str(number(name)): name for name in names if name and str(number(name)) not in self.names}
        if new:
            self.names |= new
            ask(self.fake, "/control/people", {"names": new})

    def show(self):
        """Prints what has come; gives how many."""
        new = self.sent(self.shown)
        for one in new:
            print(f"{BOT}@{self.chat(one)}: " + one["text"].replace("\n", "\n  "), flush=True)
            self.shown = one["n"]
        return len(new)

    def rest(self, seconds):
        """Until nothing has come for so long."""
        quiet = time.monotonic()
        while time.monotonic() - quiet < seconds:
            if self.show():
                quiet = time.monotonic()
            time.sleep(0.05)

    def expect(self, where, words):
        pattern = re.compile(".*".join(re.escape(part.strip("\n")) for part in words.split("…")), re.DOTALL)
        until = time.monotonic() + PATIENCE
        for place in where.split("、"):
            while not any(self.chat(one) == place and pattern.fullmatch(one["text"].removeprefix(DEMONSTRATION)) for one in self.sent(self.since)):
                self.show()
                if time.monotonic() > until:
                    self.missing += 1
                    print(f"!! 没有等到 {BOT}@{place}: {words}", flush=True)
                    break
                time.sleep(0.05)
        self.show()

    def say(self, people, place, quoted, text):
        self.since = self.shown
        for name in people.split("、"):
            said = {"user": number(name), "nickname": name, "text": text, "group": number(place) if place else None}
            self.name(name, place)
            if quoted is not None:
                said["reply"] = self.quoted(number(place or name), quoted)
            outcome = ask(self.fake, "/control/say", said)["outcomes"][0]
            if outcome["status"] not in (200, 204):
                raise Fault(f"the push was not taken: {outcome['status']} {outcome['error'] or ''}")

    def quoted(self, chat, words):
        """The id of the bot's last message there that holds the words."""
        until = time.monotonic() + PATIENCE
        while True:
            there = [one["message_id"] for one in self.sent(0) if one["chat"] == chat and words in one["text"]]
            if there:
                return there[-1]
            if time.monotonic() > until:
                raise Fault(f"the bot has said nothing there with 「{words}」")
            time.sleep(0.05)

    def wait(self, count, unit):
        if not self.demo:
            raise Fault("the clock is the demo's: --demo PORT")
        self.since = self.shown
        for _ in range(count):
            now = ask(self.demo, "/demo/clock", {"step": STEPS[unit]})["now"]
        print(f"-- {now.replace('T', ' ')}", flush=True)

    def line(self, line):
        """Carries one line out; true where somebody spoke or the clock went on."""
        if not line.strip() or line.startswith("#"):
            return False
        if found := re.fullmatch(r"过 ([1-9]\d?)(小时|天|周)", line):
            self.wait(int(found[1]), found[2])
            return True
        found = re.fullmatch(r"([^@:：\s]+)(?:@([^@:：\s]+))?(?: 引用「([^」]*)」)?(?:: |：)(.+)", line, re.DOTALL)
        if not found:
            raise Fault(f"not understood: {line}")
        if found[1] == BOT:
            self.expect(found[2] or "", found[4])
            return False
        print("» " + line.replace("\n", "\n  "), flush=True)
        self.say(*found.groups())
        return True


def lines(source):
    """Lines, each with those below it that begin with two blanks, where they come at once."""
    read = queue.Queue()

    def fill():
        for line in source:
            read.put(line.rstrip("\n"))
        read.put(None)
    threading.Thread(target=fill, daemon=True).start()
    line = read.get()
    while line is not None:
        try:
            following = read.get(timeout=PASTED)
        except queue.Empty:
            yield line
            line = read.get()
            continue
        if following is not None and following.startswith("  "):
            line += "\n" + following[2:]
            continue
        yield line
        line = following


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fake", type=int, default=3000, help="port of onebot_fake.py")
    parser.add_argument("--demo", type=int, help="port of the demo, for its clock")
    parser.add_argument("line", nargs="*")
    options = parser.parse_args()
    faults = 0
    try:
        talk = Talk(options.fake, options.demo)
    except Fault as fault:
        raise SystemExit(f"!! {fault}") from None
    for line in lines(iter(options.line) if options.line else sys.stdin):
        try:
            spoken = talk.line(line)
        except Fault as fault:
            faults += 1
            print(f"!! {fault}", flush=True)
            continue
        if spoken:
            talk.rest(AT_LAST if options.line else AT_REST)
    sys.exit(1 if faults or talk.missing else 0)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
