#!/usr/bin/env python3
"""Deliveries that go wrong, both ways: what a platform brings again, and what becomes of our own messages when its API misbehaves.

    test_delivery.py [--each 20] [--rows FILE]

`--each` is how many suggestions meet each fault. `--rows` appends what was seen, one JSON line a fault, for the README's table."""

import argparse
import collections
import json
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(__file__))
from house import Fake, Process, check, end, folder, free_ports, keep, request, run, until  # noqa: E402

GROUP = 20001
PATH = "unguessable-0123456789"
HOUR, DAY = "hour", "day"
# gateways.md 0.1: when each platform brings a message again that it holds for undelivered. The demo's clock goes by hours and days; what
# comes sooner comes at once, which is harder.
SCHEDULES = {
    "go-cqhttp: 3 more at once": [0, 0, 0],
    "WeCom: 3 in all": [0, 0],
    "DingTalk Stream: every minute": [0] * 8,
    "Feishu: 15 s, 5 min, 1 h, 6 h": [0, 0, HOUR] + [HOUR] * 6,
    "Matrix: 2 s to 512 s": [0] * 9,
    "Telegram: up to 24 h": [0, HOUR, DAY],
    "Slack: at once, 1 min, 5 min": [0, 0, 0],
    "Standard Webhooks: ten over 75 h": [0, 0, 0, HOUR, HOUR, HOUR, HOUR, DAY, DAY, DAY],
    "29 days later": [DAY] * 29,
}
# What the API does with a call, and whether the message stands in the group all the same.
ANSWERS = {
    "garbage instead of JSON, delivered": {"mode": "garbage"},
    "garbage instead of JSON, not delivered": {"mode": "garbage", "delivered": False},
    "half an answer": {"mode": "half"},
    "an empty answer": {"mode": "empty"},
    "the connection closed, delivered": {"mode": "close"},
    "the connection closed, not delivered": {"mode": "close", "delivered": False},
    "reported as failed, delivered": {"mode": "failed"},
    "taken without saying what becomes of it": {"mode": "async"},
    "no message id": {"mode": "no-id"},
    "HTTP 429": {"mode": "status", "status": 429},
    "HTTP 401, a wrong token": {"mode": "status", "status": 401},
    "HTTP 404, a wrong address": {"mode": "status", "status": 404},
    "HTTP 500, not delivered": {"mode": "status", "status": 500},
}


