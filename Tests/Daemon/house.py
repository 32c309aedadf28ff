"""What the daemon's tests share: the real process, the fake counterpart, HTTP, and a line a check. Python's standard library only.

The binary is $YISHI_BINARY, else $YISHI, else .build/debug/yishi."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BINARY = os.path.abspath(os.environ.get("YISHI_BINARY") or os.environ.get("YISHI") or os.path.join(ROOT, ".build", "debug", "yishi"))
counts = {"passed": 0, "failed": 0}


def check(what, good, seen=""):
    counts["passed" if good else "failed"] += 1
    print(f"{'ok' if good else 'FAILED'}  {what}" + (f": {seen}" if not good and seen != "" else ""), flush=True)
    return bool(good)


def end():
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    sys.exit(1 if counts["failed"] else 0)


def keep(rows, file, check=check):
    """What was seen, one JSON line a fault, where a file is named. Else the README's table has a row for each, which names the build it was
    run on, and as much lost and doubled as now: how many were tried, and of how many nobody knows, goes by the length of a run."""
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as readme:
        table = readme.read().partition("<!-- faults -->")[2].partition("<!-- end of faults -->")[0]
    told = {found[1]: (int(found[2]), int(found[3]))
            for found in re.finditer(r"^\| (.+) \| \d+ \| (\d+) \| (\d+) \| \d+ \| `[0-9a-f]{7,}\+?` \|$", table, re.MULTILINE)}
    otherwise = [row["fault"] for row in rows if told.get(row["fault"]) != (row["lost"], row["doubled"])]
    if file:
        with open(file, "a", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        check("the README's table has every fault and its build, and as much lost and doubled (Tests/Bench/faults --write)", not otherwise, otherwise)


def until(what, seconds=15):
    """Asks until the answer is true; there is nobody else to say when a process or a network is ready."""
    patience = time.monotonic() + seconds
    while True:
        found = what()
        if found or time.monotonic() > patience:
            return found
        time.sleep(0.02)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def request(port, method, path, body=None, headers=None, timeout=30):
    """Status, headers and body; a dictionary as body goes as JSON."""
    if isinstance(body, (dict, list)):
        body = json.dumps(body, ensure_ascii=False).encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def status_of_a_long_body(port, path, length, headers=""):
    """The status for a body announced as so long, of which only the beginning is sent: whoever sends all of it may miss the answer,
    because the connection is closed over what is still on its way."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n{headers}\r\n"
        connection.sendall(head.encode() + b"x" * 1000)
        answer = connection.recv(4096)
    return int(answer.split(b" ")[1]) if answer else None


def run(*arguments, **environment):
    """A command of the binary, to its end."""
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60, cwd=ROOT, env={**os.environ, **environment}, check=False)


class Process:
    """The binary, running; its log is kept."""

    def __init__(self, folder, *arguments, **environment):
        self.log_path = os.path.join(folder, "log")
        self.log = open(self.log_path, "a", encoding="utf-8")
        self.process = subprocess.Popen([BINARY, *arguments], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, cwd=ROOT,
                                        env={**os.environ, **environment})

    def ready(self, port, path="/"):
        def answers():
            if self.process.poll() is not None:
                raise SystemExit(f"the process ended: {self.said()}")
            try:
                return request(port, "GET", path)[0]
            except OSError:
                return None
        if not until(answers, 30):
            raise SystemExit(f"the process does not answer: {self.said()}")
        return self

    def said(self):
        with open(self.log_path, encoding="utf-8") as log:
            return log.read()

    def stop(self):
        """A clean end; gives the exit code and the seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        code = self.process.wait(timeout=40)
        return code, time.monotonic() - began

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=20)


class Fake:
    """The OneBot counterpart, in a process of its own."""

    def __init__(self, application, secret, token, account="10001", *more):
        path = os.path.join(ROOT, "Tests", "Counterparts", "onebot_fake.py")
        self.process = subprocess.Popen(
            [sys.executable, path, "--application", application, "--secret", secret, "--token", token, "--self-id", account, "--tied",
             "--push-retries", "0", *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ports = json.loads(self.process.stdout.readline())
        self.port, self.control_port = ports["port"], ports["control"]

    def control(self, name, **wanted):
        data = json.dumps(wanted, ensure_ascii=False).encode()
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{self.control_port}/control/{name}", data=data), timeout=90) as answer:
            return json.load(answer)

    def look(self, name, **query):
        words = "&".join(f"{key}={value}" for key, value in query.items())
        with urllib.request.urlopen(f"http://127.0.0.1:{self.control_port}/control/{name}?{words}", timeout=90) as answer:
            return json.load(answer)

    def say(self, user, text, group=None, **more):
        """Says it; gives the message's id and the statuses of its pushes."""
        answer = self.control("say", user=user, text=text, group=group, **more)
        return answer["message_ids"][0], [one["status"] for one in answer.get("outcomes", [])]

    def sent(self, after=0, chat=None):
        return self.look("sent", **{"from": after}, **({"chat": chat} if chat else {}))["sent"]

    def mark(self):
        return self.look("sent")["count"]

    def waited(self, after, words, chat=None, seconds=15):
        """The first message sent since that holds the words, as soon as it is there."""
        return until(lambda: next((one for one in self.sent(after, chat) if words in one["text"]), None), seconds)

    def end(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def folder():
    return tempfile.TemporaryDirectory(prefix="yishi-daemon-")
