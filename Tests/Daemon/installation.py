"""An installation of the daemon in a folder of its own: configuration, secrets, data; started, killed, asked. Standard library only."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
ACCOUNT = 10001
SECRET = "geheim-7f3a"
PATH = "0123456789abcdef-test"


def binary():
    named = os.environ.get("YISHI_BINARY")
    if named:
        return pathlib.Path(named).resolve()
    for build in ("release", "debug"):
        path = ROOT / ".build" / build / "yishi"
        if path.exists():
            return path
    raise SystemExit("there is no yishi: build it, or name it in YISHI_BINARY")


def free_ports(count):
    """Ports nobody listens on now. Held open together, so that they differ."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class Installation:
    """`groups`: numbers of residents' groups, spread over `units` villages of one township, each with a work group besides."""

    def __init__(self, folder, api, groups, units=20, first_work_group=90_000, pace="0 seconds"):
        self.folder = pathlib.Path(folder)
        self.config, self.data = self.folder / "config", self.folder / "data"
        self.log = self.folder / "daemon.log"
        self.port, self.operations = free_ports(2)
        self.process = None
        # What is to stand in the daemon's environment besides.
        self.environment = {}
        # Everything but the settings, as it is committed.
        shutil.copytree(ROOT / "Config", self.config, ignore=shutil.ignore_patterns("yishi.json"))
        secrets = self.folder / "secrets"
        secrets.mkdir(mode=0o700)
        for name, content in (("secret", SECRET), ("path", PATH)):
            (secrets / name).write_text(content)
            (secrets / name).chmod(0o600)
        key = secrets / "identity.key"
        subprocess.run([binary(), "key", key], check=True, stdout=subprocess.DEVNULL)
        names = [f"village{number}" for number in range(units)]
        settings = {
            "data": str(self.data), "identityKey": str(key),
            "units": [{"id": "town", "name": "云龙镇", "level": "township", "city": "xuzhou"}]
            + [{"id": name, "name": f"第{number + 1}社区", "level": "village", "upper": "town", "city": "xuzhou"}
               for number, name in enumerate(names)],
            "endpoints": [{"kind": "onebot11", "name": "qq", "account": str(ACCOUNT), "api": api,
                           "secretFile": str(secrets / "secret"), "pathFile": str(secrets / "path")}],
            "groups": [entry for number, name in enumerate(names) for entry in (
                {"endpoint": "qq", "unit": name, "purpose": "residents", "ids": [str(group) for group in groups[number::units]]},
                {"endpoint": "qq", "unit": name, "purpose": "work", "ids": [str(first_work_group + number)]}) if entry["ids"]],
            "webhooks": {"port": self.port}, "operations": {"port": self.operations}, "pace": pace,
            # Tests run at night, too.
            "attention": {"quiet": "", "perDay": 0, "spacing": "0 seconds", "together": 1},
        }
        (self.config / "yishi.json").write_text(json.dumps(settings, ensure_ascii=False, indent=1))

    @property
    def target(self):
        return f"/onebot/qq/{PATH}"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.target}"

    @property
    def database(self):
        return self.data / "yishi.db"

    def start(self, timeout=60):
        """Seconds until it was ready."""
        began = time.monotonic()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("YISHI_")}
        environment |= {"TMPDIR": str(self.folder), **self.environment}
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [binary(), "serve", "--config", self.config], stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)
        while time.monotonic() - began < timeout:
            if self.process.poll() is not None:
                raise SystemExit(f"yishi serve ended with {self.process.returncode}:\n" + self.log.read_text()[-2000:])
            try:
                if self.ask("/healthz")[0] == 200:
                    return time.monotonic() - began
            except OSError:
                pass
            time.sleep(0.005)
        raise SystemExit("yishi serve does not become ready:\n" + self.log.read_text()[-2000:])

    def ask(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.operations, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def metrics(self):
        """Name with its labels → number."""
        return {found[1]: float(found[2]) for line in self.ask("/metrics")[1].splitlines()
                if (found := re.match(r"^([a-zA-Z_:][^ ]*(?:\{.*\})?) (\S+)$", line))}

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, timeout=30):
        """The exit code of a clean stop."""
        self.process.terminate()
        return self.process.wait(timeout)

    def end(self):
        if self.process and self.process.poll() is None:
            self.kill()

    def resident(self):
        """Resident memory in KiB, now and at its highest."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return tuple(int(re.search(rf"{name}:\s+(\d+)", status)[1]) for name in ("VmRSS", "VmHWM"))

    def processor(self):
        """Seconds of processor time used so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rows(self, sql, *values):
        """Looks into the record beside the daemon, or when it is down; read only."""
        connection = sqlite3.connect(f"file:{urllib.parse.quote(str(self.database))}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def number(self, sql, *values):
        return self.rows(sql, *values)[0][0]


class Counterpart:
    """The fake OneBot implementation in a process of its own; what it has delivered stands in a file."""

    def __init__(self, folder, *options):
        self.sent_file = pathlib.Path(folder) / "sent.jsonl"
        self.process = subprocess.Popen(
            ["python3", ROOT / "Tests/Counterparts/onebot_fake.py", "--tied", "--self-id", str(ACCOUNT), "--secret", SECRET,
             "--sent-file", self.sent_file, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        ports = json.loads(self.process.stdout.readline())
        self.api, self.port = f"http://127.0.0.1:{ports['port']}", ports["control"]

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request(method, "/control/" + path, None if body is None else json.dumps(body, ensure_ascii=False).encode())
            answer = connection.getresponse()
            content = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: HTTP {answer.status} {content[:300]!r}")
            return json.loads(content)
        finally:
            connection.close()

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, **body):
        return self.call("POST", path, body)

    def sent(self):
        if not self.sent_file.exists():
            return []
        with open(self.sent_file, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def end(self):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()


class Checks:
    """A line a check, and the count at the end."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, holds, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
        print(("ok    " if holds else "FAIL  ") + what + (f" ({detail})" if detail != "" else ""), flush=True)
        return holds

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0
