"""Whoever has the present answer is not sent it again: ETag and Last-Modified (RFC 9110, 8.8 and 13)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from hashlib import blake2b

from litestar import Response
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from registry.days import amsterdam_day, beginning_of, day_after

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Validators:
    """By what an answer is known again. `etag` is weak: the same content, be it not byte for byte.

    `last_modified` is a whole second; None while that second lasts, since a second change in it would not be seen.
    """

    etag: str
    last_modified: datetime | None

    @property
    def headers(self) -> dict[str, str]:
        """As they stand in the head of an answer."""
        told = {"etag": self.etag}
        if self.last_modified is not None:
            told["last-modified"] = _as_written(self.last_modified)
        return told


def validators(generation: str, *parts: str, changed_at: datetime, now: datetime) -> Validators:
    """Of an answer that rests on this generation of the public list, and on `parts`: path, query, language.

    `changed_at` is the instant of the last change that was written; by itself the list also changes at midnight in Amsterdam.
    """
    second = _last_change(changed_at, amsterdam_day(now))
    return Validators(tag(generation, *parts), second if now - second > _SECOND else None)


def tag(generation: str, *parts: str) -> str:
    """The `etag` of such an answer."""
    digest = blake2b("\0".join((generation, *parts)).encode(errors="surrogatepass"), digest_size=12)
    return f'W/"{digest.hexdigest()}"'


def said_until(changed_at: datetime, now: datetime) -> datetime:
    """Up to when `last_modified` is what it is now, if nothing changes: the end of its second, or midnight."""
    today = amsterdam_day(now)
    shows = _last_change(changed_at, today) + _SECOND + timedelta.resolution
    return shows if now < shows else beginning_of(day_after(today))


@lru_cache(maxsize=16)
def _last_change(changed_at: datetime, today: date) -> datetime:
    return max(changed_at, beginning_of(today)).astimezone(UTC).replace(microsecond=0)


@lru_cache(maxsize=16)
def _as_written(instant: datetime) -> str:
    return format_datetime(instant, usegmt=True)


def unchanged(headers: Mapping[str, str], present: Validators) -> bool:
    """Whether whoever asks has the present answer; a tag goes before a date, and what is no date says nothing."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or has_tag(headers, present)
    since = _instant(headers.get("if-modified-since", ""))
    return since is not None and present.last_modified is not None and present.last_modified <= since


def has_tag(headers: Mapping[str, str], present: Validators) -> bool:
    """Whether whoever asks was given the present answer: then there is one; `*` or a date does not say so."""
    return present.etag.removeprefix("W/") in _TAG.findall(headers.get("if-none-match", ""))


def _instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def not_modified(present: Validators, headers: Mapping[str, str]) -> Response[None]:
    """Nothing new; `headers` are those that the whole answer would have carried beside its content."""
    return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers={**headers, **present.headers})