class Stage:
    """A demonstration with its own clock, and a OneBot counterpart beside its sandbox."""

    def __init__(self, place, *more, settings=None):
        self.port = free_ports(1)[0]
        self.fake = Fake(f"http://127.0.0.1:{self.port}/onebot/qq/{PATH}", "s", "t", "10001", *more)
        for name, text in (("secret", "s"), ("token", "t"), ("path", PATH)):
            with open(os.path.join(place, name), "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(file.name, 0o600)
        endpoint = {"kind": "onebot11", "name": "qq", "account": "10001", "secretFile": "secret", "tokenFile": "token", "pathFile": "path",
                    "api": f"http://127.0.0.1:{self.fake.port}"}
        listed = os.path.join(place, "onebot.json")
        with open(listed, "w", encoding="utf-8") as file:
            json.dump({"endpoints": [endpoint], **(settings or {})}, file)
        self.place, self.data = place, os.path.join(place, "data")
        self.command = ("demo", "--data", self.data, "--port", str(self.port), "--onebot", listed)
        self.demo = None
        self.start()
        self.step(HOUR)
        code = run("code", "dongyuan", "group", "residents", "--data", self.data).stdout.strip()
        mark = self.fake.mark()
        self.fake.say(501, f"绑定 {code}", group=GROUP)
        check("the counterpart's group is bound", self.fake.waited(mark, "东园社区", GROUP), code)

    def start(self):
        self.demo = Process(self.place, *self.command).ready(self.port)

    def restart(self):
        self.demo.kill()
        self.start()

    def step(self, step):
        status, _, body = request(self.port, "POST", "/demo/clock", json.dumps({"step": step}), {"Content-Type": "application/json"})
        assert status == 200, body

    def matters(self):
        return self.count("SELECT count(*) FROM event WHERE m = 1 AND kind = 'suggested'")

    def count(self, sql):
        with sqlite3.connect(f"file:{self.data}/yishi.db?mode=ro", uri=True) as database:
            return database.execute(sql).fetchone()[0]

    def end(self):
        self.demo.kill()
        self.fake.end()


def receipts(fake, after):
    """Number of the matter → how often its receipt stands in the group."""
    return collections.Counter(found[1] for one in fake.sent(after, GROUP) if (found := re.search(r"登记为(\d+)号", one["text"])))


def redelivered(stage, options):
    for name, gaps in SCHEDULES.items():
        before, mark = stage.matters(), stage.fake.mark()
        for number in range(options.each):
            stage.fake.say(501 + number, f"建议：第{number}处栏杆松了（{name}）", group=GROUP)
        # The very same bytes, those of the schedules before among them.
        for place, gap in enumerate(gaps):
            if gap:
                stage.step(gap)
            if place == len(gaps) // 2:
                stage.restart()
            stage.fake.control("repush", which="all", wait=True)
        stood = receipts(stage.fake, mark)
        lost, doubled = options.each - (stage.matters() - before), sum(count - 1 for count in stood.values())
        check(f"{name}: one matter and one receipt each", lost == 0 and doubled == 0 and len(stood) == options.each,
              (lost, doubled, len(stood)))
        yield {"fault": f"the same push again, {name}", "tried": options.each * len(gaps), "lost": lost, "doubled": doubled, "unknown": 0}


def answered(stage, options):
    """A send of unknown fate is never repeated; one that is certainly not delivered is, once it can be."""
    for name, fault in ANSWERS.items():
        before, mark, unknown = stage.matters(), stage.fake.mark(), stage.count("SELECT count(*) FROM outbox WHERE state = 3")
        stage.fake.control("faults", times=options.each, actions=["send_group_msg"], **fault)
        for number in range(options.each):
            stage.fake.say(601 + number, f"建议：第{number}盏灯不亮（{name}）", group=GROUP)
            until(lambda: stage.count("SELECT count(*) FROM outbox WHERE state = 1") == 0)
        stage.fake.control("faults", mode="none")
        for _ in range(2):
            stage.step(HOUR)
        stood = receipts(stage.fake, mark)
        unknown = stage.count("SELECT count(*) FROM outbox WHERE state = 3") - unknown
        lost = options.each - (stage.matters() - before)
        missing, doubled = options.each - len(stood), sum(count - 1 for count in stood.values())
        check(f"{name}: nothing lost, nothing twice", lost == 0 and doubled == 0 and missing <= unknown, (lost, doubled, missing, unknown))
        yield {"fault": f"API: {name}", "tried": options.each, "lost": lost, "doubled": doubled, "unknown": unknown}


def outage(stage, options):
    """The API is away for 24 hours; then everything goes, in order, once."""
    count = max(24, options.each * 3)
    mark = stage.fake.mark()
    stage.fake.control("down", down=True)
    for number in range(count):
        stage.fake.say(701 + number, f"建议：第{number}级台阶缺角", group=GROUP)
        if number % (count // 24) == 0:
            stage.step(HOUR)
    check("nothing went while it was away", stage.fake.mark() == mark)
    stage.fake.control("down", down=False)
    for _ in range(3):
        stage.step(HOUR)
    found = [int(one[1]) for line in stage.fake.sent(mark, GROUP) if (one := re.search(r"登记为(\d+)号", line["text"]))]
    check("after 24 hours each receipt goes once", len(found) == len(set(found)) == count, (len(found), len(set(found)), count))
    check("and in order", found == sorted(found), found[:20])
    late = sum("补发" in line["text"] for line in stage.fake.sent(mark, GROUP))
    check("those that come more than half an hour late say so", late >= count * 9 // 10, late)
    yield {"fault": "API away for 24 hours", "tried": count, "lost": count - len(set(found)), "doubled": len(found) - len(set(found)),
           "unknown": 0}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--rows")
    options = parser.parse_args()
    rows = []
    for part in (redelivered, answered, outage):
        with folder() as place:
            stage = Stage(place, "--no-history")
            try:
                rows += part(stage, options)
            finally:
                stage.end()
    keep(rows, options.rows)
    end()


if __name__ == "__main__":
    main()
