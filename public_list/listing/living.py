"""How many certificates have which status on a day: all that the columns have, whether the list shows them or not."""

from collections.abc import Collection, Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from public_list.listing.columns import STATUSES, Columns


def counted(columns: Columns, outdated: Collection[int], days: Iterable[date]) -> NDArray[np.int64]:
    """For each day how many rows have each of `STATUSES`, but for those that are outdated.

    Many rows have one life, and many lives a span of days: it is counted once how many rows live each span, and then each day
    is a look at the spans alone.
    """
    lives, lived = columns.lives, columns.lived
    rows = np.bincount(np.delete(columns.life, sorted(outdated)), minlength=len(lived.starts) - 1)
    living = np.bincount(lived.values, rows[lived.rows], minlength=len(lives.first))
    told = []
    for day in days:
        asked = day.toordinal()
        then = (lives.first <= asked) & (lives.last >= asked)
        told.append(np.bincount(lives.status[then], living[then], len(STATUSES)))
    return np.array(told).astype(np.int64)
