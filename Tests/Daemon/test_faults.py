#!/usr/bin/env python3
"""The real daemon on a disk that is full, read-only or damaged, stopped for a while, backed up and restored: each is told in one line,
nothing that was acknowledged is lost, nothing old is told twice. Needs the right to mount a small disk (root); without it the parts that
need one fail, they are not passed over."""
import argparse
import ctypes
import json
import os
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, os.path.dirname(__file__))
from house import keep, request, until  # noqa: E402
from installation import Checks, Counterpart, Installation, binary  # noqa: E402
from test_delivery import GROUP, HOUR, Stage, receipts as standing  # noqa: E402

libc = ctypes.CDLL(None, use_errno=True)
MS_RDONLY, MS_REMOUNT = 1, 32
RESIDENTS = 20_001
checks = Checks()
check = checks.check
rows = []


def mount(path, options, flags=0):
    if libc.mount(b"tmpfs", str(path).encode(), b"tmpfs", flags, options.encode()) != 0:
        raise SystemExit(f"a small disk cannot be mounted: {os.strerror(ctypes.get_errno())}")


class House:
    def __init__(self, folder, disk=None, history=True, groups=(RESIDENTS,)):
        self.fake = Counterpart(folder, *([] if history else ["--no-history"]))
        self.installation = Installation(folder, self.fake.api, list(groups), units=1)
        self.fake.post("settings", application=self.installation.url, push_retries=0, push_timeout=20)
        self.disk = disk
        if disk:
            self.installation.data.mkdir(mode=0o700)
            mount(self.installation.data, f"size={disk}")

    def say(self, text, user=501):
        """The status its push was answered with."""
        return self.fake.post("say", user=user, text=text, group=RESIDENTS)["outcomes"][-1]["status"]

    def lines(self, *words):
        return [line for line in self.installation.log.read_text().splitlines() if all(word in line for word in words)]

    def command(self, *arguments):
        return subprocess.run([binary(), *arguments, "--config", self.installation.config], capture_output=True, text=True, timeout=60,
                              check=False)

    def receipts(self):
        return [one["text"] for one in self.fake.sent() if "已登记为" in one["text"]]

    def table(self, fault, tried, kept):
        """A row for the README: of `tried` messages answered as taken, `kept` should be matters with one receipt each, or rows that are unknown."""
        matters = self.installation.number("SELECT count(*) FROM matter WHERE (id & 1099511627775) > 0")
        receipts = self.receipts()
        unknown = self.installation.number("SELECT count(*) FROM outbox WHERE state = 3")
        missing = max(0, matters - len(set(receipts)) - unknown)
        rows.append({"fault": fault, "tried": tried, "lost": max(0, kept - matters) + missing, "doubled": len(receipts) - len(set(receipts)),
                     "unknown": unknown})

    def settled(self):
        return until(lambda: self.installation.number("SELECT count(*) FROM outbox WHERE state IN (0, 1)") == 0, 20)

    def end(self):
        self.installation.end()
        self.fake.end()
        if self.disk:
            libc.umount2(str(self.installation.data).encode(), 2)


def full_disk(folder):
    house = House(folder, disk="6m")
    installation = house.installation
    try:
        installation.start()
        check("taken while there is room", house.say("建议：东门路灯不亮") == 204)
        house.settled()
        ballast = installation.data / "ballast"
        # Unbuffered: what did not fit must not be tried again when the file is closed.
        with open(ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 65536)
            except OSError:
                pass
        refused = taken = 0
        for number in range(40):
            status = house.say(f"建议：西门的路面坑坑洼洼该修一修了，第{number}处" + "长" * 2000)
            taken += status == 204
            refused += status == 503
        check("on a full disk everything is answered taken or not now", taken + refused == 40 and refused > 0, f"{taken} taken, {refused} not")
        check("and every word that was answered as taken is kept",
              installation.number("SELECT count(*) FROM words") == taken + 1, installation.number("SELECT count(*) FROM words"))
        check("told in one line", len(house.lines("the disk is full")) == 1, house.lines("record:"))
        doctor = house.command("doctor")
        check("doctor says so in a line and ends with 1", doctor.returncode == 1 and "要办　磁盘" in doctor.stdout, doctor.stdout)
        check("the process lives and says it is not well", installation.process.poll() is None)
        ballast.unlink()
        later = []
        check("with room again it goes on by itself", until(lambda: later.append(house.say("建议：南门装一盏灯")) or later[-1] == 204, 20))
        check("and says so in one line", until(lambda: len(house.lines("can be written again")) == 1, 10), house.lines("record:"))
        # The counterpart pushes nothing twice: the next look into the history, within a minute, has what was answered not now.
        said = 41 + len(later)
        matters = until(lambda: (count := installation.number("SELECT count(*) FROM matter WHERE (id & 1099511627775) > 0")) == said and count, 80)
        check("what was answered not now is brought back by the history", matters == said, house.lines("looked into the history"))
        house.settled()
        receipts = house.receipts()
        check("each matter has one receipt", len(receipts) == len(set(receipts)) == matters, f"{len(receipts)} for {matters}")
        house.table("a full disk, and room again", said, said)
        check("a clean end", installation.stop() == 0)
        verify = house.command("verify")
        check("the record conforms", verify.returncode == 0, verify.stdout)
    finally:
        house.end()


