#!/usr/bin/env python3
"""The real daemon behind a OneBot 11 counterpart: what it must take, refuse and withstand, and what becomes of messages when one of the
two is down."""
import hmac
import json
import os
import re
import socket
import sqlite3
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(__file__))
from house import (BINARY, Fake, Process, check, end, folder, free_ports, request, run, status_of_a_long_body, until)  # noqa: E402

PATH, SECRET, TOKEN, ACCOUNT = "unguessable-0123456789", "the secret of the pushes", "the token of the calls", "10001"
RESIDENTS, WORK, NEIGHBOURS, OTHERS = 20001, 20002, 20003, 20099
ZHANG, WANG, LI, HAN, CHEN, HE = 501, 502, 601, 602, 603, 604  # two residents, an officer, the neighbours' officer, the convenor, a second officer
MARK = "只该在内存里的话"


class House:
    """A configuration folder, a data folder, a daemon and its counterpart."""

    def __init__(self, place):
        self.place = place
        self.hooks, self.operations = free_ports(2)
        self.config, self.data = os.path.join(place, "config"), os.path.join(place, "data")
        self.fake = Fake(f"http://127.0.0.1:{self.hooks}/onebot/qq/{PATH}", SECRET, TOKEN, ACCOUNT)
        self.configure()
        self.daemon = None
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(os.path.join(place, "notify"))
        self.told = []
        threading.Thread(target=self.listen, daemon=True).start()

    def configure(self):
        source = os.path.join(os.path.dirname(__file__), "..", "..", "Config")
        os.makedirs(os.path.join(self.config, "secrets"))
        for name in os.listdir(source):
            if name not in ("yishi.json", "secrets", "identity.key"):
                os.symlink(os.path.abspath(os.path.join(source, name)), os.path.join(self.config, name))
        for name, text in (("secret", SECRET), ("token", TOKEN), ("path", PATH)):
            path = os.path.join(self.config, "secrets", name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            os.chmod(path, 0o600)
        made = run("key", os.path.join(self.config, "identity.key"))
        check("yishi key makes a key", made.returncode == 0, made.stderr)
        check("and never over another", run("key", os.path.join(self.config, "identity.key")).returncode == 1)
        settings = {
            "identityKey": "identity.key",
            "units": [{"id": "yunlong", "name": "云龙镇", "level": "township", "city": "xuzhou"},
                      {"id": "dongyuan", "name": "东园社区", "level": "village", "upper": "yunlong", "city": "xuzhou"},
                      {"id": "nanhu", "name": "南湖社区", "level": "village", "upper": "yunlong", "city": "xuzhou"}],
            "endpoints": [{"kind": "onebot11", "name": "qq", "account": ACCOUNT, "api": f"http://127.0.0.1:{self.fake.port}",
                           "secretFile": "secrets/secret", "tokenFile": "secrets/token", "pathFile": "secrets/path"}],
            "webhooks": {"address": "127.0.0.1", "port": self.hooks}, "operations": {"address": "127.0.0.1", "port": self.operations},
            # Tests run at night, too.
            "attention": {"quiet": "", "perDay": 0, "spacing": "0 seconds", "together": 1},
            "pace": "0 seconds", "bodyBytes": 1 << 20,
        }
        with open(os.path.join(self.config, "yishi.json"), "w", encoding="utf-8") as file:
            json.dump(settings, file, ensure_ascii=False)

    def start(self):
        self.daemon = Process(self.place, "serve", "--config", self.config, "--data", self.data,
                              NOTIFY_SOCKET=os.path.join(self.place, "notify"), WATCHDOG_USEC="1500000").ready(self.operations, "/healthz")
        return self.daemon

    def command(self, *arguments):
        return run(*arguments, "--config", self.config, "--data", self.data)

    def code(self, *words):
        return self.command("code", *words).stdout.strip()

    def metric(self, name):
        page = request(self.operations, "GET", "/metrics")[2].decode()
        found = re.search(rf"^{re.escape(name)} (\d+)$", page, re.MULTILINE)
        return int(found.group(1)) if found else 0

    def ask_database(self, query):
        with sqlite3.connect(os.path.join(self.data, "yishi.db"), timeout=10) as database:
            return database.execute(query).fetchall()

    def matters(self):
        return self.ask_database("SELECT count(*) FROM event WHERE kind = 'suggested'")[0][0]

    def steps(self):
        return self.ask_database("SELECT count(*) FROM event WHERE kind = 'stepped'")[0][0]

    def listen(self):
        """Takes what systemd would be told, so that its queue is never full."""
        while True:
            try:
                word = self.notices.recv(4096).decode()
            except OSError:
                return
            self.told.append(word)

    def heard(self, word, since=0, seconds=5):
        return until(lambda: any(one.startswith(word) for one in self.told[since:]), seconds)

    def settled(self):
        """Nothing of ours that is due waits any more; what waits for the undo time is not due."""
        def waiting():
            return self.ask_database(f"SELECT count(*) FROM outbox WHERE state = 1 OR (state = 0 AND due <= {int(time.time() * 1000) + 30_000})")[0][0]
        return until(lambda: waiting() == 0, 30)

    def end(self):
        if self.daemon:
            self.daemon.kill()
        self.fake.end()
        self.notices.close()


def begin(house):
    checked = house.command("check")
    check("yishi check finds the configuration clean", checked.returncode == 0 and "没有发现问题" in checked.stdout, checked.stdout)
    house.start()
    check("systemd hears that it is ready", house.heard("READY=1"))
    check("and the watchdog is fed from the writer's loop", house.heard("WATCHDOG=1"))
    check("healthz says ok", request(house.operations, "GET", "/healthz")[2] == b"ok\n")
    check("operations know nothing else", request(house.operations, "GET", "/onebot/qq/" + PATH)[0] == 404)
    check("a free-standing command refuses nonsense", house.command("code", "dongyuan", "king", "李明").returncode == 2)


def bind(house):
    fake = house.fake
    fake.say(ZHANG, "建议：绑定以前说的话", group=RESIDENTS, times=0)  # stands in the history only
    for group, unit, purpose in ((RESIDENTS, "dongyuan", "residents"), (WORK, "dongyuan", "work"), (NEIGHBOURS, "nanhu", "residents")):
        mark = fake.mark()
        code = house.code(unit, "group", purpose)
        fake.say(CHEN, f"绑定 {code}", group=group)
        check(f"a code said in it binds a group for {purpose}", re.fullmatch(r"\d{8}", code) and fake.waited(mark, "社区", group), code)
    for person, unit, post, name in ((LI, "dongyuan", "liaisonOfficer", "李明"), (HAN, "nanhu", "liaisonOfficer", "韩磊"), (CHEN, "dongyuan", "firstConvenor", "陈华")):
        mark = fake.mark()
        fake.say(person, f"绑定 {house.code(unit, post, name)}")
        check(f"a code sent in private gives the post of {post}", fake.waited(mark, name, person))
    mark = fake.mark()
    _, statuses = fake.say(ZHANG, "绑定 12345678")
    check("a wrong code is refused", statuses == [204] and fake.waited(mark, "", ZHANG) is not None)


def event(group, user, text, number, **more):
    return {"time": int(time.time()), "self_id": int(ACCOUNT), "post_type": "message", "message_type": "group", "sub_type": "normal",
            "message_id": number, "group_id": group, "user_id": user, "anonymous": None, "raw_message": text, "font": 0,
            "message": [{"type": "text", "data": {"text": text}}], "sender": {"user_id": user, "nickname": f"人{user}", "card": ""}, **more}


def push(house, body, **more):
    raw = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return house.fake.control("push", raw=raw, **more)["outcomes"][0]


def door(house):
    plain = event(RESIDENTS, WANG, "今天天气不错", 900)
    for sign, wanted in (("lower", 204), ("upper", 204), ("none", 401), ("wrong", 403)):
        seen = push(house, plain, sign=sign)["status"]
        check(f"signature {sign}: {wanted}", seen == wanted, seen)
    check("another account in the header: 403", push(house, plain, self_id=10002)["status"] == 403)
    check("another account in the body: 403", push(house, {**plain, "self_id": 10002})["status"] == 403)
    check("no account in the header: 400", push(house, plain, self_id=None)["status"] == 400)
    old = {**plain, "time": int(time.time()) - 40 * 86400}
    check("a captured body of long ago: 403", push(house, old)["status"] == 403)
    for path in ("/onebot/qq/wrong-0123456789", "/onebot/other/" + PATH, "/onebot/qq", "/", "/onebot/qq/" + PATH + "/"):
        check(f"{path.replace(PATH, '…')}: 404", request(house.hooks, "POST", path, b"{}")[0] == 404)
    check("GET: 405", request(house.hooks, "GET", "/onebot/qq/" + PATH)[0] == 405)
    aside = house.metric("yishi_set_aside_total")
    answer = push(house, '{"post_type": "message", ' + MARK + "}")
    check("malformed JSON: 400 with its place", answer["status"] == 400 and "line 1, column 26" in (answer["answer"] or ""), answer)
    check("it is set aside and counted", house.metric("yishi_set_aside_total") == aside + 1)
    place, length = house.ask_database("SELECT place, length FROM aside ORDER BY id DESC LIMIT 1")[0]
    check("with place and length", place == "line 1, column 26" and length > 30, (place, length))
    answer = push(house, {"time": int(time.time()), "self_id": int(ACCOUNT), "post_type": "message", "message_type": "group", "message": 5})
    check("what is no event: 400", answer["status"] == 400, answer)
    seen = status_of_a_long_body(house.hooks, "/onebot/qq/" + PATH, (1 << 20) + 1, f"X-Self-ID: {ACCOUNT}\r\n")
    check("a body over the limit: 413", seen == 413, seen)


def unknown(house):
    base = {"time": int(time.time()), "self_id": int(ACCOUNT)}
    for name, body in {
        "a heartbeat": {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 15000},
        "a lifecycle event": {"post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "connect"},
        "a friend request": {"post_type": "request", "request_type": "friend", "user_id": 1, "comment": "你好", "flag": "f"},
        "a poke": {"post_type": "notice", "notice_type": "notify", "sub_type": "poke", "group_id": RESIDENTS, "user_id": 1, "target_id": 2},
        "our own message": {**event(RESIDENTS, int(ACCOUNT), "建议：自己说的", 901), "post_type": "message_sent"},
        "a kind of next year": {"post_type": "hologram", "x": [1, {"y": None}]},
        "a message in a kind of next year": {"post_type": "message", "message_type": "guild", "message": "建议：灯不亮"},
        "an anonymous line": event(RESIDENTS, 80000000, "建议：匿名的话", 902, sub_type="anonymous", anonymous={"id": 1, "name": "x", "flag": "f"}),
    }.items():
        seen = push(house, {**base, **body})
        check(f"{name}: 204", seen["status"] == 204, seen)
    check("none of them became a matter", house.matters() == 0, house.matters())


def half(house):
    silent = [socket.create_connection(("127.0.0.1", house.hooks)) for _ in range(50)]
    for one in silent:
        one.sendall(f"POST /onebot/qq/{PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf".encode())
    began = time.monotonic()
    status = push(house, event(RESIDENTS, WANG, "吃了吗", 903))["status"]
    check("half requests hold nobody up", status == 204 and time.monotonic() - began < 2, status)
    for one in silent:
        one.close()


def once(house):
    fake, mark = house.fake, house.fake.mark()
    _, statuses = fake.say(ZHANG, "建议：东门路灯不亮，晚上看不清", group=RESIDENTS, times=5)
    check("the same event five times is answered five times", statuses == [204] * 5, statuses)
    receipt = fake.waited(mark, "1号", RESIDENTS)
    house.settled()
    receipts = [one for one in fake.sent(mark, RESIDENTS)]
    check("and is one matter with one receipt", house.matters() == 1 and receipt and len(receipts) == 1, receipts)
    check("the officers get one card", len(fake.sent(mark, WORK)) == 1, fake.sent(mark, WORK))
    again = fake.control("repush", which="all", wait=True)
    check("everything pushed again changes nothing", house.matters() == 1 and again["queued"] > 20, again["queued"])
    fake.say(WANG, f"大家看看这个 {MARK}", group=RESIDENTS)


def order(house):
    fake, mark = house.fake, house.fake.mark()
    now = int(time.time())
    seen = push(house, {"time": now, "self_id": int(ACCOUNT), "post_type": "notice", "notice_type": "group_recall", "group_id": RESIDENTS,
                        "user_id": WANG, "operator_id": WANG, "message_id": 777})
    check("a recall before its message: 204", seen["status"] == 204, seen)
    fake.say(WANG, "建议：楼道堆了杂物", group=RESIDENTS, time=now - 1)
    fake.say(WANG, "建议：早先说的电梯异响", group=RESIDENTS, time=now - 3600)
    check("what was said earlier and comes later gets the next number", fake.waited(mark, "2号", RESIDENTS) and fake.waited(mark, "3号", RESIDENTS))


def hostile(house):
    fake, mark = house.fake, house.fake.mark()
    _, statuses = fake.say(WANG, "建议：" + "电" * 33_000, group=RESIDENTS)
    check("a message of 100 KB is taken", statuses == [204], statuses)
    _, statuses = fake.say(WANG, "闲聊" * 17_000, group=RESIDENTS)
    check("so is 100 KB of chat", statuses == [204], statuses)
    check("and the daemon is well", request(house.operations, "GET", "/healthz")[0] == 200)
    before = house.matters()
    fake.say(WANG, "建\u200b议\u200d：井盖\u202e坏了\u2066好久", group=RESIDENTS)
    house.settled()
    check("zero-width characters do not hide an opening", house.matters() == before + 1, house.matters() - before)
    everybody = "[CQ:at,qq=all]"
    fake.say(WANG, f"建议：{everybody}都来看看花坛", group=RESIDENTS, card=everybody, nickname=everybody)
    fake.say(WANG, "", group=RESIDENTS, card="【@全体成员】",
             segments=[{"type": "text", "data": {"text": f"建议：{everybody}修一修长椅"}}, {"type": "at", "data": {"qq": "all"}}])
    push(house, event(RESIDENTS, WANG, f"建议：{everybody}清理水沟", 904, message=f"建议：&#91;CQ:at,qq=all&#93;清理水沟"))
    house.settled()
    fake.say(LI, "待办", group=WORK)
    fake.say(LI, f"解释 4 {everybody}已经报修", group=WORK)
    house.settled()
    sent = fake.sent(mark)
    check("nothing of ours ever mentions everybody", sent and not any("all" in one["at"] for one in sent), [one for one in sent if one["at"]])
    bidi = [one["text"] for one in sent if re.search("[\u202a-\u202e\u2066-\u2069]", one["text"])]
    check("no direction override leaves us", not bidi, bidi)
    check("names and numbers of people are not repeated in the group", not [one for one in sent if one["chat"] == RESIDENTS and "全体成员" in one["text"]])


def authority(house):
    fake = house.fake
    card = next(one for one in fake.sent(0, WORK) if "1号" in one["text"])
    before = house.steps()
    fake.say(LI, "通过 1", group=RESIDENTS)
    fake.say(LI, "通过", group=RESIDENTS, reply=next(one for one in fake.sent(0, RESIDENTS) if "1号" in one["text"])["message_id"])
    house.settled()
    check("an officer's verb in a residents' group does nothing", house.steps() == before)
    fake.say(HAN, "通过 1", group=WORK)
    fake.say(HAN, "通过", group=WORK, reply=card["message_id"])
    house.settled()
    check("a neighbour unit's officer does nothing here", house.steps() == before)
    fake.say(ZHANG, "通过 1", group=WORK)
    fake.say(ZHANG, "通过 1")
    house.settled()
    check("a resident with an officer's word does nothing", house.steps() == before)
    forged, _ = fake.say(ZHANG, card["text"], group=WORK)
    fake.say(LI, "通过", group=WORK, reply=forged)
    house.settled()
    check("a quote of a forged message of ours acts on nothing", house.steps() == before)
    fake.say(LI, "通过", group=WORK, reply=987654321)
    house.settled()
    check("a quote of a message that nobody knows acts on nothing", house.steps() == before)
    for name, segments in {
        "a forwarded record": [{"type": "forward", "data": {"id": "abc", "content": "通过 1"}}],
        "a card of another program": [{"type": "json", "data": {"data": '{"prompt":"通过 1"}'}}],
        "a forwarded line": [{"type": "text", "data": {"text": "转发\n李明：通过 1"}}],
        "a word within talk": [{"type": "text", "data": {"text": "刚才群里有人说通过 1，是真的吗"}}],
    }.items():
        fake.say(LI, "", group=WORK, segments=segments)
        house.settled()
        check(f"{name} is no command", house.steps() == before, segments)
    mark = fake.mark()
    fake.say(LI, "通过 99", group=WORK)
    check("a number that is not there is answered", fake.waited(mark, "99", WORK))
    check("and nothing was done", house.steps() == before)
    fake.say(LI, "通过 直接对话", group=WORK, reply=card["message_id"])
    check("the officer's own word on our own card is carried out", until(lambda: house.steps() > before), house.steps())


def at_once(house, *pushes):
    """Pushes that reach the daemon together, signed, each on a connection of its own; their statuses."""
    start, statuses = threading.Barrier(len(pushes)), [None] * len(pushes)

    def send(place, body):
        raw = json.dumps(body, ensure_ascii=False).encode()
        signature = "sha1=" + hmac.new(SECRET.encode(), raw, "sha1").hexdigest()
        start.wait()
        statuses[place] = request(house.hooks, "POST", "/onebot/qq/" + PATH, raw, {
            "Content-Type": "application/json", "X-Self-ID": ACCOUNT, "X-Signature": signature})[0]

    threads = [threading.Thread(target=send, args=one) for one in enumerate(pushes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def together(house):
    """Two officers on one matter in the same second: one takes effect, the other hears who was first (design 2.6)."""
    fake = house.fake
    mark = fake.mark()
    fake.say(HE, f"绑定 {house.code('dongyuan', 'liaisonOfficer', '何静')}")
    check("a second liaison officer", fake.waited(mark, "何静", HE))
    for place, (first, second) in enumerate([("通过 {} 直接对话", "通过 {} 直接对话"), ("通过 {} 直接对话", "转 {} 物业办"),
                                             ("转 {} 物业办", "转 {} 物业办")] * 3):
        mark = fake.mark()
        fake.say(WANG, f"建议：第{place}处的井盖松了", group=RESIDENTS)
        number = re.search(r"(\d+)号", fake.waited(mark, "已登记", RESIDENTS)["text"]).group(1)
        house.settled()
        mark, before = fake.mark(), house.steps()
        statuses = at_once(house, event(WORK, LI, first.format(number), 5000 + 2 * place), event(WORK, HE, second.format(number), 5001 + 2 * place))
        check("both pushes are answered", statuses == [204, 204], statuses)
        house.settled()
        answers = [one["text"] for one in fake.sent(mark, WORK)]
        late = [one for one in answers if re.search(f"^{number}号.*(李明|何静)", one)]
        steps = house.ask_database("SELECT count(DISTINCT at || by) FROM event WHERE kind = 'stepped' AND id > "
                                   f"(SELECT max(id) FROM event WHERE kind = 'suggested')")[0][0]
        check(f"{first} beside {second}: one takes effect", house.steps() > before and steps == 1, (house.steps() - before, steps))
        check("and the other hears who was first", len(answers) == 2 and len(late) == 1, answers)


def recall(house):
    fake, before, mark = house.fake, house.matters(), house.fake.mark()
    message, _ = fake.say(ZHANG, "建议：健身器材松了", group=RESIDENTS)
    check("a suggestion is registered", until(lambda: house.matters() == before + 1) and fake.waited(mark, "已登记", RESIDENTS))
    outcome = fake.control("recall", message_id=message)["outcomes"][0]
    check("its recall is taken", outcome["status"] == 204, outcome)
    kinds = [row[0] for row in house.ask_database("SELECT kind FROM event ORDER BY id DESC LIMIT 3")]
    check("and takes the suggestion back", "stepped" in kinds or "proposerLeft" in kinds, kinds)


def api_down(house):
    fake = house.fake
    house.settled()
    mark = fake.mark()
    fake.control("down", down=True)
    for text in ("建议：一楼门禁坏了", "建议：二楼门禁坏了", "建议：三楼门禁坏了"):
        _, statuses = fake.say(ZHANG, text, group=RESIDENTS)
        check("a push is taken while the API is down", statuses == [204], statuses)
    until(lambda: house.metric('yishi_events_total{name="send_refused"}') >= 3, 10)
    check("nothing was sent", fake.mark() == mark)
    fake.control("down", down=False)
    house.settled()
    receipts = [int(re.search(r"登记为(\d+)号", one["text"]).group(1)) for one in fake.sent(mark, RESIDENTS) if "登记为" in one["text"]]
    check("then each receipt is delivered once, in order", len(receipts) == 3 and receipts == sorted(set(receipts)), receipts)


def backlog(house):
    """A stop in the middle of much that waits to be sent."""
    fake = house.fake
    house.settled()
    mark, before = fake.mark(), house.matters()
    fake.control("faults", mode="slow", seconds=0.3, actions=["send_group_msg"])
    for number in range(1, 31):
        fake.say(WANG, f"建议：{number}栋的信报箱坏了", group=RESIDENTS)
    code, _ = house.daemon.stop()
    check("it ends cleanly while much waits to be sent", code == 0, code)
    waiting = house.ask_database("SELECT count(*) FROM outbox WHERE state = 0")[0][0]
    check("and leaves it for the next start", waiting > 0, waiting)
    fake.control("faults", mode="none")
    house.start()
    house.settled()
    receipts = [one["text"].split("处理到")[0] for one in fake.sent(mark, RESIDENTS) if "已登记为" in one["text"]]
    check("then each receipt stands in the group once", len(receipts) == len(set(receipts)) == house.matters() - before == 30, len(receipts))


def strangers(house):
    """Somebody who is no friend of the account is written to through the group both are in."""
    fake = house.fake
    house.settled()
    fake.control("people", friends=[LI])
    mark = fake.mark()
    fake.say(ZHANG, "建议：信箱锁坏了", group=RESIDENTS)
    check("a suggestion is registered", fake.waited(mark, "已登记为", RESIDENTS))
    number = re.search(r"登记为(\d+)号", fake.sent(mark, RESIDENTS)[-1]["text"]).group(1)
    mark = fake.mark()
    fake.say(ZHANG, f"查 {number}")
    check("its proposer hears in private how it stands", fake.waited(mark, f"{number}号", ZHANG), fake.sent(mark))
    fake.control("people", friends=[])


def doubt(house):
    """Sends whose answer is lost, settled at the next start by looking into the group's history."""
    fake = house.fake
    house.settled()
    fake.say(WANG, "早", group=RESIDENTS, time=int(time.time()) - 600)  # the history reaches back
    mark = fake.mark()
    fake.control("faults", mode="close", times=1, actions=["send_group_msg"])
    fake.say(ZHANG, "建议：四楼门禁坏了", group=RESIDENTS)
    check("an answer that is lost leaves the send unknown", until(lambda: house.metric('yishi_outbox_rows{state="unknown"}') == 1))
    house.settled()
    fake.control("faults", mode="close", times=1, actions=["send_group_msg"], delivered=False)
    fake.say(ZHANG, "建议：五楼门禁坏了", group=RESIDENTS)
    check("so does one that never arrived", until(lambda: house.metric('yishi_outbox_rows{state="unknown"}') == 2))
    house.settled()
    code, _ = house.daemon.stop()
    check("it ends cleanly", code == 0, code)
    _, statuses = fake.say(ZHANG, "建议：说在没人听的时候", group=RESIDENTS)
    fake.say(WANG, "附议 1", group=RESIDENTS)
    check("nobody listens", statuses == [None], statuses)
    for number in range(45):  # more than two pages of history
        fake.say(WANG, f"闲聊第{number}句", group=RESIDENTS)
    before = house.matters()
    house.start()
    check("what was said meanwhile is caught up from the history", until(lambda: house.matters() == before + 1, 20))
    before_bound = house.ask_database("SELECT count(*) FROM words WHERE text LIKE '%绑定以前%'")[0][0]
    check("what was said before the group was bound stays unheard", before_bound == 0, before_bound)
    check("no send is unknown any more", until(lambda: house.metric('yishi_outbox_rows{state="unknown"}') == 0, 20))
    house.settled()
    heads = [re.search(r"登记为(\d+)号", one["text"]).group(1) for one in fake.sent(mark, RESIDENTS) if "登记为" in one["text"]]
    check("each of the three receipts stands in the group once", len(heads) == 3 and len(set(heads)) == 3, heads)
    fake.control("repush", which="unanswered", wait=True)
    house.settled()
    check("pushed late, they are known", house.matters() == before + 1, house.matters() - before)


def asked(house):
    """A question stands open while the process is killed; the answer is understood by the next one."""
    fake = house.fake
    house.settled()
    mark, before = fake.mark(), house.matters()
    fake.say(ZHANG, "我家楼道的灯坏了好几天了")
    check("a wish said in private is asked back", fake.waited(mark, "登记为建议", ZHANG))
    house.settled()
    house.daemon.kill()
    house.start()
    fake.say(ZHANG, "是")
    check("是 after a kill registers it", fake.waited(mark, "已登记为", ZHANG) and house.matters() == before + 1, house.matters() - before)
    house.settled()


def stop(house):
    lock = sqlite3.connect(os.path.join(house.data, "yishi.db"), timeout=10, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    since = len(house.told)
    before = house.fake.control("say", user=ZHANG, text="建议：停电那天说的", group=RESIDENTS, wait=False)
    check("a push is held while the database is busy", before["queued"] == 1 and until(lambda: b'yishi_held_requests{listener="webhooks"} 1'
                                                                                      in request(house.operations, "GET", "/metrics")[2], 10))
    house.daemon.process.terminate()
    last = until(lambda: next((one for one in reversed(house.fake.look("pushed")["pushed"]) if one["status"]), None))
    answered = until(lambda: house.fake.look("pushed")["pushed"][-1]["status"], 10)
    check("a clean stop answers what is held with 503", answered == 503, (answered, last))
    lock.execute("ROLLBACK")
    lock.close()
    code = house.daemon.process.wait(timeout=30)
    check("and ends with 0", code == 0, code)
    check("systemd hears that it stops", house.heard("STOPPING=1", since=since))
    house.start()
    house.fake.control("repush", which="unanswered", wait=True)
    held = house.ask_database("SELECT count(*) FROM words WHERE text LIKE '%停电那天%'")[0][0]
    check("pushed again it is one matter", held == 1, held)


def traces(house):
    house.settled()
    verified = house.command("verify")
    check("yishi verify: every unit conforms", verified.returncode == 0 and verified.stdout.count("符合") >= 3, verified.stdout + verified.stderr)
    early = house.command("rebuild")
    check("yishi rebuild does not run beside the daemon", early.returncode == 1 and early.stderr.count("\n") == 1, early.stderr)
    code, _ = house.daemon.stop()
    check("it ends cleanly", code == 0, code)
    rebuilt = house.command("rebuild")
    check("yishi rebuild folds every event", rebuilt.stdout.strip() == f"{house.ask_database('SELECT count(*) FROM event')[0][0]} events", rebuilt.stdout)
    for name in sorted(os.listdir(house.data)):
        with open(os.path.join(house.data, name), "rb") as file:
            check(f"no ordinary chat in {name}", MARK.encode() not in file.read())
    log = house.daemon.said()
    check("no words, secrets or paths of pushes in the log", not any(word in log for word in (MARK, "门禁", "路灯", SECRET, TOKEN, PATH, "李明")))
    lines = [line for line in log.splitlines() if not re.match(r"^\d{4}-\d\d-\d\dT\S+\+08:00 (info|warning|error) [a-z]+: \S", line)]
    check("the log is one line an entry", not lines, lines[:3])
    house.ask_database("SELECT 1")
    second = house.command("serve", "--nonsense")
    check("an unknown option is named in one line", second.returncode == 2 and second.stderr.count("\n") == 1, second.stderr)


def main():
    check("there is a binary", os.access(BINARY, os.X_OK), BINARY)
    with folder() as place:
        house = House(place)
        try:
            begin(house)
            bind(house)
            for part in (door, unknown, half, once, order, hostile, authority, together, recall, api_down, backlog, strangers, doubt, asked, stop, traces):
                part(house)
        finally:
            house.end()
    end()


if __name__ == "__main__":
    main()
