#!/usr/bin/env python3
"""A fake OneBot 11 implementation (the QQ client side) over HTTP, for tests. Standard library only, bound to 127.0.0.1 only.

Pushes events to `--application` and serves the HTTP API; is driven under /control/ (README.md beside this file). Prints one JSON line
when it listens: {"port": API and control, "control": control only}. Ends when its standard input closes with --tied, or when killed."""

import argparse
import collections
import http.server
import json
import socket
import sys
import threading
import urllib.parse

from onebot11 import api, control, faults, flavours, push, world

BODY_LIMIT = 16 << 20


class Exchange(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120

    def log_message(self, *_):
        pass

    def exchange(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > BODY_LIMIT:
            return self.answer(413, b"", close=True)
        body = self.rfile.read(length)
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        if url.path.startswith("/control/"):
            return self.control(url.path[len("/control/"):], query, body)
        if self.server.server_address[1] != self.server.fake.port:
            return self.answer(404, b"")
        status, content, manner = api.call(self.server.fake, self.command, url.path, query, self.headers, body)
        if manner == "close":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return None
        return self.answer(status, content, half=manner == "half")

    do_GET = do_POST = exchange

    def control(self, name, query, body):
        try:
            wanted = json.loads(body) if body else {}
            table, given = (control.POSTS, wanted) if self.command == "POST" else (control.GETS, query)
            if name not in table:
                return self.answer(404, b'{"error":"no such control"}')
            return self.answer(200, json.dumps(table[name](self.server.fake, given), ensure_ascii=False).encode())
        except (ValueError, KeyError, TypeError) as error:
            return self.answer(400, json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())

    def answer(self, status, body, half=False, close=False):
        close = close or half
        head = [f"HTTP/1.1 {status} {http.server.BaseHTTPRequestHandler.responses.get(status, ('',))[0]}",
                "Content-Type: application/json; charset=utf-8", f"Content-Length: {len(body)}"]
        if close:
            head.append("Connection: close")
            self.close_connection = True
        data = "\r\n".join(head).encode() + b"\r\n\r\n" + (body[: len(body) // 2] if half else body)
        try:
            self.wfile.write(data)
        except OSError:
            self.close_connection = True


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512
    block_on_close = False

    def __init__(self, fake, port):
        self.fake = fake
        self.open_connections = set()
        super().__init__(("127.0.0.1", port), Exchange)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def process_request(self, request, client_address):
        self.open_connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.open_connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        pass

    def close(self):
        """Nobody listens any more, and what was open is cut: callers see refused connections."""
        self.shutdown()
        self.server_close()
        for connection in list(self.open_connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Fake:
    def __init__(self, options):
        chosen = flavours.flavour(
            options.flavour, upper_signature=True if options.upper else None, message_format=options.format,
            push_timeout=options.push_timeout, push_retries=options.push_retries, retry_pause=options.retry_pause,
            has_history=False if options.no_history else None, id_style=options.ids)
        self.world = world.World(options.self_id, chosen, options.sent_file)
        self.token = options.token
        self.faults = faults.Faults(options.seed)
        self.pusher = push.Pusher(self.world, options.application, options.secret, options.workers)
        self.calls, self.faulted = collections.Counter(), collections.Counter()
        self.listener = Listener(self, options.port)
        self.port = self.listener.server_address[1]
        self.control = Listener(self, options.control_port)
        self.is_down = False

    def set_down(self, down):
        if down and not self.is_down:
            self.listener.close()
        if self.is_down and not down:
            self.listener = Listener(self, self.port)
        self.is_down = down


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="of the API; 0 takes a free one")
    parser.add_argument("--control-port", type=int, default=0, help="of the control interface alone; 0 takes a free one")
    parser.add_argument("--application", default="http://127.0.0.1:8081/onebot/qq", help="where events are pushed to")
    parser.add_argument("--self-id", type=int, default=10001)
    parser.add_argument("--secret", default="", help="signs the pushes; empty for none")
    parser.add_argument("--token", default="", help="callers of the API must bring it; empty for none")
    parser.add_argument("--flavour", choices=sorted(flavours.FLAVOURS), default="go-cqhttp")
    parser.add_argument("--upper", action="store_true", help="signatures in upper-case hex")
    parser.add_argument("--format", choices=["array", "string"], help="of messages in events")
    parser.add_argument("--ids", choices=["crc", "napcat", "count"], help="how message ids are made")
    parser.add_argument("--push-timeout", type=float)
    parser.add_argument("--push-retries", type=int)
    parser.add_argument("--retry-pause", type=float)
    parser.add_argument("--no-history", action="store_true")
    parser.add_argument("--workers", type=int, default=16, help="pushes at the same time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sent-file", help="every message delivered is appended to it, one JSON line each")
    parser.add_argument("--tied", action="store_true", help="end when standard input closes")
    fake = Fake(parser.parse_args())
    print(json.dumps({"port": fake.port, "control": fake.control.server_address[1]}), flush=True)
    if sys.stdin is not None and "--tied" in sys.argv:
        sys.stdin.read()
    else:
        threading.Event().wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
