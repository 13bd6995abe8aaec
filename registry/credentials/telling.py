"""Telling holders that the file of their certificate was replaced, in the transaction from which the new one can be fetched.

The old one is refused from then on: it was of before a reinstatement, or its key leaked. Of a first file nobody is told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from registry.certificates.service import Issued
from registry.days import amsterdam_day
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.messages.service import News

FETCHED_AT = "/mijn-certificaten"


@dataclass(frozen=True, slots=True)
class Replaced:
    """A certificate that has a new file, and the day from which that is valid."""

    issued: Issued
    valid_from: date


async def tell_replaced(replaced: Sequence[Replaced], *, now: datetime) -> None:
    """Each holder is told of each certificate once, and of the first day where that has yet to come."""
    if replaced:
        news = [_news(each, amsterdam_day(now)) for each in replaced]
        await messages.tell_advisers(Kind.CERTIFICATE_FILE_REPLACED, news, at=now)


def _news(replaced: Replaced, today: date) -> News:
    facts: dict[str, object] = {"certificate": replaced.issued.number}
    if replaced.valid_from > today:
        facts["day"] = replaced.valid_from
    return News(replaced.issued.adviser, replaced.issued.id, facts, FETCHED_AT)
