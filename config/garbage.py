"""How often a process looks for garbage: rarely, since a long file makes objects by the million, and none in circles."""

import gc

_MADE = 100_000
"""Objects made before the youngest are looked at; of those, and of what they leave, one look in fifty goes deeper."""
_DEEPER = 50


def collect_rarely() -> None:
    """What is loaded by now is never looked at again; what comes is looked at a hundred times less often than usual."""
    gc.freeze()
    gc.set_threshold(_MADE, _DEEPER, _DEEPER)
