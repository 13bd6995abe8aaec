"""In what capacity someone stands at a sitting."""

from enum import StrEnum


class Capacity(StrEnum):
    """An examiner may be independent of the provider that registers them; so may an invigilator."""

    EXAMINER = "examiner"
    INVIGILATOR = "invigilator"
