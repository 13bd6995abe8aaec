"""Guides and statements in a real browser, and the examples of the API guide against a running registry."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from config.guidance.contents import DOCS, GUIDES
from config.guidance.statements import STATEMENTS
from tests.pages.chromium import IN_THE_BROWSER, Served, visitor

pytestmark = IN_THE_BROWSER
EXAMPLE = re.compile(r"```(sh|python)\n(.*?)```", re.DOTALL)
EXAMPLES = [
    (language, number, kind, text)
    for language in ("en", "nl")
    for number, (kind, text) in enumerate(EXAMPLE.findall((DOCS / language / "api.md").read_text("utf-8")), 1)
]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_guides_and_statements_are_for_everyone(chromium: Browser, registry: Served, prefix: str) -> None:
    """On a desk, on a phone and on a small one: nothing that hinders, no message of the browser."""
    with visitor(chromium, registry) as reader:
        reader.open(f"{prefix}/uitleg")
        for guide in GUIDES:
            reader.open(f"{prefix}/uitleg/{guide.slug}")
        for statement in STATEMENTS:
            reader.open(f"{prefix}/{statement.slug}")


def test_a_provider_finds_their_guide_from_the_page_where_they_wonder(chromium: Browser, registry: Served) -> None:
    """From the hint on the page of uploads to the heading of the guide, and their guide stands first in the list."""
    with visitor(chromium, registry) as provider:
        provider.sign_in("opleider")
        provider.open("/aanleveringen")
        provider.page.get_by_text("Wat gebeurt er als ik een bestand aanlever?").click()
        provider.press("Lees de hele uitleg")
        assert provider.page.url.endswith("/uitleg/opleider#hoe-lever-ik-uitslagen-aan")
        provider.open("/uitleg")
        assert provider.page.get_by_role("main").get_by_role("link").all_inner_texts()[1] == "Werken als opleider"


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{one}-{two}" for one, two, *_ in EXAMPLES])
def test_every_example_runs(registry: Served, tmp_path: Path, example: tuple[str, int, str, str]) -> None:
    """As it stands in the guide, by a provider of the demo; none fails."""
    *_, kind, text = example
    known = registry.credentials("opleider")
    environment = os.environ | {"api": f"{registry.url}/api/v1", "EMAIL": known["email"], "PASSWORD": known["password"]}
    command = ["bash", "-eu", "-c", text] if kind == "sh" else [sys.executable, "-c", text]
    ran = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "null" not in ran.stdout.split(), ran.stdout