def full_disk_page_by_page(folder):
    """The disk is full after one page more each time: a push meets it at another write of its commit. Whatever was answered as taken is kept
    whole, whatever was not leaves nothing behind, and no history brings it back."""
    house = House(folder, disk="6m", history=False)
    installation = house.installation

    def fill(file):
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return

    try:
        installation.start()
        check("taken while there is room", house.say("建议：东门路灯不亮") == 204)
        house.settled()
        statuses = []
        with open(installation.data / "ballast", "wb", buffering=0) as file:
            for pages in range(32):
                fill(file)
                # The log grows by what is left, and is full again.
                file.seek(0, os.SEEK_END)
                file.truncate(max(0, file.tell() - pages * 4096))
                file.seek(0, os.SEEK_END)
                statuses.append(house.say(f"建议：西门的路面坑坑洼洼该修一修了，第{pages}处" + "长" * 1200))
        taken = statuses.count(204)
        check("each is answered taken or not now, and both happen", set(statuses) == {204, 503}, statuses)
        check("the process lives", installation.process.poll() is None)
        (installation.data / "ballast").unlink()
        check("with room again it goes on", until(lambda: house.say("建议：南门装一盏灯") == 204, 20))
        house.settled()
        kept = installation.number("SELECT count(*) FROM matter WHERE (id & 1099511627775) > 0")
        check("every word, every matter and every event of what was answered as taken", kept == taken + 2
              and installation.number("SELECT count(*) FROM words") == kept
              and installation.number("SELECT count(*) FROM event WHERE kind = 'suggested'") == kept, f"{kept} for {taken} + 2")
        numbers = sorted(int(re.search(r"登记为(\d+)号", text)[1]) for text in house.receipts())
        check("numbers without a gap, a receipt each", numbers == list(range(1, kept + 1)), numbers)
        house.table("a disk that is full after one page more each time", len(statuses) + 2, taken + 2)
        check("a clean end", installation.stop() == 0)
        check("the record conforms", house.command("verify").returncode == 0)
    finally:
        house.end()


