#!/usr/bin/env python3
"""Opens the forms to print in headless Chromium from the links a demo gives out, and prints each to a real PDF.

    paper_pages.py --binary .build/release/yishi [--pdfs FOLDER]

Checks what a phone and an office printer get: A4, one sheet where offices use one, the text inside the PDF, nothing refused by the content
policy, and a link that works once. Needs chromium and chromedriver, and nothing else but Python. Prints "N passed, N failed".
"""
import argparse
import base64
import json
import os
import re
import sys
import tempfile
import time
import unicodedata
import urllib.request
import zlib

from demo_page import check, results, started
from webdriver import Browser

A4 = (595.0, 842.0)  # points
# Fonts draw some characters with the glyph of a radical of the same shape; a PDF then says the radical.
RADICALS = str.maketrans("⻔⺠⻅⻢⻚⻓⻛⻋⻉⻝⻩⻬⻰⻆⻘⻥⻦⻨⻜⻙⻎⻄⻃⻁⺟", "门民见马页长风车贝食黄齐龙角青鱼鸟麦飞韦西覀覀虎母")


def streams(pdf):
    """Objects by number: their dictionary and, where there is one, their stream, unpacked. Object streams are opened."""
    found = {}
    for match in re.finditer(rb"(\d+) 0 obj\b(.*?)\bendobj", pdf, re.S):
        number, body = int(match[1]), match[2]
        head, data = body, b""
        cut = re.search(rb"stream\r?\n", body)
        if cut:
            head, data = body[:cut.start()], body[cut.end():body.rindex(b"endstream")]
            if b"FlateDecode" in head:
                data = zlib.decompressobj().decompress(data)
        found[number] = (head, data)
        if b"/ObjStm" in head:
            first, count = int(re.search(rb"/First (\d+)", head)[1]), int(re.search(rb"/N (\d+)", head)[1])
            places = [int(one) for one in data[:first].split()][:2 * count]
            for index in range(count):
                start = first + places[2 * index + 1]
                end = first + places[2 * index + 3] if index + 1 < count else len(data)
                found[places[2 * index]] = (data[start:end], b"")
    return found


def unicode_map(data):
    """Glyph to text, from a ToUnicode map."""
    def text(digits):
        return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")

    glyphs = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        for glyph, to in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            glyphs[int(glyph, 16)] = text(to)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        for low, high, to in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                glyphs[int(low, 16) + step] = chr(ord(text(to)[0]) + step) + text(to)[1:]
        for low, list_ in re.findall(rb"<([0-9A-Fa-f]+)>\s*<[0-9A-Fa-f]+>\s*\[(.*?)\]", block, re.S):
            for step, to in enumerate(re.findall(rb"<([0-9A-Fa-f]+)>", list_)):
                glyphs[int(low, 16) + step] = text(to)
    return glyphs


