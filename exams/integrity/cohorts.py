"""A group that failed under supervision and passed without, days later."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from exams.integrity.rules import CaseFacts, Flag, Flagged, Judged, SittingFigures, Tally, passes, sitting_tallies, tally

LEAST_CANDIDATES = 8
"""A smaller group is not flagged: where 40 % fail a part, eight of eight fail less than once in 1,500 sittings by chance; of
five it is once in 100."""
NEARLY_ALL = 0.9
"""The share that failed under supervision, and of those who tried again without it the share that passed. Nine in ten leaves
room for the one whom a swindle passed by, and lies far from the 40 to 80 % of honest sittings."""
DAYS_AFTER = 14
"""Within so many days nobody learns a part anew; it is also how long tracks commonly make people wait for a resit."""


def failed_watched_passed_unwatched(figures: Sequence[SittingFigures], judged: Judged) -> list[Flagged]:
    """One flag for each supervised day of a part at a provider and each provider that passed its failures unsupervised."""
    rounds: dict[tuple[UUID, str, str], list[SittingFigures]] = defaultdict(list)
    unwatched: dict[str, list[SittingFigures]] = defaultdict(list)
    for each in figures:
        if each.supervised:
            rounds[each.provider, each.part, each.held_on.isoformat()].append(each)
        else:
            unwatched[each.part].append(each)
    found = []
    for (examined_by, part, _), watched in rounds.items():
        under_supervision = tally(watched)
        if not _nearly_all(under_supervision.taken - under_supervision.passed, under_supervision.taken):
            continue
        for provider, again in _tried_again(watched, unwatched[part]).items():
            flagged = _flagged(provider, examined_by, watched, again)
            if flagged is not None and not _is_judged(flagged, judged):
                found.append(flagged)
    return found


def _nearly_all(those: int, everyone: int) -> bool:
    return everyone >= LEAST_CANDIDATES and those >= NEARLY_ALL * everyone


def _tried_again(watched: Sequence[SittingFigures], unwatched: Iterable[SittingFigures]) -> dict[UUID, list[SittingFigures]]:
    """By provider: the unsupervised sittings within the days after."""
    first = watched[0].held_on
    found: dict[UUID, list[SittingFigures]] = defaultdict(list)
    for each in unwatched:
        if first <= each.held_on <= first + timedelta(DAYS_AFTER):
            found[each.provider].append(each)
    return found


def _flagged(
    provider: UUID, examined_by: UUID, watched: Sequence[SittingFigures], again: Sequence[SittingFigures]
) -> Flagged | None:
    failed = {adviser for each in watched for adviser in each.failed}
    passed = {adviser for each in again for adviser in each.passed} & failed
    tried = passed | {adviser for each in again for adviser in each.failed} & failed
    if not _nearly_all(len(passed), len(tried)):
        return None
    of_them = [each for each in again if passed & each.passed.keys()]
    examiners = {each.examiner for each in of_them}
    facts = CaseFacts(
        part=watched[0].part,
        group=Tally(len(passed), len(tried)),
        others=tally(watched),
        sittings=sitting_tallies([*watched, *of_them]),
        touched=passes(of_them, of=passed),
        examiner=examiners.pop() if len(examiners) == 1 else None,
        held_on=watched[0].held_on,
    )
    flag = Flag.FAILED_WATCHED_PASSED_UNWATCHED
    about = f"{flag}:{provider}:{facts.part}:{examined_by}:{facts.held_on}"
    return Flagged(flag, provider, about, facts)


def _is_judged(flagged: Flagged, judged: Judged) -> bool:
    """A closed case concluded on all of these sittings."""
    return {each.sitting for each in flagged.facts.sittings} <= judged.get(flagged.about, frozenset())