def outage_on_the_clock(folder):
    """The API is away for 24 hours of the demo's clock, with a pace and a group's attention set. Answers then go in their order, news goes the
    newest first, and the group never hears more than it is set to."""
    pace, spacing = 20, 300
    stage = Stage(folder, "--no-history", settings={
        "pace": f"{pace} seconds",
        "attention": {"quiet": "", "perDay": 10, "spacing": f"{spacing // 60} minutes", "together": 5, "cards": 5}})
    try:
        mark = stage.fake.mark()
        began = stage.count("SELECT coalesce(max(sent_at), 0) FROM outbox")
        stage.fake.control("down", down=True)
        for number in range(1, 25):
            stage.fake.say(701 + number, f"建议：第{number}级台阶缺角", group=GROUP)
            status, _, body = request(stage.port, "POST", "/demo/say", json.dumps(
                {"as": "o1", "chat": "g2", "text": f"通过 {number} 直接对话", "quotes": None}), {"Content-Type": "application/json"})
            assert status == 200, body
            stage.step(HOUR)
        check("nothing went while it was away", stage.fake.mark() == mark)
        stage.fake.control("down", down=False)
        for _ in range(4):
            stage.step(HOUR)
        stood = standing(stage.fake, mark)
        check("after 24 hours each receipt goes once", len(stood) == 24 and set(stood.values()) == {1}, stood)
        texts = [one["text"] for one in stage.fake.sent(mark, GROUP)]
        order = [int(found[1]) for text in texts if (found := re.search(r"登记为(\d+)号", text))]
        check("answers in their order", order == list(range(1, 25)), order)
        news = [[int(number) for number in re.findall(r"】(\d+)号「", text)] for text in texts if "已列为议题" in text]
        told = [number for piece in news for number in piece]
        check("news the newest first, five in one, each once", told == list(range(24, 0, -1)) and max(map(len, news)) == 5, news)
        # By the demo's clock, as the record has it.
        with sqlite3.connect(f"file:{stage.data}/yishi.db?mode=ro", uri=True) as database:
            sent = database.execute("""SELECT sent_at, max(text = 'receipt') FROM outbox WHERE state = 2 AND sent_at > ?
                AND chat = (SELECT chat FROM outbox WHERE text = 'receipt' LIMIT 1) GROUP BY sent_at ORDER BY sent_at""", (began,)).fetchall()
        # The pieces are noted one after the other: a message's may lie a millisecond apart.
        sent = [one for place, one in enumerate(sent) if place == 0 or one[0] - sent[place - 1][0] > 100]
        moments = [one[0] for one in sent]
        check("as many moments as messages", len(moments) == len(texts), (len(moments), len(texts)))
        gaps = [later - earlier for earlier, later in zip(moments, moments[1:])]
        check("the pace is kept", min(gaps) >= pace * 1000, min(gaps))
        busiest = max(sum(moment <= other < moment + 60_000 for other in moments) for moment in moments)
        check("never more than the setting allows in a group and minute", busiest <= 60 // pace, busiest)
        heard = [moment for moment, is_receipt in sent if not is_receipt]
        # The record has when the platform's answer came, a moment after the choice.
        check("news keeps its distance", min((b - a for a, b in zip(heard, heard[1:])), default=0) >= spacing * 1000 - 1000, heard)
        rows.append({"fault": "API away for 24 hours, with a pace, answers and news", "tried": 48, "lost": 48 - len(stood) - len(set(told)),
                     "doubled": len(told) - len(set(told)) + sum(count - 1 for count in stood.values()), "unknown": 0})
    finally:
        stage.end()


def read_only_disk(folder):
    house = House(folder, disk="16m")
    installation = house.installation
    try:
        installation.start()
        check("taken while the disk can be written", house.say("建议：东门路灯不亮") == 204)
        house.settled()
        # The files that are open for writing are held in the kernel: so is a disk that was remounted after a fault.
        mounted = libc.mount(b"tmpfs", str(installation.data).encode(), None, MS_REMOUNT | MS_RDONLY, None)
        if mounted != 0:
            # Busy with open files: then what a new process meets.
            installation.stop()
            mount(installation.data, "size=16m", MS_REMOUNT | MS_RDONLY)
            ended = subprocess.run([binary(), "serve", "--config", installation.config], capture_output=True, text=True, timeout=60, check=False)
            lines = ended.stderr.strip().splitlines()
            check("on a read-only disk it does not start and says why in one line", ended.returncode == 1 and len(lines) == 1, lines)
            doctor = house.command("doctor")
            check("doctor says that it cannot be written", "写不进去" in doctor.stdout and doctor.returncode == 1, doctor.stdout)
            mount(installation.data, "size=16m", MS_REMOUNT)
            installation.start()
            check("and starts when it can be written again", house.say("建议：西门路灯不亮") == 204)
        else:
            check("not now on a read-only disk", house.say("建议：西门路灯不亮") == 503)
            check("told in one line", len(house.lines("read-only")) == 1, house.lines("record:"))
            mount(installation.data, "", MS_REMOUNT)
            check("taken again afterwards", until(lambda: house.say("建议：西门路灯不亮") == 204, 20))
        house.settled()
        house.table("a read-only disk, writable again", 2, 2)
        check("two matters, one receipt each", len(house.receipts()) == len(set(house.receipts())) == 2, house.receipts())
    finally:
        house.end()


def corrupt_page(folder):
    house = House(folder)
    installation = house.installation
    try:
        installation.start()
        for number in range(120):
            house.say(f"建议：东门装第{number}盏灯" + "亮" * 800)
        house.settled()
        copy = os.path.join(folder, "copy.db")
        backup = house.command("backup", copy)
        check("backed up while it runs", backup.returncode == 0 and "已备份" in backup.stdout, backup.stdout + backup.stderr)
        check("a clean end", installation.stop() == 0)
        connection = sqlite3.connect(installation.database)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        size = installation.database.stat().st_size
        with open(installation.database, "r+b") as file:
            for page in range(30, size // 4096, 3):
                file.seek(page * 4096)
                file.write(os.urandom(4096))
        doctor = house.command("doctor")
        check("doctor finds the damage, and says what to do", doctor.returncode == 1 and "记录：坏了" in doctor.stdout and "restore" in doctor.stdout,
              doctor.stdout)
        restored = house.command("restore", copy)
        check("the backup is restored, the damaged record put aside", restored.returncode == 0 and "改名为" in restored.stdout,
              restored.stdout + restored.stderr)
        check("a second record is not lost over it", any(".before-" in name for name in os.listdir(installation.data)))
        installation.start()
        check("it runs on", house.say("建议：西门路灯不亮") == 204)
        house.settled()
        check("121 matters", installation.number("SELECT count(*) FROM matter WHERE (id & 1099511627775) > 0") == 121)
        check("and the record conforms", house.command("verify").returncode == 0)
        house.table("damaged pages, the last backup restored", 121, 121)
    finally:
        house.end()


def old_news(folder):
    """A backup taken with receipts waiting; after the restore nobody hears anything until the operator says so."""
    house = House(folder, history=False)
    installation = house.installation
    try:
        installation.start()
        house.say("建议：东门路灯不亮")
        house.say("建议：北门路灯不亮")
        until(lambda: len(house.receipts()) == 2, 20)
        house.settled()
        installation.stop()
        # As if taken in the middle of sending: one row waits, one was on its way.
        connection = sqlite3.connect(installation.database)
        with connection:
            connection.execute("UPDATE outbox SET state = id % 2, sent_at = NULL, message = NULL, message_key = NULL")
        connection.close()
        before = len(house.fake.sent())
        rows = installation.number("SELECT count(*) FROM outbox")
        copy = os.path.join(folder, "copy.db")
        check("backed up while it is down", house.command("backup", copy).returncode == 0)
        check("the copy is its owner's alone", os.stat(copy).st_mode & 0o777 == 0o600)
        with open(copy, "rb") as file, open(os.path.join(folder, "secrets", "identity.key"), "rb") as key:
            check("the key is not in it", bytes.fromhex(key.read().decode().strip()) not in file.read())
        # A copy laid in place by hand is held back like one that was restored.
        for name in os.listdir(installation.data):
            os.unlink(os.path.join(installation.data, name))
        shutil.copy(copy, installation.database)
        installation.start()
        check("said in one line, with what is to be done for who was forgotten since",
              len(house.lines("restored from a backup", "may stand in the record again", "yishi forget --done")) == 1, house.lines("desk:"))
        check("doctor shows it", "可能又在里面" in house.command("doctor").stdout, house.command("doctor").stdout)
        check("a new suggestion is answered", house.say("建议：西门路灯不亮") == 204)
        until(lambda: any("3号" in text for text in house.receipts()), 20)
        house.settled()
        fresh = [one["text"] for one in house.fake.sent()[before:]]
        check("nobody hears old news", fresh and all("3号" in text for text in fresh), fresh)
        house.table("a backup taken while sending, restored", 3, 3)
        listed = house.command("outbox")
        check("the operator sees what is held back", listed.stdout.count("恢复后未发") == rows, listed.stdout)
        check("and says: drop one, send the others",
              house.command("outbox", "--drop", "1").returncode == 0 and house.command("outbox", "--send", "all").returncode == 0)
        house.settled()
        late = [one["text"] for one in house.fake.sent()[before + len(fresh):]]
        check("then they go out, once", len(late) == rows - 1, late)
        absent = house.command("outbox", "--send", "999")
        check("one that is not there is told so", absent.returncode == 1 and "没有编号999的" in absent.stderr, absent.stdout + absent.stderr)
        check("nothing is stuck", "没有卡住的" in house.command("outbox").stdout)
        check("told at every start until it is settled", installation.stop() == 0 and installation.start()
              and len(house.lines("may stand in the record again")) == 2, house.lines("desk:"))
        check("settled by the operator's word", "都办过了" in house.command("forget", "--done").stdout
              and "没有要记的" in house.command("forget", "--done").stdout)
        check("and then nobody is told any more", "可能又在里面" not in house.command("doctor").stdout and installation.stop() == 0
              and installation.start() and len(house.lines("may stand in the record again")) == 2, house.lines("desk:"))
        refused = house.command("restore", copy)
        check("restoring while it runs is refused, with what to do", refused.returncode == 1 and "systemctl stop yishi" in refused.stderr, refused.stderr)
        # The record that is put aside holds everybody, and is told until it is gone; who is forgotten is forgotten in it too.
        mark = "只有七七七说过的一句话"
        check("somebody speaks after the backup", house.say("建议：" + mark, user=777) == 204)
        house.settled()
        late = os.path.join(folder, "late.db")
        check("backed up while it runs", house.command("backup", late).returncode == 0)
        installation.stop()
        restored = house.command("restore", late)
        aside = [name for name in os.listdir(installation.data) if name.startswith("yishi.db.before-")]
        check("the old record is named", restored.returncode == 0 and aside and min(aside) in restored.stdout, restored.stdout + restored.stderr)
        told = house.command("doctor").stdout
        check("doctor names it", "旧记录" in told and min(aside) in told, told)
        done = house.command("forget", "qq", "777", "--yes")
        check("forgotten in both", done.returncode == 0 and min(aside) in done.stdout, done.stdout + done.stderr)
        found = [name for name in os.listdir(installation.data) if mark.encode() in open(os.path.join(installation.data, name), "rb").read()]
        check("the words are in no file of the folder", found == [], found)
        nobody = house.command("forget", "qq", "777", "--yes")
        check("who is nobody is told so", nobody.returncode == 1 and "没有账号777的人" in nobody.stderr, nobody.stderr)
    finally:
        house.end()


GONE, LATE = "只有七七七说过的一句话", "备份以后才说的一句话"


class Restore:
    """A record out of which somebody was erased after its backup, killed so that its log counts; and the restore of that backup, again and
    again from the same state."""

    def __init__(self, house, folder):
        self.house, self.data = house, house.installation.data
        self.copy, self.before = os.path.join(folder, "copy.db"), os.path.join(folder, "before")
        installation = house.installation
        installation.start()
        check("two speak", house.say("建议：东门路灯不亮，" + GONE, user=777) == 204 and house.say("建议：西门路灯不亮", user=778) == 204)
        house.settled()
        check("backed up", house.command("backup", self.copy).returncode == 0)
        check("one is forgotten", house.command("forget", "qq", "777", "--yes").returncode == 0)
        check("the other speaks again", house.say("建议：南门路灯不亮，" + LATE, user=778) == 204)
        house.settled()
        installation.kill()
        shutil.copytree(self.data, self.before)
        self.events = installation.number("SELECT count(*) FROM event")

    def anew(self):
        for name in os.listdir(self.data):
            os.unlink(os.path.join(self.data, name))
        for name in os.listdir(self.before):
            shutil.copy(os.path.join(self.before, name), self.data)

    def command(self):
        return [binary(), "restore", self.copy, "--config", self.house.installation.config]

    @property
    def is_cut_off(self):
        return (self.data / "yishi.db.part").exists()

    def until_its_copy_appears(self):
        """A restore, and when that was; looked for without a rest."""
        self.there = os.stat(self.data / "yishi.db").st_ino
        process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not self.is_cut_off:
            pass
        return process, time.monotonic()

    def until_it_has_the_place(self, process):
        while process.poll() is None:
            try:
                if os.stat(self.data / "yishi.db").st_ino != self.there:
                    return
            except FileNotFoundError:
                return

    def stands(self):
        """Which record serves: "old", "new", or what is wrong with it."""
        if not (self.data / "yishi.db").exists():
            return "none"
        # First, while no reader has been there: what whoever opens it would find.
        erased = not any(GONE.encode() in path.read_bytes() for path in self.data.glob("yishi.db*") if ".before-" not in path.name
                         and ".part" not in path.name)
        number = self.house.installation.number
        late = number("SELECT count(*) FROM words WHERE instr(text, ?) > 0", LATE)
        unopened = number("SELECT count(*) FROM counter WHERE name IN ('backup.taken', 'restored.unerased') AND value <> 0")
        whole = number("SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'") == 1
        if not erased or unopened or not whole or number("SELECT count(*) FROM event WHERE kind = 'erased'") < 1:
            return f"erased={erased} unopened={unopened} whole={whole}"
        if late:
            return "old" if number("SELECT count(*) FROM event") == self.events else "half of the old one"
        return "new"


def restore_cut_off(folder):
    """A restore killed at every moment: as its copy appears, as the record changes places, and at delays between. Either the old record
    stands there whole or the new one, and who was forgotten since the backup is in neither."""
    house = House(folder)
    try:
        restore = Restore(house, folder)
        restore.anew()
        whole = subprocess.run(restore.command(), capture_output=True, text=True, timeout=60, check=False)
        check("restored, and erased again", whole.returncode == 0 and "再删一遍：1人" in whole.stdout and restore.stands() == "new",
              whole.stdout + whole.stderr + restore.stands())
        restore.anew()
        process, appeared = restore.until_its_copy_appears()
        restore.until_it_has_the_place(process)
        took = time.monotonic() - appeared
        process.wait()
        seen, wrong, again, cut = [], [], [], 0
        for moment in [None] * 3 + [took * step / 10 for step in range(12)]:
            restore.anew()
            process, _ = restore.until_its_copy_appears()
            if moment is None:
                restore.until_it_has_the_place(process)
            else:
                time.sleep(moment)
            process.kill()
            process.wait()
            cut += restore.is_cut_off
            stands = restore.stands()
            seen.append(stands)
            if stands not in ("old", "new"):
                wrong.append((moment, stands))
            ended = subprocess.run(restore.command(), capture_output=True, text=True, timeout=60, check=False)
            if ended.returncode != 0 or restore.stands() != "new" or restore.is_cut_off:
                again.append((moment, ended.stdout + ended.stderr, restore.stands()))
        check("after each kill the old record stands whole or the new one, without the forgotten", not wrong, wrong)
        check("and a second restore comes to its end", not again, again)
        check("both were seen, and copies that had not come to their end", {"old", "new"} <= set(seen) and cut >= 4,
              f"{seen.count('old')} old, {seen.count('new')} new, {cut} cut off in {took * 1000:.0f} ms")
        # The daemon goes on with what stands there.
        restore.anew()
        process, _ = restore.until_its_copy_appears()
        process.kill()
        process.wait()
        stands = restore.stands()
        house.installation.start()
        check("the daemon goes on with the old record and says why", stands == "old" and house.say("建议：北门路灯不亮", user=778) == 204
              and len(house.lines("a restore was cut off")) == 1, stands)
        check("what was cut off is gone", not restore.is_cut_off and house.command("verify").returncode == 0)
        house.installation.stop()
        # Where a file system cannot change two names at once, there may be a moment without a record: none is begun then.
        os.rename(restore.data / "yishi.db", restore.data / "yishi.db.before-20260101000000000")
        refused = subprocess.run([binary(), "serve", "--config", house.installation.config], capture_output=True, text=True, timeout=60, check=False)
        check("no record is begun beside one that was put aside", refused.returncode == 1 and "put aside" in refused.stderr
              and not (restore.data / "yishi.db").exists(), refused.stderr)
        ended = subprocess.run(restore.command(), capture_output=True, text=True, timeout=60, check=False)
        check("the next restore finds it", ended.returncode == 0 and "再删一遍：1人" in ended.stdout and restore.stands() == "new",
              ended.stdout + ended.stderr)
    finally:
        house.end()


def restore_full_disk(folder):
    """A restore on a disk that has room for a part of it only: the old record stands, and nothing is left lying about."""
    house = House(folder, disk="8m")
    try:
        restore = Restore(house, folder)
        size = os.stat(restore.copy).st_size
        failed = wrong = 0
        ended, said = None, set()
        for step in range(40):
            restore.anew()
            with open(restore.data / "ballast", "wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"x" * 4096)
                except OSError:
                    pass
                file.truncate(max(0, file.tell() - step * size // 10))
            ended = subprocess.run(restore.command(), capture_output=True, text=True, timeout=60, check=False)
            os.unlink(restore.data / "ballast")
            if ended.returncode == 0:
                break
            failed += 1
            said.add(len(ended.stderr.strip().splitlines()) == 1 and "disk is full" in ended.stderr or ended.stderr)
            wrong += restore.stands() != "old" or restore.is_cut_off
        check("with too little room it says in one line that the disk is full", failed >= 5 and said == {True}, f"{failed} times, {said}")
        check("and the old record stands, without a part of the new one beside it", wrong == 0, wrong)
        check("with room enough it is restored, and erased again", ended.returncode == 0 and restore.stands() == "new", ended.stderr)
    finally:
        house.end()


def stopped(folder):
    """SIGSTOP stands for a machine that sleeps: both clocks go on. What was said meanwhile is found in the history."""
    house = House(folder)
    installation = house.installation
    try:
        installation.start()
        check("taken before", house.say("建议：东门路灯不亮") == 204)
        house.settled()
        # A minute, so that the mark of what was heard is set.
        time.sleep(62)
        installation.process.send_signal(signal.SIGSTOP)
        house.fake.post("settings", application="http://127.0.0.1:9/", push_retries=0, push_timeout=1)
        house.fake.post("say", user=501, text="建议：西门路灯不亮", group=RESIDENTS)
        time.sleep(62)
        house.fake.post("settings", application=installation.url, push_retries=0, push_timeout=20)
        installation.process.send_signal(signal.SIGCONT)
        check("told in one line", until(lambda: len(house.lines("clock:", "nothing ran for")) == 1, 10), house.lines("clock"))
        check("what was said meanwhile is found", until(lambda: any("2号" in text for text in house.receipts()), 90), house.receipts())
        check("each is answered once", len(house.receipts()) == len(set(house.receipts())) == 2, house.receipts())
        house.table("the process stopped for a minute while people speak", 2, 2)
        limits = open(f"/proc/{installation.process.pid}/limits", encoding="utf-8").read()
        check("no core is ever written", any(line.split()[4:6] == ["0", "0"] for line in limits.splitlines() if "core file" in line))
    finally:
        house.end()


def three_hours_asleep(folder):
    """A machine that sleeps from five past seven to five past ten on a Monday: a timer falls due, in one group more is said than a page of its
    history holds, in another more than can be read at all. The daemon runs on a clock that the test moves (sleeping_clock.c); while it is
    stopped, the wall clock and the one that counts the sleep are put three hours on, as the kernel does."""
    other, work = RESIDENTS + 1, 90_000
    clock, library = os.path.join(folder, "clock"), os.path.join(folder, "sleeping_clock.so")
    compiler = next(filter(shutil.which, ("clang", "gcc", "cc")))
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library,
                    os.path.join(os.path.dirname(__file__), "sleeping_clock.c")], check=True)
    house = House(folder, groups=[RESIDENTS, other])
    installation, fake = house.installation, house.fake
    settings = json.loads((installation.config / "yishi.json").read_text())
    (installation.config / "yishi.json").write_text(json.dumps({**settings, "digest": "08:30"}, ensure_ascii=False))
    installation.environment = {"LD_PRELOAD": library, "SLEEPING_CLOCK": clock}
    offset = 1_773_011_100 - int(time.time())  # 2026-03-09 07:05 in China

    def put(seconds, daemon=True):
        fake.post("settings", clock_offset=offset + seconds)
        if daemon:
            # One store of sixteen bytes into the page the daemon reads.
            with open(clock, "r+b" if os.path.exists(clock) else "wb", buffering=0) as file:
                file.write(struct.pack("<qq", (offset + seconds) * 10**9, seconds * 10**9))

    def say(minutes, group, *texts):
        put(minutes * 60, daemon=False)
        return fake.post("say", lines=[{"user": 501 + number % 7, "text": text, "group": group} for number, text in enumerate(texts)])

    def told(*words):
        return [one["text"] for one in fake.sent() if all(word in one["text"] for word in words)]

    try:
        fake.post("settings", history_page=5)
        put(0)
        installation.start()
        say(0, RESIDENTS, "建议：东门路灯不亮")
        say(0, other, "建议：西门的路面坑坑洼洼")
        check("taken before", until(lambda: len(house.receipts()) == 2, 20), house.receipts())
        check("on the clock of the test", time.gmtime(installation.number("SELECT max(at) FROM event") / 1000)[:3] == (2026, 3, 8))
        check("the endpoint is ready", until(lambda: house.lines("endpoint: ready"), 30))
        time.sleep(2)  # its first look at the history, after which a clean end notes until when was heard
        check("a clean end", installation.stop() == 0)
        installation.start()
        house.settled()
        due = "SELECT count(*) FROM timer WHERE kind = 'digest' AND due / 1000 = ?"
        check("a timer is set for half past eight", installation.number(due, 1_773_011_100 + 85 * 60) > 0)
        until(lambda: len(house.lines("endpoint: ready")) == 2, 30)
        time.sleep(2)
        installation.process.send_signal(signal.SIGSTOP)
        fake.post("settings", application="http://127.0.0.1:9/", push_retries=0, push_timeout=1)
        say(20, RESIDENTS, "建议：南门装一盏灯", *(f"今天菜场的价钱第{number}样" for number in range(12)))
        say(30, other, "建议：北门的井盖松了", *(f"明天谁去买菜，第{number}回了" for number in range(240)))
        say(150, RESIDENTS, "建议：三号楼前的树要修了")
        say(170, other, "建议：垃圾房的门坏了")
        put(180 * 60)
        fake.post("settings", application=installation.url, push_retries=0, push_timeout=20)
        installation.process.send_signal(signal.SIGCONT)
        check("told in one line, and not as a clock that was set", until(lambda: len(house.lines("clock:", "nothing ran for 108")) == 1, 10)
              and not house.lines("clock jumped"), house.lines("clock"))
        check("what was said meanwhile is found, page by page", until(lambda: len(house.receipts()) == 5, 90), house.receipts())
        check("what its history does not reach is told to the work group", until(lambda: told("之间没连上群"), 10))
        house.settled()
        digests = [one for one in fake.sent() if one["chat"] == work and "当日根" in one["text"]]
        check("the digest of half past eight comes once and says that it is late", len(digests) == 1 and "补发" in digests[0]["text"], digests)
        check("the next one is tomorrow's", installation.number(due, 1_773_011_100 + 85 * 60 + 86_400) > 0 and installation.number(
            due, 1_773_011_100 + 85 * 60) == 0)
        # A start before anything was pushed again: what the history has shown, and what it could not, is not gone through a second time.
        looks = len(house.lines("looked into the history"))
        check("a clean end", installation.stop() == 0)
        installation.start()
        check("the endpoint is ready again", until(lambda: len(house.lines("endpoint: ready")) == 3, 30))
        time.sleep(2)
        check("a start does not go through that time again", len(house.lines("looked into the history")) == looks, house.lines("history"))
        # All of it pushed late, with what no history reached.
        again = fake.post("repush", which="unanswered", wait=True)
        check("what was pushed in vain is pushed again", again["queued"] == 256 and {one["status"] for one in again["outcomes"]} == {204}, again["queued"])
        house.settled()
        texts = "SELECT count(*) FROM words WHERE instr(text, ?) > 0"
        check("each is registered once", all(installation.number(texts, text) == 1 for text in (
            "东门路灯", "坑坑洼洼", "南门装", "树要修", "垃圾房", "北门的井盖")))
        check("each is answered once", len(house.receipts()) == len(set(house.receipts())) == 6, house.receipts())
        check("the gap and the digest are told once", len(told("之间没连上群")) == 1 and len(told("当日根")) == 1, told("之间没连上群"))
        check("talk left nothing behind", installation.number("SELECT count(*) FROM words") == 6
              and installation.number("SELECT count(*) FROM matter WHERE (id & 1099511627775) > 0") == 6)
        house.table("a machine asleep for three hours, a timer due, pages of history", 6, 6)
        check("the record conforms", house.command("verify").returncode == 0)
    finally:
        house.end()


def forgotten_in_chat(folder):
    """After an erasure the daemon has looked through its own file: it must still hold its locks on it, or the next reader beside it would
    delete the log it writes to, and what is said afterwards would be gone with a crash."""
    house = House(folder)
    installation = house.installation

    def private(text, user):
        return house.fake.post("say", user=user, text=text)["outcomes"][-1]["status"]

    try:
        installation.start()
        house.say("建议：东门路灯不亮，只有这个人说过", user=777)
        house.say("建议：西门路灯不亮", user=778)
        check("asked back", private("忘记我", 777) == 204 and until(lambda: any("忘记您以后" in one["text"] for one in house.fake.sent()), 20))
        private("是", 777)
        check("swept", until(lambda: installation.number("SELECT value FROM counter WHERE name = 'erased.unswept'") == 0, 30))
        # Readers beside the daemon, each taking itself for the last one out.
        for _ in range(3):
            connection = sqlite3.connect(installation.database)
            connection.execute("SELECT count(*) FROM event").fetchall()
            connection.close()
        taken = sum(house.say(f"建议：南门第{number}盏路灯不亮", user=778) == 204 for number in range(5))
        installation.kill()
        installation.start()
        kept = installation.number("SELECT count(*) FROM matter WHERE (id & 1099511627775) > 0")
        check("what was answered as taken is kept over a kill", kept == taken + 2, f"{kept} for {taken} + 2")
    finally:
        house.end()


def newcomers_forgotten(folder):
    """Who first spoke after a backup and was erased, in chat or by the office, does not come back when the restored record reads the group's
    history again; and who is erased in chat after the restore is erased in the record that was put aside, too."""
    house = House(folder)
    installation = house.installation

    def private(text, user):
        return house.fake.post("say", user=user, text=text)["outcomes"][-1]["status"]

    def forget_in_chat(user):
        asked = len([one for one in house.fake.sent() if "忘记您以后" in one["text"]])
        private("忘记我", user)
        until(lambda: len([one for one in house.fake.sent() if "忘记您以后" in one["text"]]) > asked, 20)
        private("是", user)
        return until(lambda: installation.number("SELECT value FROM counter WHERE name = 'erased.unswept'") == 0, 30)

    def files_with(text):
        return [str(path) for path in sorted(Path(folder).rglob("*"))
                if path.is_file() and path.name != "sent.jsonl" and text.encode() in path.read_bytes()]

    try:
        installation.start()
        house.say("建议：西门路灯不亮", user=778)
        house.settled()
        check("the endpoint is ready", until(lambda: house.lines("endpoint", "ready"), 30))
        time.sleep(2)  # its first look at the history, after which a clean end notes until when was heard
        installation.stop()
        copy = os.path.join(folder, "early.db")
        check("backed up", house.command("backup", copy).returncode == 0)
        installation.start()
        check("three newcomers speak", all(
            house.say(f"建议：{place}路灯不亮，{mark}", user=user) == 204
            for place, mark, user in (("东门", "七七七的第一句", 777), ("南门", "七七九的话", 779), ("北门", "七七六的话", 776))))
        house.settled()
        check("one is forgotten in chat", forget_in_chat(777))
        check("one by the office", house.command("forget", "qq", "779", "--yes").returncode == 0)
        check("the first comes back as somebody new", house.say("建议：桥上路灯不亮，七七七的第二句", user=777) == 204)
        house.settled()
        installation.stop()
        restored = house.command("restore", copy)
        check("restored", restored.returncode == 0 and "这里也查不到" not in restored.stdout, restored.stdout + restored.stderr)
        installation.start()
        check("the history is read again", until(lambda: house.lines("looked into the history", "of_the_forgotten=2"), 60), house.lines("history"))
        house.settled()
        check("who stayed and who came back are registered again",
              until(lambda: installation.number("SELECT count(*) FROM matter WHERE (id & 1099511627775) > 0") == 3, 30)
              and installation.number("SELECT count(*) FROM person") == 3)
        for mark in ("七七七的第一句", "七七九的话"):
            check("what the forgotten said is in no file", files_with(mark) == [], files_with(mark))
        aside = [path for path in files_with("七七七的第二句") if ".before-" in path]
        check("what was said since the backup is in the record that was put aside", len(aside) >= 1, files_with("七七七的第二句"))
        check("forgotten in chat once more", forget_in_chat(777))
        check("and within a minute in no file at all", until(lambda: files_with("七七七的第二句") == [], 90), files_with("七七七的第二句"))
        doctor = house.command("doctor").stdout
        check("doctor has nobody left to name", "还没删" not in doctor, doctor)
        check("the others are untouched", files_with("七七六的话") != [])
        check("the record conforms", house.command("verify").returncode == 0)
        # Where the old record is gone, nobody knows: that is said, and the operator's word holds before the start.
        installation.stop()
        for name in os.listdir(installation.data):
            if name.startswith("yishi.db"):
                os.unlink(os.path.join(installation.data, name))
        again = house.command("restore", copy)
        check("said that nobody knows", again.returncode == 0 and "第一次说话" in again.stdout, again.stdout + again.stderr)
        for user in ("777", "779", "776"):
            noted = house.command("forget", "qq", user, "--yes")
            check("noted all the same", noted.returncode == 1 and "已经记下" in noted.stderr, noted.stdout + noted.stderr)
        installation.start()
        check("and their words are left alone", until(lambda: house.lines("looked into the history", "of_the_forgotten=4"), 60), house.lines("history"))
        check("nobody came back", installation.number("SELECT count(*) FROM person") == 1)
    finally:
        house.end()


def people(folder):
    """Somebody forgotten by the office beside the running daemon; a new key; a rotation that was cut off."""
    house = House(folder)
    installation = house.installation
    key = os.path.join(folder, "secrets", "identity.key")
    mark, account = "只有这个人说过的一句话", "2027712577"  # as long as a real one: nothing else in the log is it by chance, as a millisecond was 777
    try:
        installation.start()
        check("one person speaks", house.say("建议：东门路灯不亮，" + mark, user=int(account)) == 204)
        check("another too", house.say("建议：西门路灯不亮", user=778) == 204)
        house.settled()
        check("first it is only said", "将删去" in house.command("forget", "qq", account).stdout and installation.number("SELECT count(*) FROM person") == 2)
        done = house.command("forget", "qq", account, "--yes")
        check("then done", done.returncode == 0 and "已删去" in done.stdout, done.stdout + done.stderr)
        found = [name for name in os.listdir(installation.data) if mark.encode() in open(os.path.join(installation.data, name), "rb").read()]
        check("the words are in no file", found == [], found)
        check("nor in the log", house.lines(mark) + house.lines(account) == [], house.lines(mark) + house.lines(account))
        check("the daemon goes on, the next number is the next", house.say("建议：南门路灯不亮", user=778) == 204)
        until(lambda: any("3号" in text for text in house.receipts()), 20)
        check("and says so", any("3号" in text for text in house.receipts()), house.receipts())
        check("changing keys while it runs is refused", house.command("key", "--rotate").returncode == 1)
        check("a clean end", installation.stop() == 0)
        verify = house.command("verify")
        check("the record conforms and says what was erased", verify.returncode == 0 and "忘记一人" in verify.stdout, verify.stdout)
        before = open(key, encoding="utf-8").read()
        rotated = house.command("key", "--rotate")
        check("a new key", rotated.returncode == 0 and open(key, encoding="utf-8").read() != before, rotated.stdout + rotated.stderr)
        # Cut off after the record was sealed anew and before the files changed their names.
        new = open(key, encoding="utf-8").read()
        os.rename(key, key + ".new")
        with open(key, "w", encoding="utf-8") as file:
            file.write(before)
        os.chmod(key, 0o600)
        installation.start()
        check("brought to its end at the next start", open(key, encoding="utf-8").read() == new and not os.path.exists(key + ".new"))
        house.say("附议 3", user=778)
        until(lambda: any("自己提的" in one["text"] for one in house.fake.sent()), 20)
        check("people are known by their accounts", any("自己提的" in one["text"] for one in house.fake.sent()))
    finally:
        house.end()


def main():
    parts = (full_disk, full_disk_page_by_page, outage_on_the_clock, read_only_disk, corrupt_page, old_news, restore_cut_off, restore_full_disk,
             forgotten_in_chat, newcomers_forgotten, people, stopped, three_hours_asleep)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(part.__name__ for part in parts))
    parser.add_argument("--rows", help="appends what was seen, one JSON line a fault, for the README's table")
    options = parser.parse_args()
    if unknown := set(options.parts) - {part.__name__ for part in parts}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for part in parts:
        if options.parts and part.__name__ not in options.parts:
            continue
        print(f"-- {part.__name__}", flush=True)
        with tempfile.TemporaryDirectory(prefix="yishi-faults-") as folder:
            part(folder)
    keep(rows, options.rows, check)
    sys.exit(checks.end())


if __name__ == "__main__":
    main()
