"""What follows from finding that two files are of one person, or that they are not: evidence that results now make, or not.

It is done soon after, in the background, on behalf of whoever merged or undid: people know nothing of results.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from exams.results import evidence
from exams.tracks import service as tracks
from registry.accounts import service as accounts
from registry.dossiers import service as dossiers
from registry.dossiers.resting import certificates_resting_on
from registry.people import merging
from registry.people.tables import AdviserMerge
from registry.permissions import OPERATOR, Actor
from registry.reviews import service as reviews
from registry.reviews.rules import Cause
from registry.texts import Text
from registry.transactions import fetch, transaction

_OTHERS = Text(
    "Een samenvoeging van twee nummers is ongedaan gemaakt: deze uitslagen zijn van iemand anders.",
    "A merge of two numbers was undone: these results are somebody else’s.",
)
_WHERE = "SELECT DISTINCT provider, track_version FROM enrolment WHERE adviser = ANY($1) ORDER BY provider, track_version"
_RESULTS = """
SELECT result.id FROM result JOIN enrolment ON enrolment.id = result.enrolment WHERE enrolment.adviser = ANY($1)
"""


async def follow(merge: UUID, *, now: datetime) -> None:
    """Both files of the merge are looked at as they are now; once more changes nothing."""
    made = await AdviserMerge.select().where(AdviserMerge.id == merge).first()
    if made is None:
        return
    account = made["merged_by"] if made["undone_at"] is None else made["undone_by"]
    actor = OPERATOR if account is None else await accounts.actor_of(account)
    both = (made["duplicate"], made["counts_as"])
    async with transaction() as connection:
        await evidence.lock_files(both, connection=connection)
        groups = set((await merging.same_as(both)).values())
        if len(groups) > 1:
            one, other = groups
            await _part(one, other, merge=merge, actor=actor, now=now)
            await _part(other, one, merge=merge, actor=actor, now=now)
        files: list[UUID] = list(frozenset().union(*groups))
        for row in await fetch(_WHERE, files):
            version = await tracks.version(row["track_version"])
            await evidence.hand_over(files, version, provider=row["provider"], actor=actor, now=now)


async def _part(own: Collection[UUID], others: Iterable[UUID], *, merge: UUID, actor: Actor, now: datetime) -> None:
    """Results of others count for these files no longer: what is undecided waits again, what was decided is reviewed."""
    foreign = [row["id"] for row in await fetch(_RESULTS, list(others))]
    if not foreign:
        return
    for each in await certificates_resting_on(dict.fromkeys(own, foreign)):
        if each.adviser in own:
            facts = {"results": sorted(each.results), "reason": {"nl": _OTHERS.nl, "en": _OTHERS.en}}
            cause = Cause.RESULT_CORRECTED
            await reviews.open_reviews([each.certificate], cause=cause, origin=merge, facts=facts, actor=actor, now=now)
    await dossiers.withdraw_all(dict.fromkeys(own, foreign), actor=actor, now=now)
