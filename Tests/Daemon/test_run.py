#!/usr/bin/env python3
"""`Config/run --yes` as somebody types it: from another folder, with a data folder of its own, until Ctrl-C; and again."""
import json
import os
import signal
import stat
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from house import ROOT, check, end, folder, free_ports, request, until  # noqa: E402

WORDS = "东门路灯不亮，晚上看不清"


class Typed:
    """Config/run in a session of its own, as a terminal has it; what it says is kept."""

    def __init__(self, place, port, name):
        self.port = port
        self.path = os.path.join(place, name)
        tools = os.path.join(place, "tools")
        self.called = os.path.join(place, "called")
        os.makedirs(tools, exist_ok=True)
        # Where everything is installed nothing is fetched: whoever tries is noted, and fails.
        for tool in ("apt-get", "sudo", "curl", "wget"):
            with open(os.path.join(tools, tool), "w", encoding="utf-8") as file:
                file.write(f'#!/bin/sh\necho "{tool} $*" >>"{self.called}"\nexit 1\n')
            os.chmod(file.name, stat.S_IRWXU)
        environment = {**os.environ, "PATH": tools + os.pathsep + os.environ["PATH"], "YISHI_DATA": os.path.join(place, "data")}
        self.began = time.monotonic()
        with open(self.path, "w", encoding="utf-8") as said:
            self.process = subprocess.Popen([os.path.join(ROOT, "Config", "run"), "--yes", "--port", str(port)], cwd=place, env=environment,
                                            stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True)

    def page(self, seconds):
        """The page, as soon as it is served; how long it took."""
        def served():
            if self.process.poll() is not None:
                raise SystemExit(f"Config/run ended: {self.said()}")
            try:
                return request(self.port, "GET", "/")
            except OSError:
                return None
        answer = until(served, seconds)
        return answer, time.monotonic() - self.began

    def said(self):
        with open(self.path, encoding="utf-8") as file:
            return file.read()

    def interrupt(self):
        """Ctrl-C: the terminal sends it to everybody in the foreground. Exit code, and the lines said from then on."""
        before = len(self.said().splitlines())
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(timeout=40)
        return code, self.said().splitlines()[before:]

    def end(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=20)


def people(port):
    return json.loads(request(port, "GET", "/demo/state")[2])


def play(place):
    port = free_ports(1)[0]
    first = Typed(place, port, "first")
    try:
        # Where nothing is built yet, it is built now.
        answer, seconds = first.page(900)
        check("Config/run --yes ends with a page", answer and answer[0] == 200 and b"<html" in answer[2].lower(), answer and answer[0])
        print(f"    first start: {seconds:.1f} s")
        # The page may be answered before the line has come through the terminal.
        address = f"http://127.0.0.1:{port}/"
        check("and says its address", until(lambda: address in first.said().splitlines(), 10), first.said())
        state = people(port)
        zhang = next(one["id"] for one in state["people"] if one["name"] == "张三")
        group = next(one["id"] for one in state["chats"] if one["name"] == "东园社区居民群")
        said = request(port, "POST", "/demo/say", {"as": zhang, "chat": group, "text": "建议：" + WORDS, "quotes": None},
                       {"Content-Type": "application/json", "Host": f"127.0.0.1:{port}"})
        check("a suggestion is taken", said[0] == 200, said)
        check("and answered", until(lambda: "已登记为1号" in request(port, "GET", "/demo/state")[2].decode(), 15))
        code, lines = first.interrupt()
        check("Ctrl-C ends it with 0", code == 0, code)
        check("and one line", len(lines) == 1 and "stopping" in lines[0], lines)
        check("nothing listens there any more", refused(port))
    finally:
        first.end()
    second = Typed(place, port, "second")
    try:
        answer, seconds = second.page(60)
        check("a second start serves the page again", answer and answer[0] == 200, answer and answer[0])
        print(f"    second start: {seconds:.1f} s (wanted: 2 s or less)")
        check("and builds nothing", not any("ompil" in line or "Build" in line for line in second.said().splitlines()), second.said())
        check("what was said before is there", WORDS in request(port, "GET", "/demo/state")[2].decode())
        code, lines = second.interrupt()
        check("Ctrl-C ends it as well", code == 0 and len(lines) == 1, (code, lines))
    finally:
        second.end()
    called = open(first.called, encoding="utf-8").read() if os.path.exists(first.called) else ""
    check("nothing is fetched where everything is installed", not called, called)


def refused(port):
    try:
        request(port, "GET", "/", timeout=5)
    except OSError:
        return True
    return False


def main():
    with folder() as place:
        play(place)
    end()


if __name__ == "__main__":
    main()
