"""Who has the present answer, by its tag or its date, is not sent it again; and no one is told so wrongly."""

from datetime import UTC, datetime, timedelta

import pytest

from public_list.listing.conditional import unchanged, validators

CHANGED = datetime(2026, 11, 22, 12, 0, 0, 500_000, tzinfo=UTC)
LATER = CHANGED + timedelta(minutes=1)
PRESENT = validators("g1", "/data", "", changed_at=CHANGED, now=LATER)
DATE = "Sun, 22 Nov 2026 12:00:00 GMT"


def test_what_an_answer_rests_on_is_in_its_tag() -> None:
    """Another generation, another address: another tag; and no two parts run into one."""
    tags = {
        validators(*parts, changed_at=CHANGED, now=LATER).etag
        for parts in (("g1", "/data", ""), ("g2", "/data", ""), ("g1", "/data", "x"), ("g1", "/dat", "a"), ("g1", "/data"))
    }
    assert len(tags) == 5
    assert PRESENT.headers == {"etag": PRESENT.etag, "last-modified": DATE}


@pytest.mark.parametrize(
    ("headers", "has_it"),
    [
        ({}, False),
        ({"if-none-match": PRESENT.etag}, True),
        ({"if-none-match": "*"}, True),
        ({"if-none-match": f'"a,b" ,{PRESENT.etag}'}, True),
        ({"if-none-match": PRESENT.etag.replace('"', "")}, False),
        ({"if-none-match": ""}, False),
        ({"if-modified-since": DATE}, True),
        ({"if-modified-since": "Sun, 22 Nov 2026 11:59:59 GMT"}, False),
        ({"if-none-match": '"other"', "if-modified-since": DATE}, False),
        ({"if-modified-since": "yesterday"}, False),
        ({"if-modified-since": "Sun, 99 Nov 2026 12:00:00 GMT"}, False),
        ({"if-modified-since": "Sun, 22 Nov " + "9" * 400 + " 12:00:00 GMT"}, False),
        ({"if-modified-since": "Sun, 22 Nov 2026 12:00:00 -0000"}, True),
        ({"if-modified-since": "\x00"}, False),
    ],
)
def test_who_has_it(headers: dict[str, str], *, has_it: bool) -> None:
    """A tag goes before a date; what cannot be read says nothing."""
    assert unchanged(headers, PRESENT) is has_it


def test_a_second_that_lasts_has_no_date() -> None:
    """A second change in the same second would not be seen by the date, so none is given until that second is past."""
    fresh = validators("g1", changed_at=CHANGED, now=CHANGED + timedelta(milliseconds=400))
    assert fresh.last_modified is None
    assert not unchanged({"if-modified-since": DATE}, fresh)


def test_the_list_changes_at_midnight() -> None:
    """A certificate ends without anyone writing it down: from Amsterdam's midnight on the date is that of the new day."""
    before = validators("g1", changed_at=CHANGED, now=datetime(2026, 11, 22, 22, 59, tzinfo=UTC))
    after = validators("g2", changed_at=CHANGED, now=datetime(2026, 11, 22, 23, 1, tzinfo=UTC))
    assert before.last_modified == CHANGED.replace(microsecond=0)
    assert after.last_modified == datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    assert not unchanged(before.headers | {"if-modified-since": before.headers["last-modified"]}, after)
