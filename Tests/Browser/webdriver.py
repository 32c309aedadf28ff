"""A browser driven over the W3C WebDriver protocol by chromedriver, with the standard library only."""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key WebDriver gives elements, fixed by the specification

# Waits inside the page for a function to give something, looking again whenever the page changes: no polling from here.
UNTIL = """
const [source, milliseconds, done] = arguments;
const look = new Function(source);
let watcher, timer;
const end = (value) => { watcher.disconnect(); clearTimeout(timer); done(value); };
watcher = new MutationObserver(() => { const value = look(); if (value) end(value); });
watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
timer = setTimeout(() => end(look() || null), milliseconds);
const value = look();
if (value) end(value);
"""

# Runs before any of the page's own scripts: keeps what a content policy refused and what went wrong unseen.
WATCH = """
window.refusedByPolicy = [];
window.scriptFaults = [];
document.addEventListener('securitypolicyviolation', (e) => window.refusedByPolicy.push(e.violatedDirective + ' ' + e.blockedURI));
window.addEventListener('error', (e) => window.scriptFaults.push(String(e.message)));
window.addEventListener('unhandledrejection', (e) => window.scriptFaults.push(String(e.reason)));
"""


class Browser:
    """One headless Chromium with a profile of its own. Use it in a `with`."""

    def __init__(self, width, height, touch=False):
        self.width, self.height, self.touch = width, height, touch

    def __enter__(self):
        driver = shutil.which("chromedriver")
        if driver is None:
            raise SystemExit("chromedriver is missing: apt install chromium chromium-driver")
        self.profile = tempfile.mkdtemp(prefix="yishi-browser-")
        self.driver = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                       env={**os.environ, "LANG": "zh_CN.UTF-8"})
        self.address = None
        for line in self.driver.stdout:
            if "on port" in line and "started" in line:
                self.address = f"http://127.0.0.1:{line.split('on port')[1].strip().rstrip('.')}"
                break
        if self.address is None:
            raise SystemExit("chromedriver did not start")
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                            f"--window-size={self.width},{self.height}", f"--user-data-dir={self.profile}"]}
        if self.touch:
            options["mobileEmulation"] = {"deviceMetrics": {"width": self.width, "height": self.height, "pixelRatio": 2, "touch": True}}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"},
                  "timeouts": {"script": 60_000}}
        self.session = ""
        self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        self.call("POST", "/goog/cdp/execute", {"cmd": "Page.addScriptToEvaluateOnNewDocument", "params": {"source": WATCH}})
        return self

    def __exit__(self, *_):
        try:
            if self.session:
                self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, path, body=None):
        """One WebDriver command; raises with the driver's own words."""
        prefix = f"/session/{self.session}" if self.session else ""
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.address + prefix + path, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=90) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"].splitlines()[0]) from None

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        """Runs a function body in the page and gives what it returns."""
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def until(self, script, seconds=10):
        """Waits until the function body gives something; None when it did not in time."""
        return self.call("POST", "/execute/async", {"script": UNTIL, "args": [script, int(seconds * 1000)]})

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        """A real click: fails when something lies over the element or it cannot be seen."""
        self.call("POST", f"/element/{self.find(selector)}/click")

    def type(self, selector, text):
        self.call("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("GET", "/screenshot")))

    def console_faults(self):
        """What the console called an error since the last look."""
        return [entry["message"] for entry in self.call("POST", "/se/log", {"type": "browser"}) if entry["level"] == "SEVERE"]
