"""What this software is made of: new enough, locked with hashes, and told in a bill of materials."""

import json
import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from config.commands import main
from config.sbom import bill, pins

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKED = (ROOT / "requirements/run.txt").read_text("utf-8")
FLOORS = {
    "litestar": (2, 25),  # CVE-2025-59152, CVE-2026-25479, CVE-2026-25480 and later ones
    "pyjwt": (2, 15),  # CVE-2026-32597, -48525, -102266, -102268, -102273, -102275
    "piccolo": (1, 1, 1),  # CVE-2023-47128, CVE-2023-41885
    "jinja2": (3, 1, 6),  # CVE-2025-27516
    "defusedxml": (0, 7, 1),
    "cryptography": (46,),
}
"""Below these the software has holes that are known, or lacks what keeps them shut."""
GIT, WITH_HASHES = "@ git+", "--hash=sha256:"


def version(text: str) -> tuple[int, ...]:
    """The numbers of a version."""
    return tuple(int(part) for part in re.findall(r"\d+", text.split("+", maxsplit=1)[0])[:4])


def stated(name: str) -> tuple[int, ...]:
    """The least version that pyproject.toml allows."""
    [requirement] = [each for each in PROJECT["project"]["dependencies"] if re.split(r"[\[<>=!~]", each)[0].lower() == name]
    [least] = re.findall(r">=([0-9.]+)", requirement)
    return version(least)


@pytest.mark.parametrize("name", FLOORS)
def test_no_version_below_its_floor(name: str) -> None:
    """Stated in pyproject.toml, locked, and installed."""
    [locked] = [each.version for each in pins(LOCKED) if each.name == name]
    assert stated(name) >= FLOORS[name]
    assert version(locked) >= FLOORS[name]
    assert version(metadata.version(name)) >= FLOORS[name]


def test_floors_see_what_is_too_old() -> None:
    """A version is compared by its numbers, not by its letters."""
    assert version("2.9.3") < FLOORS["pyjwt"]
    assert version("2.25.0rc1") >= FLOORS["litestar"]


@pytest.mark.parametrize("file", ["run.txt", "dev.txt", "build.txt"])
def test_everything_is_locked_with_hashes(file: str) -> None:
    """Each library at one version, with the SHA-256 of what may be installed; nothing comes from elsewhere."""
    text = (ROOT / "requirements" / file).read_text("utf-8")
    locked = list(pins(text))
    assert len(locked) == len(re.findall(r"^[A-Za-z0-9]\S*==", text, re.MULTILINE)) > 0
    assert not [line for line in text.splitlines() if line.startswith("-") or "://" in line or GIT in line]
    assert len({each.name for each in locked}) == len(locked) or any(each.marker for each in locked)


def test_what_is_locked_without_hashes_is_refused() -> None:
    """The bill is not made for it."""
    with pytest.raises(ValueError, match="litestar"):
        bill("litestar==2.25.0\n", version="1")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The bill, as the command prints it."""
    printed = CliRunner().invoke(main, ["sbom"])
    assert printed.exit_code == 0, printed.output
    read: dict[str, Any] = json.loads(printed.output)
    return read


def test_the_bill_is_cyclonedx(document: dict[str, Any]) -> None:
    """What the schema of CycloneDX 1.6 asks of the parts that are in it."""
    assert (document["bomFormat"], document["specVersion"], document["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", document["serialNumber"])
    assert set(document) == {
        "$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies"
    }  # fmt: skip
    refs = [each["bom-ref"] for each in (document["metadata"]["component"], *document["components"])]
    assert len(set(refs)) == len(refs)
    for each in document["components"]:
        assert each["type"] == "library"
        assert re.fullmatch(r"pkg:pypi/[a-z0-9-]+@\S+", each["purl"])
        assert each["purl"].endswith(f"@{each['version']}")
        for reference in each["externalReferences"]:
            assert (reference["type"], reference["url"]) == ("distribution", each["purl"])
            [made] = reference["hashes"]
            assert made["alg"] == "SHA-256"
            assert re.fullmatch(r"[0-9a-f]{64}", made["content"])
        for licence in each.get("licenses", ()):
            assert set(licence) in ({"expression"}, {"license"})
            assert "expression" in licence or len(licence["license"]) == 1
    for each in document["dependencies"]:
        assert {each["ref"], *each["dependsOn"]} <= set(refs)
    assert sorted(each["ref"] for each in document["dependencies"]) == sorted(refs)


def test_the_bill_is_of_what_is_locked(document: dict[str, Any]) -> None:
    """Every library and every hash, no other; nearly all say their licence; each is one that something needs."""
    assert [(each["name"], each["version"]) for each in document["components"]] == [
        (each.name, each.version) for each in pins(LOCKED)
    ]
    told = {made["content"] for each in document["components"] for ref in each["externalReferences"] for made in ref["hashes"]}
    assert told == set(re.findall(r"sha256:([0-9a-f]{64})", LOCKED))
    assert sum("licenses" in each for each in document["components"]) >= len(document["components"]) - 5
    [own] = [each for each in document["dependencies"] if each["ref"] == document["metadata"]["component"]["bom-ref"]]
    assert len(own["dependsOn"]) >= len(PROJECT["project"]["dependencies"])


def test_the_same_bill_every_time() -> None:
    """It has no stamp; another version is another document."""
    assert bill(LOCKED, version="1") == bill(LOCKED, version="1") != bill(LOCKED, version="2")


def test_nothing_is_let_through_in_bulk() -> None:
    """Of the rules on security (S) code obeys all, and tests all but those about what tests are made of."""
    lint = PROJECT["tool"]["ruff"]["lint"]
    assert lint["select"] == ["ALL"]
    assert not [each for each in lint["ignore"] if each.startswith("S") and each != "SIM"]
    assert {path for path, rules in lint["per-file-ignores"].items() if any(each.startswith("S") for each in rules)} == {
        "tests/**",
        "benchmarks/**",
    }
    let_through = [
        path
        for folder in ("config", "registry", "exams", "public_list")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"#\s*(ruff:\s*noqa|flake8:\s*noqa|noqa\s*(?!:))", path.read_text("utf-8"))
    ]
    assert let_through == []
