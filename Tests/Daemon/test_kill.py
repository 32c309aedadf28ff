#!/usr/bin/env python3
"""kill -9 at random moments in a stream of messages, restart, everything without an answer pushed again (and some that had one).

    test_kill.py [--kills 30] [--messages 10000] [--groups 200] [--seed 1] [--history]

At the end there are as many matters as suggestions, each number once in its unit; every receipt was sent exactly once or its row says
*unknown*; no more rows are unknown than were on their way at the kills; nothing is pending. With --history the daemon may look into the
groups' history (some twenty messages) at each start and settle what it finds there. More kills: --kills 1000 --messages 100000."""

import argparse
import collections
import json
import random
import re
import sys
import tempfile
import time

from installation import Checks, Counterpart, Installation

SUGGESTIONS = ["建议：{place}{want}（第{n}条）", "我要反映：{place}该{want}了，第{n}回", "提个建议，{place}{want}，这是{n}", "反映一下，{place}要{want}，{n}"]
CHAT = ["今天的菜新鲜吗 {n}", "谁家快递放门口了 {n}", "晚上一起跳舞 {n}", "收到，谢谢 {n}", "明天降温，多穿点 {n}", "电梯又慢了哈哈 {n}"]
PLACES = ["东门", "西门", "三号楼前", "地下车库", "小广场", "菜场路口", "南墙边", "幼儿园门口"]
WANTS = ["装一盏路灯", "修一修漏水的管子", "加个充电桩", "划几个车位", "铺平路面", "放两张长椅", "清一清下水道", "种一排树"]
# What the record says of a row whose process died, and libcurl of a call that ran out of our own time.
INTERRUPTED, NO_ANSWER = "interrupted while sending", "Timeout was reached"
# As the record's own partial index has it: at the end there are a hundred thousand rows, and they are asked for a thousand times.
SENDING = "(state = 1 OR state = 3 OR state = 4) AND state = 1"


def stream(count, rng):
    """Texts, most of them suggestions; no two the same."""
    for n in range(count):
        form = rng.choice(SUGGESTIONS) if rng.random() < 0.8 else rng.choice(CHAT)
        yield form.format(place=rng.choice(PLACES), want=rng.choice(WANTS), n=n)


