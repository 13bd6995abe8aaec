"""What one setting is: its meaning, how its text is read, and what holds where it is not given."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What one setting means and how its text is read.

    Without a `default` it is absent or follows from others; `otherwise` says which.
    """

    meaning: str
    read: Callable[[str], object] = str
    default: str | None = None
    otherwise: str = ""
    secret: bool = False
