"""Whether a published folder is what it should be: file by file, beside one that was made anew."""

import filecmp
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_TELL_SINCE_WHEN = frozenset({"catalogus.jsonld", "catalogus.ttl", "wijzigingen.atom", "en/wijzigingen.atom"})
_SINCE_WHEN = re.compile(rb'^<updated>[^<]*|(?<=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=")', re.MULTILINE)
"""Since when the list is as it is: the instant at which whatever program made the file first saw it so."""


class NothingPublished(RuntimeError):
    """No version of the site stands in this folder."""


class FileDifference(NamedTuple):
    """A file, below the folder, that is not as it should be; what is in it is not repeated."""

    file: str
    found: str


def compared(folder: Path, anew: Path) -> tuple[int, list[FileDifference]]:
    """How many files a web server gives of the folder, and in which it differs from the one that was made anew.

    Raises NothingPublished.
    """
    there, expected = folder / "site", anew / "site"
    if not there.is_dir():
        raise NothingPublished(str(there))
    found, wanted = set(_files(there)), set(_files(expected))
    return len(found), sorted(_differences(there, expected, found, wanted))


def _differences(there: Path, expected: Path, found: set[str], wanted: set[str]) -> Iterator[FileDifference]:
    yield from (FileDifference(each, "missing") for each in wanted - found)
    yield from (FileDifference(each, "should not be there") for each in found - wanted)
    for each in wanted & found:
        if not _alike(there / each, expected / each, tells_since_when=each in _TELL_SINCE_WHEN):
            yield FileDifference(each, "differs from what the registry says now")


def _alike(one: Path, other: Path, *, tells_since_when: bool) -> bool:
    if filecmp.cmp(one, other, shallow=False):
        return True
    return tells_since_when and _SINCE_WHEN.sub(b"", one.read_bytes()) == _SINCE_WHEN.sub(b"", other.read_bytes())


def _files(site: Path) -> Iterator[str]:
    return (str(each.relative_to(site)) for each in site.rglob("*") if not each.is_dir())
