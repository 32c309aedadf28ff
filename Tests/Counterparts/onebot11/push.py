"""Pushing events to the application: many at once, in order inside a chat, repeated as the implementation would."""

import collections
import hashlib
import hmac
import http.client
import json
import queue
import threading
import time
import urllib.parse

OUTCOMES_KEPT = 300_000


class Push:
    """One body on its way, and what became of it."""

    __slots__ = ("number", "body", "headers", "status", "attempts", "error", "answer", "done", "seconds", "superseded")

    def __init__(self, number, body, headers):
        self.number, self.body, self.headers = number, body, headers
        self.status, self.attempts, self.error, self.answer, self.seconds = None, 0, None, None, None
        self.done, self.superseded = threading.Event(), False

    @property
    def accepted(self):
        return self.status is not None and 200 <= self.status < 300

    def report(self):
        return {"n": self.number, "status": self.status, "attempts": self.attempts, "error": self.error, "answer": self.answer,
                "seconds": self.seconds}


def signature(secret, body, upper):
    digest = hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
    return "sha1=" + (digest.upper() if upper else digest)


class Pusher:
    def __init__(self, world, application, secret, workers):
        self.world, self.secret = world, secret
        self.aim(application)
        self.lock = threading.Condition()
        self.count, self.open, self.statuses, self.errors, self.attempts = 0, 0, collections.Counter(), 0, 0
        self.kept = collections.deque(maxlen=OUTCOMES_KEPT)
        self.queues = [queue.Queue(maxsize=20_000) for _ in range(workers)]
        for waiting in self.queues:
            threading.Thread(target=self.work, args=(waiting,), daemon=True).start()

    def aim(self, application):
        self.application = application
        self.generation = getattr(self, "generation", 0) + 1

    def headers(self, body, sign, self_id):
        headers = {"Content-Type": "application/json", "User-Agent": "CQHttp/4.15.0"}
        if self_id is not None:
            headers["X-Self-ID"] = str(self_id)
        flavour = self.world.flavour
        if sign == "wrong":
            headers["X-Signature"] = signature("not " + (self.secret or ""), body, flavour.upper_signature)
        elif sign in ("upper", "lower"):
            headers["X-Signature"] = signature(self.secret or "", body, sign == "upper")
        elif sign != "none" and self.secret:
            headers["X-Signature"] = signature(self.secret, body, flavour.upper_signature)
        return headers

    def push(self, event, lane=None, sign=None, self_id="own", extra=None):
        """Queues an event (a dictionary) or raw bytes; those of one lane leave in order."""
        body = event if isinstance(event, bytes) else json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        headers = self.headers(body, sign, self.world.self_id if self_id == "own" else self_id)
        headers.update(extra or {})
        if lane is None and isinstance(event, dict):
            lane = event.get("group_id") or event.get("user_id")
        return self.queue(body, headers, lane)

    def queue(self, body, headers, lane):
        with self.lock:
            self.count += 1
            self.open += 1
            one = Push(self.count, body, headers)
            self.kept.append((one, lane))
        self.queues[(one.number if lane is None else hash(lane)) % len(self.queues)].put(one)
        return one

    def again(self, which):
        """Pushes kept bodies once more: "unanswered" (no 2xx came), or "all". The same bytes, in the first order."""
        with self.lock:
            chosen = [(one, lane) for one, lane in self.kept if one.done.is_set() and not one.superseded
                      and (which == "all" or not one.accepted)]
            for one, _ in chosen:
                one.superseded = True
        return [self.queue(one.body, one.headers, lane) for one, lane in chosen]

    def work(self, waiting):
        connection, generation = None, 0
        while True:
            one = waiting.get()
            began = time.monotonic()
            if generation != self.generation:
                if connection:
                    connection.close()
                connection, generation = None, self.generation
            connection = self.deliver(one, connection)
            one.seconds = round(time.monotonic() - began, 4)
            with self.lock:
                self.open -= 1
                self.attempts += one.attempts
                if one.status is None:
                    self.errors += 1
                else:
                    self.statuses[str(one.status)] += 1
                one.done.set()
                self.lock.notify_all()

    def deliver(self, one, connection):
        flavour = self.world.flavour
        url = urllib.parse.urlsplit(self.application)
        while True:
            kept = connection is not None
            connection = connection or http.client.HTTPConnection(url.hostname, url.port or 80, timeout=flavour.push_timeout)
            one.attempts += 1
            try:
                connection.request("POST", (url.path or "/") + ("?" + url.query if url.query else ""), body=one.body, headers=one.headers)
                answer = connection.getresponse()
                one.answer = answer.read(1 << 20).decode("utf-8", "replace") or None
                one.status, one.error = answer.status, None
                if not answer.will_close:
                    return connection
                connection.close()
                return None
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                connection = None
                if kept and not isinstance(error, TimeoutError):
                    # A kept connection that the other side has closed meanwhile: that is no attempt.
                    one.attempts -= 1
                    continue
                one.error = type(error).__name__
                if one.attempts > flavour.push_retries:
                    return None
                time.sleep(flavour.retry_pause)

    def idle(self, timeout):
        with self.lock:
            return self.lock.wait_for(lambda: self.open == 0, timeout)

    def counts(self):
        with self.lock:
            unanswered = sum(1 for one, _ in self.kept if one.done.is_set() and not one.superseded and not one.accepted)
            return {"queued": self.count, "open": self.open, "attempts": self.attempts, "errors": self.errors,
                    "statuses": dict(self.statuses), "unanswered": unanswered}
