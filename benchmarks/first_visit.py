"""What a first visit to the public list costs: seconds to the first paint on a slow 3G connection, and bytes over the line.

Slow 3G is 400 kbit/s and 400 ms before each answer, as Chromium's developer tools imitate it; each visit has an empty cache.
What it is held against is the goal itself (one second; 60 kB, fonts aside); beside it stands the floor, the first paint of a
page of plain text. Needs Chromium. Run `python -m benchmarks.first_visit [--quick] [--json FILE]`; it ends with code 1 when a
goal is short.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks import figures
from tests.pages.chromium import CHROMIUM, served

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SECONDS, BYTES = 1.0, 60_000
VISITS, QUICK_VISITS = 15, 5
PAGES = (("the list", "/adviseurs"), ("the list in English", "/en/adviseurs"))
FLOOR = "/robots.txt"
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"


def visit(browser: Browser, url: str) -> tuple[float, int]:
    """Seconds to the first paint of somebody who was never here, and the bytes that came, fonts aside."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    line = page.context.new_cdp_session(page)
    fonts: set[str] = set()
    came: dict[str, int] = {}
    line.on("Network.responseReceived", lambda told: fonts.add(told["requestId"]) if told["type"] == "Font" else None)
    line.on("Network.loadingFinished", lambda told: came.update({told["requestId"]: told["encodedDataLength"]}))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto(url, wait_until="networkidle")
    seconds = float(page.evaluate(_PAINTED))
    page.context.close()
    return seconds, round(sum(size for request, size in came.items() if request not in fonts))


def measure(*, visits: int) -> list[figures.Row]:
    """The figures of each page, and the floor."""
    rows: list[figures.Row] = []
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "data") as registry, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, path in PAGES:
            seen = [visit(browser, registry.url + path) for _ in range(visits)]
            painted, size = median(seconds for seconds, _ in seen), max(size for _, size in seen)
            rows.append(figures.row(f"{name}: s to the first paint, slow 3G", measured=painted, reference=SECONDS, goal=1))
            rows.append(figures.row(f"{name}: bytes, fonts aside", measured=size, reference=BYTES, goal=1))
        floor = median(visit(browser, registry.url + FLOOR)[0] for _ in range(visits))
        rows.append(figures.row("plain text: s to the first paint, slow 3G", measured=floor, reference=SECONDS, goal=None))
        browser.close()
    return rows


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    return figures.tell(measure(visits=QUICK_VISITS if asked.quick else VISITS), json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
