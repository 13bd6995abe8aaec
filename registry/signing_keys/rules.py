"""What keys are for, and the states that one goes through."""

from enum import StrEnum


class Use(StrEnum):
    """What a key signs; no key signs two kinds of things."""

    CREDENTIAL = "credential"
    LOG = "log"
    SEAL = "seal"


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


ALGORITHM_OF = {Use.CREDENTIAL: Algorithm.ES256, Use.LOG: Algorithm.EDDSA, Use.SEAL: Algorithm.ES256}
"""Verifiers of Open Badges take no EdDSA, and public logs nothing else."""
