#!/usr/bin/env python3
"""README's first hour, played as it is printed: its commands in one shell, its sentences through the fake QQ group, on ports and in a
folder of this test's own. What the section says of an answer must come; so must every answer its comments name."""

import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from house import BINARY, ROOT, check, end, folder, free_ports  # noqa: E402

TITLE = "## The first hour"
PATIENCE = 100  # seconds; some 25 are what it takes


def blocks():
    """The section's code blocks in order: kind (`sh`, or nothing for what is said) and lines."""
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as readme:
        section = readme.read().partition(f"\n{TITLE}\n")[2].partition("\n## ")[0]
    return [(found[1], found[2].splitlines()) for found in re.finditer(r"^```(\w*)\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)]


def wanted_of(line):
    """A command and what its comment says of the answer."""
    command, _, comment = line.partition("  # ")
    return command.rstrip(), comment.strip()


class Hour:
    """The section as one script for a shell, with places of our own."""

    def __init__(self, place, parts):
        fake, demo = free_ports(2)
        tools = os.path.join(place, "tools")
        os.mkdir(tools)
        os.symlink(BINARY, os.path.join(tools, "yishi"))
        self.place, self.answers = place, {}
        script = []
        for kind, lines in parts:
            if kind == "sh":
                script += [self.command(line) for line in lines]
            else:
                script += [f"talk >{place}/talk 2>&1 <<'END-OF-TALK'", *lines, "END-OF-TALK", f"echo $? >{place}/talk.code"]
        text = "\n".join(script) + "\nwait\n"
        ours = {"3000": str(fake), "8080": str(demo), "$PWD/.build/release": tools, ".data/hour": os.path.join(place, "hour")}
        for printed in ours:
            check(f"the section names {printed}", printed in text)
        # In one go: a port of ours may look like one of the section's.
        self.text = re.sub("|".join(map(re.escape, ours)), lambda found: ours[found[0]], text)

    def command(self, line):
        command, wanted = wanted_of(line)
        if not wanted:
            return line
        name = f"answer{len(self.answers)}"
        self.answers[name] = (command, wanted)
        return f"{command} >{self.place}/{name} 2>&1"

    def play(self):
        """Exit code and what the shell itself said; whatever was started is ended."""
        with open(os.path.join(self.place, "said"), "w+", encoding="utf-8") as said:
            shell = subprocess.Popen(["bash", "-c", self.text], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                                     start_new_session=True)
            try:
                code = shell.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                code = None
            left = alive(shell.pid)
            if left:
                os.killpg(shell.pid, signal.SIGKILL)
                shell.wait(timeout=20)
            said.seek(0)
            return code, left, said.read()

    def read(self, name):
        try:
            with open(os.path.join(self.place, name), encoding="utf-8") as file:
                return file.read()
        except OSError:
            return ""

    def holds(self, name, words):
        """Whether a file, where there is one, has the words."""
        try:
            with open(os.path.join(self.place, name), "rb") as file:
                return words.encode() in file.read()
        except OSError:
            return False


def alive(group):
    """Whether anybody of a process group is there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def matches(wanted, answer):
    """`silence`, or a line of the bot's, or an output; … is whatever it likes."""
    said = re.sub(r"^(»|--) .*\n?", "", answer, flags=re.MULTILINE)
    if wanted == "silence":
        return said.strip() == ""
    said = re.sub(r"^机器人@\S+: (〔演示〕)?", "", said)
    return re.fullmatch(".*".join(map(re.escape, wanted.split("…"))), said.strip(), re.DOTALL)


def main():
    parts = blocks()
    spoken = [lines for kind, lines in parts if kind != "sh"]
    check("the README has a first hour with commands and one conversation", len(parts) >= 3 and len(spoken) == 1, [kind for kind, _ in parts])
    with folder() as place:
        hour = Hour(place, parts)
        began = time.monotonic()
        code, left, said = hour.play()
        print(f"    played in {time.monotonic() - began:.0f} s")
        check("it is played to its end", code == 0, (code, said[-2000:]))
        check("and nothing of it runs on", not left)
        check("the shell says nothing of its own", not re.sub(r"^.*Terminated.*$", "", said, flags=re.MULTILINE).strip(), said[-2000:])
        for name, (command, wanted) in hour.answers.items():
            check(f"{command.strip()} → {wanted}", matches(wanted, hour.read(name)), hour.read(name))
        heard = hour.read("talk")
        for line in heard.splitlines():
            if line.startswith("!!"):
                check("what is said comes", False, line)
        check("the conversation is what the README says", hour.read("talk.code").strip() == "0", heard[-1500:])
        wanted = sum(1 for line in spoken[0] if re.match(r"[^\s#][^:]*: ", line) and not line.startswith("机器人"))
        check("each of its lines was said", heard.count("» ") == wanted, (heard.count("» "), wanted))
        for what, words in {"a refusal": "还不行。", "an article it stands on": "（《工作规则（试行）》第", "a late record": "（补录：", "a closing": "1号已办结。",
                            "an erasure": "您没有资料存在我们这里。"}.items():
            check(f"there is {what}", any(words in line for line in spoken[0]) and words in heard)
        kept = [name for name in ("hour/backup.db", "hour/data/yishi.db", "hour/data/yishi.db-wal") if hour.holds(name, "晚上看不清")]
        check("what was forgotten is in no record and no backup", os.path.exists(os.path.join(place, "hour/backup.db")) and not kept, kept)
        log = hour.read("hour/demo.log")
        check("nobody's words are in the log", "listening" in log and "路灯" not in log, log[-500:])
    end()


if __name__ == "__main__":
    main()
