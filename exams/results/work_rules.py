"""Work on long files that is done in the background."""

from enum import StrEnum


class Task(StrEnum):
    """What is asked for a file."""

    PREVIEW = "preview"
    ACCEPT = "accept"
    RETRACT = "retract"


class Ending(StrEnum):
    """How the work ended: done, cancelled by a person, refused by a rule, or failed."""

    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    FAILED = "failed"
