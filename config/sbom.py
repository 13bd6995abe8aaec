"""What this software is made of, as CycloneDX 1.6: every library of the locked requirements, with its hashes and licence.

The same locked file and the same installed libraries make the same document, byte for byte: it has no stamp and no number.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any
from uuid import NAMESPACE_URL, uuid5

NAME = "adviseursregister"
LICENCE = "EUPL-1.2"
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?")
_VIA = re.compile(r" +# (?:via |  )(?P<name>[A-Za-z0-9._-]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_TROVE: Mapping[str, str] = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""Licences that their classifier names without doubt; there is more than one BSD."""
_SPDX = frozenset({"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0", "PSF-2.0", *_TROVE.values()})
"""What some write in the place of their own words."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A locked library: its version, what may be installed of it (SHA-256), what needs it, for which machines if not all."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needed_by: frozenset[str]
    marker: str | None

    @property
    def purl(self) -> str:
        """The package URL: a name of the Python index is in lower case, with dashes."""
        return f"pkg:pypi/{re.sub(r'[-_.]+', '-', self.name).lower()}@{self.version}"


def pins(locked: str) -> Iterator[Pin]:
    """Every library of a requirements file with hashes, by name; raises ValueError for one without."""
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in locked.splitlines():
        if line[:1] not in ("", " ", "#") and (pinned := _PIN.match(line)):
            found.append((pinned, []))
        elif found:
            found[-1][1].append(line)
    for pinned, lines in sorted(found, key=lambda each: each[0]["name"].lower()):
        hashes = sorted(_HASH.findall("\n".join(lines)))
        if not hashes:
            raise ValueError(f"{pinned['name']} is locked without hashes")
        needed_by = frozenset(via["name"] for line in lines if (via := _VIA.match(line)))
        yield Pin(pinned["name"], pinned["version"], tuple(hashes), needed_by, pinned["marker"])


def bill(locked: str, *, version: str) -> str:
    """The document for this locked file, as JSON."""
    libraries = list(pins(locked))
    ref = f"pkg:pypi/{NAME}@{version}"
    own = {
        "type": "application",
        "bom-ref": ref,
        "name": NAME,
        "version": version,
        "licenses": [{"license": {"id": LICENCE}}],
        "purl": ref,
    }
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, locked + version)}",
        "version": 1,
        "metadata": {"component": own},
        "components": [_component(each) for each in libraries],
        "dependencies": _dependencies(ref, libraries),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _component(pin: Pin) -> dict[str, Any]:
    """One library. Each file that may be installed has its own hash: they are references to where it is given out."""
    made: dict[str, Any] = {"type": "library", "bom-ref": pin.purl, "name": pin.name, "version": pin.version, "purl": pin.purl}
    if licences := _licences(pin):
        made["licenses"] = licences
    made["externalReferences"] = [
        {
            "type": "distribution",
            "url": pin.purl,
            "hashes": [{"alg": "SHA-256", "content": each}],
        }
        for each in pin.hashes
    ]
    if pin.marker:
        made["properties"] = [{"name": "registry:marker", "value": pin.marker}]
    return made


def _licences(pin: Pin) -> Sequence[Mapping[str, Any]]:
    """What the installed library says: an SPDX expression, a classifier, or its own words; nothing of one that is not here."""
    told = _told(pin)
    if told is None:
        return ()
    if expression := told["License-Expression"]:
        return ({"expression": expression},)
    trove = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier", []) if each.startswith("License ::")]
    for name in trove:
        if name in _TROVE:
            return ({"license": {"id": _TROVE[name]}},)
    words = [line for line in (told["License"] or "").splitlines() if line.strip()]
    name = words[0].strip() if len(words) == 1 else next(iter(trove), "")
    return ({"license": {"id" if name in _SPDX else "name": name}},) if name else ()


def _told(pin: Pin) -> Any:  # noqa: ANN401  a message of the standard library, under two names
    try:
        installed = metadata.distribution(pin.name)
    except metadata.PackageNotFoundError:
        return None
    return installed.metadata if installed.version == pin.version else None


def _dependencies(own: str, libraries: Sequence[Pin]) -> list[dict[str, Any]]:
    """What needs what, as the locked file tells."""
    refs = [(own, NAME), *((each.purl, each.name) for each in libraries)]
    return [{"ref": ref, "dependsOn": sorted(each.purl for each in libraries if name in each.needed_by)} for ref, name in refs]
