#!/usr/bin/env python3
"""Replays what people write in groups through the OneBot endpoint, and looks where every line went.

    test_replay.py [--lines 2000] [--seed 1] [--data PATH]

Without --data the lines are of our own making (replay_lines.py). PATH is a file of JSON lines, or a folder of such files (*.jsonl):
{"text": …, "label": …}, where "label" is "civic" (or 1, true) for what the community should deal with and anything else for ordinary
chat. Civic lines get a natural opening; chat is replayed as it is. A few broken bodies are pushed among them.

Counts must close: pushed = registered + ignored by rule + answered without registering + set aside with a reason. Afterwards no line of
ordinary chat may stand in the database, its log, the daemon's log or any other file of its folders, and every registered one must."""

import argparse
import json
import pathlib
import random
import sys
import tempfile
import time

import replay_lines
from installation import Checks, Counterpart, Installation

BROKEN = ['{"post_type":"message","text":', '{"post_type":"message","self_id":10001,"time":', "[]", '{"self_id":10001,"post_type":7}',
          '{"self_id":10001,"time":1,"time":2}']


def read(path):
    path = pathlib.Path(path)
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                one = json.loads(line)
                if isinstance(one.get("text"), str) and one["text"].strip() and "label" in one:
                    yield {"text": one["text"], "label": "civic" if one["label"] in ("civic", 1, True) else "chat"}


def stored(folder):
    """All bytes of all files below the folder, without the configuration and the secrets."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        if path.is_file() and inner[0] not in ("config", "secrets", "sent.jsonl"):
            yield str(path.relative_to(folder)), path.read_bytes()


def outcomes(metrics):
    """What became of messages, by name: the daemon's own counters."""
    found = {}
    for name, value in metrics.items():
        if 'name="' in name:
            name = name.split('name="')[1].split('"')[0]
        found[name.removeprefix("yishi_").removesuffix("_total")] = int(value)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    lines = list(read(options.data)) if options.data else list(replay_lines.lines(options.lines, options.seed))
    civic = [line["text"] for line in lines if line["label"] == "civic"]
    chat = [line["text"] for line in lines if line["label"] != "civic"]
    texts = [replay_lines.opened(text, rng) for text in civic] + chat
    rng.shuffle(texts)
    checks = Checks()
    checks.check("there are lines of both kinds", civic and chat, f"{len(civic)} civic, {len(chat)} chat")

    with tempfile.TemporaryDirectory(prefix="yishi-replay-") as folder:
        fake = Counterpart(folder, "--no-history")
        groups = list(range(20_001, 20_201))
        installation = Installation(folder, fake.api, groups)
        try:
            fake.post("settings", application=installation.url)
            installation.start()
            fake.post("flood", lines=texts, count=len(texts), groups=len(groups), first_group=groups[0], people=1500, seed=options.seed)
            for raw in BROKEN:
                fake.post("push", raw=raw)
            counts = fake.get("idle?timeout=600")["push"]
            deadline = time.monotonic() + 300
            while installation.number("SELECT count(*) FROM outbox WHERE state IN (0, 1)") and time.monotonic() < deadline:
                time.sleep(0.1)
            judge(installation, outcomes(installation.metrics()), counts, civic, chat, checks, options)
            checks.check("the daemon stops cleanly", installation.stop() == 0)
            look(pathlib.Path(folder), civic, chat, "after the stop", checks)
        finally:
            installation.end()
            fake.end()
    return checks.end()


def judge(installation, metrics, counts, civic, chat, checks, options):
    pushed = len(civic) + len(chat) + len(BROKEN)
    statuses = counts["statuses"]
    checks.check("every push was answered", counts["queued"] == pushed == sum(statuses.values()), statuses)
    registered = installation.number("SELECT count(*) FROM matter WHERE (id & 1099511627775) > 0")
    aside = installation.rows("SELECT length, place, reason FROM aside")
    ignored = metrics.get("chat", 0) + metrics.get("said_silent", 0) + metrics.get("said_duplicate", 0)
    answered = sum(metrics.get(f"said_{name}", 0) for name in ("asked", "refused", "answered"))
    other = metrics.get("said_decided", 0) - registered
    checks.check("counts close", pushed == registered + other + ignored + answered + len(aside),
                 f"{pushed} pushed = {registered} registered + {other} otherwise decided + {ignored} ignored + {answered} answered "
                 f"+ {len(aside)} set aside")
    checks.check("what is broken is set aside with place and reason", len(aside) == len(BROKEN) and all(row[1] and row[2] for row in aside),
                 [row[1:] for row in aside][:2])
    checks.check("set aside is counted", metrics.get("set_aside", 0) == len(BROKEN))
    if not options.data:
        checks.check("every civic line is registered, and nothing else", registered == len(civic) and other == 0, f"{registered} of {len(civic)}")
        checks.check("nobody is answered who did not ask", answered == 0, answered)
    look(installation.folder, civic, chat, "while it runs", checks)


def look(folder, civic, chat, when, checks):
    files = list(stored(folder))
    kept = b"\0".join(content for _, content in files)
    # Positive control: the same search finds what must be there.
    missing = sum(1 for text in civic if needle(text) not in kept)
    checks.check(f"registered words are found {when}", missing == 0, f"{len(civic) - missing} of {len(civic)} in {len(files)} files")
    # A few words that also stand in a registered text say nothing.
    everything = "\n".join(civic)
    told = [text for text in chat if len(text.encode()) >= 12 and text not in everything]
    found = [text for text in told if needle(text) in kept]
    places = {name for name, content in files for text in found[:20] if needle(text) in content}
    checks.check(f"no ordinary chat is on disk {when}", not found, f"{len(told)} lines looked for, {len(found)} found {sorted(places)} {found[:3]}")


def needle(text):
    """The bytes to look for: enough to be nobody else's, and short enough to stand on one page of the database."""
    return text.encode()[:120]


if __name__ == "__main__":
    sys.exit(main())
