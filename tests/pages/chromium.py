"""A real server with the demo, and a real Chromium that watches itself: accessibility, width, console and requests."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from base64 import b32decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from os import environ, getpid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from registry.accounts.rules import STEP, code_at

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""Without windows to draw where it is there: the same browser, and a third less work."""
IN_THE_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian package chromium)"),
]
WIDTHS = (1280, 390, 320)
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
COLOURS_SEEN = {"rules": {"color-contrast": {"enabled": False}}}
"""Colours are the same at every width, and cost as much to examine as all else."""
MEASURED = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}}
"""The rules that judge what is measured; all others judge what there is, and how it is shown."""
_PROGRAM = str(Path(sys.executable).with_name("registry"))
_ACCOUNT = re.compile(r"\s+(\S+)@demo\.example\s+(\S+)")
_SECRET = re.compile(r"\s+second factor: (\S+)")
_EXPECTED = "Failed to load resource: the server responded with a status of 4"
"""Chromium's own note of a page that answers 400, 403, 404 or 409, as some must."""
_STATE = """() => JSON.stringify([document.documentElement.outerHTML,
    [...document.querySelectorAll("input:not([type=hidden]), select, textarea")].map(each => [each.value, each.checked]),
    [...document.querySelectorAll("*")].indexOf(document.activeElement)])"""
_SHOWN = """() => Array.from(document.querySelectorAll("*"), each => {
    const style = getComputedStyle(each);
    return [style.display, style.visibility, style.position, style.textDecorationLine].join();
}).join(";")"""
_AXE = f"() => {{ {Axe().axe_script} }}"
_FORM_TOKEN = re.compile("[0-9a-f]{64}")
_EXAMINED: set[str] = set()
"""The pages in which nothing was found wrong, each with what stood in its fields and where the focus was."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running registry: where, what the demo printed to sign in with, and what its commands need to find it."""

    url: str
    passwords: dict[str, str]
    secrets: dict[str, str]
    environment: Mapping[str, str]
    steps: dict[str, int] = field(default_factory=dict)

    def credentials(self, who: str) -> dict[str, str]:
        """What a demo account signs in with; each code once, so that who signs in often waits for the next."""
        known = {"email": f"{who}@demo.example", "password": self.passwords[who]}
        return known | ({"code": self._code(who)} if who in self.secrets else {})

    def _code(self, who: str) -> str:
        earliest = int(time.time() + STEP / 2) // STEP - 1  # still good for half a step at least: typing takes time
        step = max(earliest, self.steps.get(who, 0) + 1)
        while step > int(time.time()) // STEP + 1:
            time.sleep(1)
        self.steps[who] = step
        return code_at(b32decode(self.secrets[who]), step)

    def link_for(self, email: str) -> str:
        """The path of the link that a new admin is given by an operator."""
        return self._link("create", email, "--given-name", "Bert", "--family-name", "Blijft")

    def reset_link(self, who: str) -> str:
        """The path of the link by which a demo account gets another password."""
        return self._link("reset", f"{who}@demo.example")

    def _link(self, *words: str) -> str:
        command = [_PROGRAM, "account", *words]
        told = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True, timeout=60).stdout
        return urlsplit(told.split()[-1]).path


@contextmanager
def served(folder: Path, *, like: Served | None = None) -> Iterator[Served]:
    """`registry serve --with-demo`, as someone types it, until the end.

    `like` is what served the folder that this one is a copy of: the address stands in its documents, and the passwords
    and secrets of its demo were printed once.
    """
    port = urlsplit(like.url).port if like else _free_port()
    own = {name: value for name, value in environ.items() if not name.startswith("REGISTRY_")}
    settings = {
        "REGISTRY_DATA_FOLDER": str(folder),
        "REGISTRY_PORT": str(port),
        "REGISTRY_PASSWORD_COST": "cheapest",
        "PYTHONUNBUFFERED": "1",
    }
    log = folder.with_name("serve.log")
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [_PROGRAM, "serve", "--with-demo"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=own | settings,
            start_new_session=True,
        ) as process,
    ):
        try:
            passwords, secrets = _printed(process)
            known = (like.passwords, like.secrets) if like else ({}, {})
            running = Served(f"http://127.0.0.1:{port}", known[0] | passwords, known[1] | secrets, own | settings)
            _wait_for(running)
            yield running
        finally:
            if process.poll() is not None:
                sys.stdout.write("the server ended by itself:\n" + log.read_text()[-3000:])
            process.send_signal(signal.SIGINT)
            process.wait(20)


def _free_port() -> int:
    """A port that no other test process tries first, below those that outgoing connections take."""
    for port in range(23_000 + getpid() % 9_000, 32_700):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no free port")


