"""What a new version takes over from the one before, and in what a folder differs from one that was made anew."""

from collections.abc import Mapping
from pathlib import Path

from public_list.publishing.folder import new_version
from public_list.publishing.verifying import FileDifference, compared

_FEED = "wijzigingen.atom"


def test_only_what_was_made_from_the_same_is_taken_over(tmp_path: Path) -> None:
    """By its name and what it was made from; another name, or something else, and it is made again."""
    with new_version(tmp_path) as version:
        with version.writing("one.html") as place:
            place.write_text("one")
        version.tell("one", b"of the same", ["one.html"])
    with new_version(tmp_path) as version:
        asked = [("one", b"of another"), ("two", b"of the same"), ("one", b"of the same")]
        assert [version.keep(*each) for each in asked] == [False, False, True]
    assert (tmp_path / "site/one.html").read_text() == "one"


def folder(at: Path, files: Mapping[str, str]) -> Path:
    """One with these files, as a web server gives them."""
    for name, text in files.items():
        (at / "site").mkdir(parents=True, exist_ok=True)
        (at / "site" / name).write_text(text)
    return at


def test_each_difference_is_told(tmp_path: Path) -> None:
    """What is missing, what is too much and what is not the same; since when the list is so counts only where it is told."""
    first, second = "<updated>2026-11-22T10:00:00Z", "<updated>2026-11-22T11:00:00Z"
    there = folder(tmp_path / "there", {"same": "a", "other": "a", "more": "a", _FEED: first, "page": first})
    anew = folder(tmp_path / "anew", {"same": "a", "other": "b", "gone": "a", _FEED: second, "page": second})
    differs = "differs from what the registry says now"
    assert compared(there, anew) == (
        5,
        [
            FileDifference("gone", "missing"),
            FileDifference("more", "should not be there"),
            FileDifference("other", differs),
            FileDifference("page", differs),
        ],
    )