class Run:
    def __init__(self, options, folder):
        self.options = options
        self.rng = random.Random(options.seed)
        self.fake = Counterpart(folder, "--workers", "24", *([] if options.history else ["--no-history"]))
        self.groups = list(range(20_001, 20_001 + options.groups))
        self.installation = Installation(folder, self.fake.api, self.groups)
        # The counterpart does not try again by itself: what has no answer is pushed again once the daemon is back.
        self.fake.post("settings", application=self.installation.url, push_retries=0, push_timeout=20)
        self.texts = list(stream(options.messages, self.rng))
        self.suggestions = sum(1 for text in self.texts if not any(text.startswith(form[:5]) for form in CHAT))
        self.in_flight = 0
        self.starts = []

    def push(self, texts, offset):
        self.fake.post("flood", lines=texts, count=len(texts), groups=len(self.groups), first_group=self.groups[0], people=3000,
                       seed=self.options.seed * 100_003 + offset)

    def repush(self):
        """Everything without an answer, the very same bytes."""
        self.fake.post("repush", which="unanswered")

    def kill(self):
        self.installation.kill()
        # What the record says was on its way when the process died.
        self.in_flight += self.installation.number(f"SELECT count(*) FROM outbox WHERE {SENDING}")

    def go(self):
        options, installation = self.options, self.installation
        self.starts.append(installation.start())
        slice_size = -(-len(self.texts) // options.kills)
        for number in range(options.kills):
            texts = self.texts[number * slice_size : (number + 1) * slice_size]
            self.push(texts, number)
            # At any moment of the work: while pushes are answered, while receipts are sent, in a commit, at rest.
            time.sleep(self.rng.uniform(0.0, options.span))
            self.kill()
            self.fake.get("idle?timeout=60")
            self.starts.append(installation.start())
            self.repush()
        for _ in range(100):
            counts = self.fake.get("idle?timeout=60")
            if counts["push"]["unanswered"] == 0:
                break
            self.repush()
        # Platforms repeat what was answered, too: everything comes once more.
        self.fake.post("repush", which="all")
        self.fake.get("idle?timeout=300")
        return self.drain()

    def drain(self):
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            left = self.installation.number(f"SELECT (SELECT count(*) FROM outbox WHERE state = 0) + (SELECT count(*) FROM outbox WHERE {SENDING})")
            if left == 0:
                return True
            time.sleep(0.2)
        return False


def judge(run, drained, checks):
    installation, fake = run.installation, run.fake
    counts = fake.get("counts")["push"]
    checks.check("every push has its answer in the end", counts["unanswered"] == 0 and counts["open"] == 0, counts["unanswered"])
    checks.check("nothing is left to send", drained)
    matters = installation.rows("SELECT id >> 40, id & 1099511627775 FROM matter WHERE (id & 1099511627775) > 0")
    checks.check("as many matters as suggestions", len(matters) == run.suggestions, f"{len(matters)} of {run.suggestions}")
    events = installation.rows("SELECT unit, matter, count(*) FROM event WHERE m = 1 AND matter > 0 GROUP BY unit, matter")
    checks.check("each number was given once in its unit", len(events) == len(matters) and all(row[2] == 1 for row in events))
    by_unit = collections.defaultdict(set)
    for unit, number in matters:
        by_unit[unit].add(number % 1_000_000)
    checks.check("the numbers of a unit have no gap", all(serials == set(range(1, len(serials) + 1)) for serials in by_unit.values()))
    distinct = installation.number("SELECT count(DISTINCT text) FROM words")
    checks.check("every suggestion's words are kept once", distinct == run.suggestions == installation.number("SELECT count(*) FROM words"))

    states = dict(installation.rows("SELECT state, count(*) FROM outbox GROUP BY state"))
    unknown = states.get(3, 0)
    checks.check("nothing is pending or being sent", states.get(0, 0) == states.get(1, 0) == 0, states)
    checks.check("nothing failed or was dropped", states.get(4, 0) == states.get(5, 0) == 0, states)
    # A call that had no answer in our own time is unknown as well, and no kill's doing: told by itself.
    reasons = dict(installation.rows("SELECT coalesce(error, ''), count(*) FROM outbox WHERE state = 3 GROUP BY 1"))
    interrupted = reasons.pop(INTERRUPTED, 0)
    checks.check("no more unknown than were on their way at the kills", interrupted <= run.in_flight, f"{interrupted} of {run.in_flight}")
    checks.check("whatever else is unknown had no answer in time", all(NO_ANSWER in reason for reason in reasons), reasons)

    receipts = collections.defaultdict(list)
    for row in installation.rows("SELECT o.unit, o.matter, o.state FROM outbox o WHERE o.text = 'receipt'"):
        receipts[row[0], row[1] % 1_000_000].append(row[2])
    checks.check("one receipt a suggestion", len(receipts) == run.suggestions and all(len(rows) == 1 for rows in receipts.values()))
    unit_of = unit_of_groups(installation)
    delivered = collections.Counter()
    strangers = 0
    for message in fake.sent():
        number = re.search(r"(\d+)号", message["text"])
        unit = unit_of.get(message["chat"])
        if unit is None:
            continue
        if number is None:
            strangers += 1
        else:
            delivered[unit, int(number[1])] += 1
    checks.check("what went to residents' groups were receipts", strangers == 0, strangers)
    checks.check("no receipt was sent twice", all(count == 1 for count in delivered.values()),
                 [key for key, count in delivered.items() if count > 1][:5])
    missing = [key for key, rows in receipts.items() if delivered[key] == 0 and rows != [3]]
    checks.check("every receipt was sent, or its row is unknown", not missing, missing[:5])
    verified = installation.stop()
    checks.check("the daemon stops cleanly", verified == 0, verified)
    if run.options.rows:
        with open(run.options.rows, "a", encoding="utf-8") as file:
            doubled = sum(count - 1 for count in delivered.values())
            print(json.dumps({"fault": f"`kill -9` at any moment, {run.options.kills} times", "tried": len(run.texts),
                              "lost": run.suggestions - len(matters) + len(missing), "doubled": doubled, "unknown": unknown}), file=file)
    print(f"{run.options.kills} kills, {len(run.texts)} messages ({run.suggestions} suggestions) over {len(run.groups)} groups, "
          f"{counts['attempts']} deliveries; {sum(states.values())} rows to send, {run.in_flight} on their way at the kills, "
          f"{interrupted} unknown by a kill, {unknown - interrupted} for want of an answer; slowest start {max(run.starts):.2f} s")


def unit_of_groups(installation):
    """Group number at the platform → row of its unit, from the settings."""
    settings = json.loads((installation.config / "yishi.json").read_text())
    rows = dict(installation.rows("SELECT name, id FROM unit"))
    return {int(group): rows[entry["unit"]] for entry in settings["groups"] if entry["purpose"] == "residents" for group in entry["ids"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--groups", type=int, default=200)
    parser.add_argument("--span", type=float, default=0.8, help="the longest time from a slice of the stream to the kill, in seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", help="appends what was seen, one JSON line, for the README's table")
    parser.add_argument("--history", action="store_true", help="the counterpart has a history")
    options = parser.parse_args()
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="yishi-kill-") as folder:
        run = Run(options, folder)
        try:
            drained = run.go()
            judge(run, drained, checks)
        finally:
            run.installation.end()
            run.fake.end()
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
