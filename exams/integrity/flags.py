"""Everything that the figures of one version of a track flag."""

from collections.abc import Sequence

from exams.integrity.cohorts import failed_watched_passed_unwatched
from exams.integrity.comparisons import rates_that_stand_out
from exams.integrity.rules import Flagged, Judged, SittingFigures


def flags(figures: Sequence[SittingFigures], judged: Judged) -> list[Flagged]:
    """What asks for a look, in a fixed order; figures that closed cases concluded on are not flagged again."""
    found = failed_watched_passed_unwatched(figures, judged) + rates_that_stand_out(figures, judged)
    return sorted(found, key=lambda each: each.about)
