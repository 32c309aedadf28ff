#!/usr/bin/env python3
"""Plays a little of the demo page in headless Chromium, at phone width and then on a wide screen.

    demo_page.py URL [--screenshots FOLDER]              against a demo that is running
    demo_page.py --binary .build/release/yishi [...]     starts one of its own on a free port and ends it

Needs chromium and chromedriver, and nothing else but Python. Prints a line a check and "N passed, N failed".
"""
import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from webdriver import Browser

SUGGESTION = "建议：东园3号楼路灯不亮"
LIVE = "return document.body.dataset.live === 'yes'"
results = {"passed": 0, "failed": 0}


def check(what, good, seen=""):
    results["passed" if good else "failed"] += 1
    print(f"{'ok' if good else 'FAILED'}  {what}" + (f": {seen}" if seen and not good else ""), flush=True)
    return bool(good)


def bot_text_after(words):
    """The script that finds what the bot said after a message of mine with these words, among what came since `remember`."""
    return f"""
        const rows = [...document.querySelectorAll('#messages > .message:not([data-before])')];
        const mine = rows.findLastIndex((row) => row.classList.contains('mine') && row.querySelector('.words').textContent === {words!r});
        if (mine < 0) return null;
        const answer = rows.slice(mine + 1).find((row) => row.dataset.from === 'bot');
        return answer ? answer.querySelector('.words').textContent : null;"""


def remember(browser):
    """Marks the messages that stand here already, so that an earlier run's are not taken for this one's."""
    browser.run("document.querySelectorAll('.message').forEach((one) => one.setAttribute('data-before', ''))")


def become(browser, role, unit=None):
    """Opens the choice of people and takes the first of a role; gives name and unit as the page shows them."""
    opener = "visible = [...document.querySelectorAll('[data-open-people]')].find((one) => one.offsetParent)"
    browser.run(f"const {opener}; visible.setAttribute('data-test', 'opener')")
    browser.click("[data-test=opener]")
    browser.run("document.querySelectorAll('[data-test]').forEach((one) => one.removeAttribute('data-test'))")
    person = browser.run("""
        const [role, unit] = arguments;
        const sections = [...document.querySelectorAll('#people-list section')].filter((one) => one.querySelector('h3').textContent.includes(role));
        const people = sections.flatMap((one) => [...one.querySelectorAll('.person')]);
        const one = people.find((p) => !unit || p.querySelector('.person-unit').textContent === unit);
        if (!one) return null;
        one.scrollIntoView({ block: 'center' });
        return { id: one.dataset.person, unit: one.querySelector('.person-unit').textContent };""", role, unit)
    if person:
        browser.click(f"[data-person='{person['id']}']")
        browser.until(f"return !document.getElementById('people').open && document.body.dataset.me === '{person['id']}'", 5)
    return person


def open_chat(browser, chat):
    browser.run("document.querySelector(`[data-chat='${arguments[0]}']`).scrollIntoView({ block: 'center' })", chat)
    browser.click(f"[data-chat='{chat}']")
    browser.until("return document.body.dataset.view === 'talk'", 5)


def back(browser):
    browser.click("#back")
    browser.until("return document.body.dataset.view === 'list'", 5)


def chats_here(browser):
    return browser.run("return [...document.querySelectorAll('[data-chat]')].map((one) => ({ id: one.dataset.chat, "
                       "name: one.querySelector('.chat-name').textContent, group: !one.querySelector('.avatar.bot') }))")


def step(browser, kind):
    """Presses one of the clock's buttons; gives the clock's face before and after."""
    face = "return document.getElementById('now').getAttribute('datetime')"
    before = browser.run(face)
    browser.click(f"[data-step={kind}]")
    after = browser.until(f"const now = document.getElementById('now').getAttribute('datetime'); return now !== {before!r} && now", 15)
    browser.until("return !document.querySelector('[data-step=hour]').disabled", 15)
    return before, after


def card_for(browser, number):
    """Looks through the officer's chats for the bot's newest card about a number with buttons; gives its id."""
    script = f"""
        const rows = [...document.querySelectorAll('.message.bots')].filter((row) => row.querySelector('.press'));
        const card = rows.findLast((row) => /(^|[^0-9]){number}([^0-9]|$)/.test(row.querySelector('.words').textContent));
        return card ? card.dataset.message : null;"""
    chats = chats_here(browser)
    residents_last = sorted(chats, key=lambda one: ("居民" in one["name"], not one["group"]))
    for chat in residents_last:
        open_chat(browser, chat["id"])
        found = browser.until(script, 3)
        if found:
            return found, chat
        back(browser)
    return None, None