def read(pdf):
    """Pages as (width, height) in points, and all text without spaces."""
    objects = streams(pdf)
    sizes, words = [], ""
    maps = {}
    for number, (head, _) in objects.items():
        to = re.search(rb"/ToUnicode (\d+) 0 R", head)
        if to:
            maps[number] = unicode_map(objects[int(to[1])][1])
    fonts = {}
    for head, _ in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", head):
            fonts[name] = int(number)
    for head, _ in objects.values():
        if not re.search(rb"/Type\s*/Page\b", head):
            continue
        box = [float(one) for one in re.search(rb"/MediaBox\s*\[([^\]]*)\]", head)[1].split()]
        sizes.append((box[2] - box[0], box[3] - box[1]))
        content = objects[int(re.search(rb"/Contents (\d+) 0 R", head)[1])][1]
        glyphs = {}
        for name, digits in re.findall(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>", content):
            if name:
                glyphs = maps.get(fonts.get(name), {})
            else:
                words += "".join(glyphs.get(int(digits[at:at + 4], 16), "") for at in range(0, len(digits), 4))
    return sizes, re.sub(r"\s", "", unicodedata.normalize("NFKC", words).translate(RADICALS))


def arrived(browser, script):
    """A form leads to another page, and whatever waits inside a page ends with it: asked anew until the next one is there."""
    patience = time.monotonic() + 10
    while time.monotonic() < patience:
        found = browser.run(script)
        if found:
            return found
        time.sleep(0.05)
    return None


class Demo:
    def __init__(self, url):
        self.url = url.rstrip("/")

    def post(self, path, body):
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def state(self):
        with urllib.request.urlopen(self.url + "/demo/state", timeout=30) as answer:
            return json.load(answer)

    def say(self, name, text, chat="private"):
        state = self.state()
        person = next(one["id"] for one in state["people"] if one["name"] == name)
        if chat != "private":
            chat = next(one["id"] for one in state["chats"] if one["name"] == chat)
        answer = self.post("/demo/say", {"as": person, "chat": chat, "text": text, "quotes": None})
        check(f"{name}: {text.splitlines()[0]}", answer["outcome"] in ("decided", "answered"), answer["outcome"])
        return answer

    def link(self, name, text):
        self.say(name, text)
        found = []
        for _ in range(50):
            found = [one["text"] for one in self.state()["messages"] if one["from"] == "bot" and "/p/" in one["text"]]
            if found and found[-1] not in self.used:
                break
        self.used.add(found[-1])
        return re.search(r"http://\S+/p/[A-Za-z0-9_-]{43}", found[-1])[0]

    used: set = set()


def lived(demo):
    """A topic from a message to its implementation notice."""
    work = "东园社区工作群"
    for name in ("张三", "李四", "王芳", "赵强", "钱丽", "孙涛", "周敏", "吴刚", "郑红", "冯军"):
        demo.say(name, "建议：东门路灯不亮，晚上看不清" if name == "张三" else "附议 1", "东园社区居民群")
    demo.say("李明", "通过 1 直接对话", work)
    demo.say("陈华", "报审 1", work)
    demo.say("刘国强", "同意 1 3月2日支委会")
    demo.post("/demo/clock", {"step": "hour"})  # what is filed goes out first
    demo.say("陈华", "开会 1 3月11日19:30 二楼会议室 应到20 代表已审定 秘书王五", work)
    for _ in range(10):
        demo.post("/demo/clock", {"step": "day"})
    demo.say("王五", "到会 全到", work)
    demo.say("陈华", "宣布 达成共识 16比2", work)
    demo.say("王五", "补录会议 1\n提议人首先发言\n张三（正方）：晚上看不清\n李四（反方）：电费谁出\n修订：东门加装六盏路灯，提议人同意\n再次互动协商\n表态 举手", work)
    demo.say("陈华", "确认记录 1", work)
    demo.say("刘国强", "确定 1 3月12日支委会 物业办 4月底前")
    demo.post("/demo/clock", {"step": "hour"})
    demo.say("陈华", "办好 1 六盏路灯已装好", work)


FORMS = [
    ("审批表", ["协商议题审批表", "东门路灯不亮", "同级党组织审批意见", "经2026年3月2日支委会研究"], 1),
    ("签到表", ["协商会议签到表", "利益相关方代表", "马会", "签名"], 2),
    ("会议记录", ["协商会议记录", "1.张三（正方）：晚上看不清", "达成共识（赞成16，反对2）"], 1),
    ("公示", ["协商结果实施情况公示", "六盏路灯已装好", "东园社区协商议事会议"], 1),
]


def sheets(url, folder):
    demo = Demo(url)
    lived(demo)
    with Browser(390, 844, touch=True) as browser:
        for form, words, most in FORMS:
            link = demo.link("陈华", f"打印 1 {form}")
            browser.open(link)
            check(f"{form}: the door shows nothing of the form", "东门路灯" not in browser.run("return document.body.textContent"))
            browser.click("button")
            shown = arrived(browser, "return document.querySelector('h1') && document.body.textContent")
            check(f"{form}: opens on a phone", shown and words[0] in shown, shown)
            check(f"{form}: fits the phone's width", browser.run("return document.documentElement.scrollWidth <= window.innerWidth + 1"),
                  browser.run("return [document.documentElement.scrollWidth, window.innerWidth]"))
            refused = browser.run("return window.refusedByPolicy")
            check(f"{form}: the content policy refused nothing", not refused, refused)
            pdf = base64.b64decode(browser.call("POST", "/print", {"page": {"width": 21.0, "height": 29.7}, "background": True, "shrinkToFit": False}))
            if folder:
                os.makedirs(folder, exist_ok=True)
                with open(os.path.join(folder, f"{form}.pdf"), "wb") as file:
                    file.write(pdf)
            sizes, text = read(pdf)
            check(f"{form}: A4 upright", sizes and all(abs(w - A4[0]) < 1.5 and abs(h - A4[1]) < 1.5 for w, h in sizes), sizes)
            check(f"{form}: at most {most} sheets", 1 <= len(sizes) <= most, len(sizes))
            for word in words + ["有事好商量"]:
                check(f"{form}: the PDF says {word}", unicodedata.normalize("NFKC", word) in text, text[:300])
            check(f"{form}: how to print is not printed", "可以直接打印" not in text)
            browser.open(link)
            browser.click("button")
            gone = arrived(browser, "return document.body.textContent.includes('已经用过')")
            check(f"{form}: the link works once", gone, browser.run("return document.body.textContent"))


def main():
    parser = argparse.ArgumentParser(description="Prints the forms in headless Chromium.")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--pdfs", help="a folder to write the PDFs into")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yishi-paper-") as folder:
        process, url = started(wanted.binary, folder)
        try:
            sheets(url, wanted.pdfs)
        except RuntimeError as error:
            check("the browser could do it", False, error)
        finally:
            process.terminate()
            process.wait(timeout=20)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
