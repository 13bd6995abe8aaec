"""What keys are for, and the states that one goes through."""

from datetime import datetime, timedelta
from enum import StrEnum


class Use(StrEnum):
    """What a key signs; no key signs two kinds of things."""

    CREDENTIAL = "credential"
    LOG = "log"


class Algorithm(StrEnum):
    """How a key signs."""

    ES256 = "ES256"
    EDDSA = "EdDSA"


class State(StrEnum):
    """Where a key is in its life; it never goes back."""

    PUBLISHED = "published"
    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


ALGORITHM_OF = {Use.CREDENTIAL: Algorithm.ES256, Use.LOG: Algorithm.EDDSA}
"""Verifiers of Open Badges take no EdDSA, and public logs nothing else."""
WAITS = {Use.CREDENTIAL: timedelta(minutes=5), Use.LOG: timedelta(0)}
"""So long others may go on with the keys that they fetched before (`max-age` of the documents that name them). Of the log the
key of before signs along, so that nobody misses the next one."""


def signs_from(use: Use, published_at: datetime) -> datetime:
    """From when a key may take over from one that still signs: once everybody can know it."""
    return published_at + WAITS[use]