def _printed(process: "subprocess.Popen[str]") -> tuple[dict[str, str], dict[str, str]]:
    """Read what it prints until it serves: passwords, and secrets of second factors."""
    passwords, secrets, who = {}, {}, ""
    for line in process.stdout or ():
        if account := _ACCOUNT.match(line):
            who = account[1]
            passwords[who] = account[2]
        if secret := _SECRET.match(line):
            secrets[who] = secret[1]
        if "Ctrl-C" in line:
            return passwords, secrets
    raise AssertionError(f"the server ended with {process.wait()}")


def _wait_for(running: Served) -> None:
    """It says where it serves a moment before its worker does."""
    for _ in range(1_200):
        with suppress(OSError), urllib.request.urlopen(f"{running.url}/readyz", timeout=5):  # noqa: S310 - our own server
            return
        time.sleep(0.05)
    raise AssertionError("nobody answers")


@dataclass
class Visitor:
    """Someone's page in the browser; `look` examines what they see, `complaints` is what the browser said meanwhile."""

    page: Page
    served: Served
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)

    def _heard(self, message: ConsoleMessage) -> None:
        if not message.text.startswith(_EXPECTED):
            self.complaints.append(f"console on {self.page.url}: {message.text}")

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.served.url).netloc:
            self.complaints.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        """Counts unless it was given up: by a download, or by a visitor who went on before the page was there whole."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed request: {request.url}: {request.failure}")

    def open(self, path: str, *, expect: int = 200) -> None:
        """Go to a page and look at it."""
        answer = self.page.goto(self.served.url + path)
        assert answer is not None
        assert answer.status == expect, (path, answer.status)
        self.look()

    def press(self, name: str) -> None:
        """Press a button or follow a link by its words, and look at what comes."""
        self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        ).first.click()
        self.look()

    def sign_in(self, who: str) -> None:
        """Sign in as a demo account."""
        self.try_to_sign_in(who)
        assert urlsplit(self.page.url).path != "/aanmelden", f"{who} is not let in"

    def try_to_sign_in(self, who: str) -> None:
        """As `sign_in`, whatever comes of it."""
        self.page.goto(self.served.url + "/aanmelden")
        fields = self.served.credentials(who)
        self.page.get_by_label("E-mailadres").fill(fields["email"])
        self.page.get_by_label("Wachtwoord").fill(fields["password"])
        self.page.get_by_label("Code uit uw app").fill(fields.get("code", ""))
        self.page.get_by_role("main").get_by_role("button", name="Aanmelden").click()
        self.look()

    def choose_password(self, who: str) -> None:
        """What a demo account signs in with whose password was not printed."""
        self.page.goto(self.served.url + self.served.reset_link(who))
        self.page.get_by_label("Uw nieuwe wachtwoord").fill("een zin die niemand raadt")
        self.page.get_by_role("button", name="Kies dit wachtwoord").click()
        self.served.passwords[who] = "een zin die niemand raadt"

    def look(self) -> None:
        """No violation of WCAG 2.2 AA and no horizontal scroll, on a desk, on a phone and on a small one.

        A page that was examined before, the same to the last letter and field, is not examined again; at a width at which it
        shows what it showed at a wider one, only what is measured is.
        """
        self.page.wait_for_load_state()
        self.page.wait_for_function("() => !document.querySelector('.htmx-request')")
        state = _FORM_TOKEN.sub("", self.page.evaluate(_STATE))
        if state in _EXAMINED:
            return
        self.page.evaluate(_AXE)
        seen: set[str] = set()
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            where = f"{self.page.url} at {width}"
            shown = self.page.evaluate(_SHOWN)
            found: list[dict[str, Any]] = self.page.evaluate(
                "options => axe.run(options).then(results => results.violations)",
                AXE_OPTIONS | (MEASURED if shown in seen else COLOURS_SEEN if seen else {}),
            )
            seen.add(shown)
            told = [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]
            assert not told, (where, told)
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, where
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        _EXAMINED.add(state)

    def sees(self, words: str) -> None:
        """The words stand on the page."""
        assert words in self.page.get_by_role("main").inner_text(), self.page.get_by_role("main").inner_text()

    def numbers(self) -> list[str]:
        """The certificate numbers on the page."""
        return re.findall(r"CA\d{8}-\d\d", self.page.get_by_role("main").inner_text())


@contextmanager
def visitor(browser: Browser, registry: Served) -> Iterator[Visitor]:
    """A fresh visitor without JavaScript's help, whose browser must have had nothing to complain of."""
    context = browser.new_context(locale="nl-NL")
    visits = Visitor(context.new_page(), registry)
    try:
        yield visits
    except Exception as error:
        error.add_note(f"{visits.page.url} shows: {visits.page.locator('body').inner_text()[:2_000]}\n{visits.complaints}")
        raise
    assert not visits.complaints, visits.complaints
    context.close()


def ask_api(registry: Served, path: str, body: bytes, *, token: str = "") -> bytes:
    """One request to the API by a program."""
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(f"{registry.url}/api/v1{path}", body, headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own server
        read: bytes = answer.read()
    return read