def phone(url, shot):
    with Browser(375, 812, touch=True) as browser:
        browser.open(url)
        if not check("the page opens and is connected", browser.until(LIVE, 20)):
            return
        check("〔演示〕 stands at the top", "〔演示〕" in browser.run("return document.querySelector('h1').textContent"))
        resident = become(browser, "居民")
        if not check("a resident can be chosen", resident):
            return
        groups = [one for one in chats_here(browser) if one["group"]]
        if not check("the resident is in a group", groups):
            return
        open_chat(browser, groups[0]["id"])
        check("no sideways scrolling at 375 px", browser.run("return document.documentElement.scrollWidth") <= 375)

        remember(browser)
        browser.type("#text", SUGGESTION + "\n")  # enter sends
        answer = browser.until(bot_text_after(SUGGESTION), 15) or ""
        number = re.search(r"(\d+)\s*号", answer.replace("3号楼", ""))
        check("the bot answers live with a number", number, answer)
        check("the field is empty after sending", browser.until("return document.getElementById('text').value === ''", 5))
        shot(browser, "phone-resident")

        browser.run("[...document.querySelectorAll('.mine .bubble')].at(-1).setAttribute('data-test', 'bubble')")
        browser.click("[data-test=bubble]")
        browser.click(".picked [data-action=quote]")
        quoted = browser.run("return document.getElementById('quoting').hidden ? '' : document.getElementById('quoting-text').textContent")
        check("a tap on a bubble offers to quote it", "路灯" in quoted, quoted)
        browser.click("#unquote")
        back(browser)

        officer = become(browser, "联络员", resident["unit"]) or become(browser, "联络员")
        if not check("the liaison officer can be chosen", officer) or not number:
            return
        card, chat = card_for(browser, number.group(1))
        for _ in range(3):  # a card may wait for the undo time or the quiet hours: step to it
            if card or browser.run("return document.querySelector('[data-step=due]').disabled"):
                break
            step(browser, "due")
            card, chat = card_for(browser, number.group(1))
        if not check("the officer finds the bot's card with buttons", card):
            return
        selector = f"[data-message='{card}'] .press"
        command = browser.run("const one = document.querySelector(arguments[0]); one.scrollIntoView({ block: 'center' }); return one.dataset.command", selector)
        remember(browser)
        browser.click(selector)
        answer = browser.until(bot_text_after(command), 15)
        check("a button is answered", answer, f"{command} in {chat['name']}")
        shot(browser, "phone-officer")

        before, after = step(browser, "hour")
        check("the clock steps by an hour", after and after > before, f"{before} → {after}")
        if not browser.run("return document.querySelector('[data-step=due]').disabled"):
            before, after = step(browser, "due")
            check("the clock steps to the next due time", after and after >= before, f"{before} → {after}")
        check("the step is said", browser.until("return !document.getElementById('notice').hidden", 5))
        clean(browser, "on the phone")


def wide(url, shot):
    with Browser(1280, 900) as browser:
        browser.open(url)
        if not check("the page opens on a wide screen", browser.until(LIVE, 20)):
            return
        become(browser, "居民")
        shown = browser.until("return document.querySelector('.message .words') && document.querySelector('.side').offsetParent && true", 10)
        check("list and conversation stand side by side", shown)
        check("what was said is still there", browser.until(f"return document.body.textContent.includes({SUGGESTION!r})", 5))
        shot(browser, "wide-resident")
        markup = "<img src=x onerror=document.title='broken'>"
        browser.type("#text", markup + "\n")
        said = browser.until("return [...document.querySelectorAll('.mine .words')].some((one) => one.textContent.includes('<img src=x')) && true", 10)
        check("markup stays text", said and not browser.run("return document.querySelector('#messages img')"))
        clean(browser, "on the wide screen")


def clean(browser, where):
    refused, faults = browser.run("return [window.refusedByPolicy, window.scriptFaults]")
    check(f"the content policy refused nothing {where}", not refused, refused)
    faults += browser.console_faults()
    check(f"no console errors {where}", not faults, faults)


def started(binary, folder):
    """Starts a demo of our own; gives the process and its address once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = open(os.path.join(folder, "log"), "w+", encoding="utf-8")
    process = subprocess.Popen([binary, "demo", "--data", os.path.join(folder, "data"), "--port", str(port)], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}/"
    patience = time.monotonic() + 20
    while time.monotonic() < patience and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return process, url
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)  # the process has no other way to say that it listens
    process.kill()
    log.seek(0)
    sys.stderr.write(log.read())
    raise SystemExit("the demo did not start")


def main():
    parser = argparse.ArgumentParser(description="Drives the demo page in headless Chromium.")
    parser.add_argument("url", nargs="?")
    parser.add_argument("--binary", help="start a demo of our own from this binary")
    parser.add_argument("--screenshots", help="a folder to write screenshots into")
    wanted = parser.parse_args()
    if bool(wanted.url) == bool(wanted.binary):
        parser.error("give either a URL or --binary")

    def shot(browser, name):
        if wanted.screenshots:
            os.makedirs(wanted.screenshots, exist_ok=True)
            browser.screenshot(os.path.join(wanted.screenshots, name + ".png"))

    with tempfile.TemporaryDirectory(prefix="yishi-demo-") as folder:
        process, url = started(wanted.binary, folder) if wanted.binary else (None, wanted.url)
        try:
            for part in (phone, wide):
                try:
                    part(url, shot)
                except RuntimeError as error:
                    check(f"{part.__name__}: the browser could do it", False, error)
        finally:
            if process:
                process.terminate()
                process.wait(timeout=20)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
