"""The API's answer to one number, made from the kept read model alone: the controller's, header by header and byte by byte."""

import re
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

import msgspec

from public_list.checking.schemas import CheckedOut
from public_list.listing import keeping
from public_list.listing.conditional import said_until, tag, validators
from public_list.listing.fresh import HEADERS
from public_list.listing.keeping import Kept
from registry.days import amsterdam_day
from registry.texts import Language

_Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]

_AS_WRITTEN = re.compile(r"CA[0-9]{8}-[0-9]{2}", re.ASCII).fullmatch
_FIRST = tuple((name.encode(), value.encode()) for name, value in HEADERS.items())
_JSON = (b"content-type", b"application/json")
_OPEN = (b"access-control-allow-origin", b"*")
_encoded = msgspec.json.Encoder().encode


class _Moment(NamedTuple):
    """What answers have in common, from an instant up to another, for as long as the list that is kept stays the same."""

    kept: Kept
    first: datetime
    until: datetime
    today: date
    generation: str
    modified: _Headers


class AnswersAtOnce:
    """Answers a number of today, as it stands on its certificate, without conditions."""

    __slots__ = ("_moment",)

    def __init__(self) -> None:
        self._moment: _Moment | None = None

    def __call__(self, number: str, *, path: str, language: Language, now: datetime) -> tuple[_Headers, bytes] | None:
        """The headers and the body.

        Nothing where the process keeps no model or the number was never issued: the controller answers then.
        """
        moment = self._present(now) if _AS_WRITTEN(number) else None
        checked = moment and moment.kept.model.checked(number, moment.today, moment.today)
        if not moment or not checked:
            return None
        body = _encoded(CheckedOut.of(checked, language))
        known = tag(moment.generation, path, "", language.value)
        length = (b"content-length", b"%d" % len(body))
        return (*_FIRST, (b"etag", known.encode()), *moment.modified, _JSON, length, _OPEN), body

    def _present(self, now: datetime) -> _Moment | None:
        kept, moment = keeping.present(), self._moment
        if moment is None or moment.kept is not kept or not moment.first <= now < moment.until:
            moment = self._moment = None if kept is None else _moment(kept, now)
        return moment


def _moment(kept: Kept, now: datetime) -> _Moment | None:
    """Nothing where what is kept is of a later day."""
    today = amsterdam_day(now)
    if kept.day > today:
        return None
    told = validators(kept.generation(today), changed_at=kept.changed_at, now=now).headers
    modified = tuple((name.encode(), value.encode()) for name, value in told.items() if name == "last-modified")
    return _Moment(kept, now, said_until(kept.changed_at, now), today, kept.generation(today), modified)
