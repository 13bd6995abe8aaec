"""Lists of certificates issued elsewhere, as people read them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import structs

from registry.days import amsterdam_day
from registry.people import service as people
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.takeovers import judging, opening, reading, rules
from registry.takeovers.judging import Judged
from registry.takeovers.reading import Filed, Row
from registry.takeovers.rules import Line
from registry.takeovers.schemas import AlikeOut, TakeoverDetail, TakeoverOut, TakeoverRowOut
from registry.texts import Language


async def listed(actor: Actor) -> list[TakeoverOut]:
    """The lists that the actor may read, newest first."""
    return await _shown(await reading.takeovers_for(actor))


async def _shown(filed: Sequence[Filed]) -> list[TakeoverOut]:
    names = await people.names_of({each for of in filed for each in (of.prepared_by, of.ended_by) if each})
    counts = await reading.counts(each.id for each in filed)
    return [
        TakeoverOut(
            id=each.id,
            scheme=each.scheme_code,
            issuer=each.issuer,
            source=each.source,
            file_name=each.file_name,
            sha256=each.sha256.hex(),
            certificates=counts.get(each.id, 0),
            prepared_by=_called(names, each.prepared_by),
            prepared_at=each.prepared_at,
            ending=each.ending,
            ended_by=_called(names, each.ended_by),
            ended_at=each.ended_at,
        )
        for each in filed
    ]


def _called(names: Mapping[UUID, Name], person: UUID | None) -> str | None:
    return str(names[person]) if person is not None and person in names else None


async def detail(takeover: UUID, *, language: Language, actor: Actor, now: datetime) -> TakeoverDetail:
    """One list in full; of one that waits also what is in the way of who looks. Raises NotFound for who may not read it."""
    filed = await reading.takeover_for(actor, takeover)
    rows = await reading.rows_of(takeover)
    lines = [row.line for row in rows if row.line is not None]
    judged = await _judged(filed, lines, actor=actor, now=now)
    [shown] = await _shown([filed])
    return TakeoverDetail(
        **structs.asdict(shown),
        rows=[_row(row, judged, language) for row in rows],
        prepared_by_you=await opening.is_prepared_by(filed, actor),
        erased=filed.ending is None and not lines,
        ready=judged is not None and not judged.problems and not judged.undecided,
    )


async def _judged(filed: Filed, lines: list[Line], *, actor: Actor, now: datetime) -> Judged | None:
    """As the actor would judge the list; nothing for who does not, and of a list that ended."""
    if filed.ending is not None or not lines or actor.api_key is not None or not actor.may(Permission.DECIDE_CERTIFICATES):
        return None
    version = await schemes.version_in_force(filed.scheme, amsterdam_day(now))
    return await judging.judge(lines, version, issuer=filed.issuer, actor=actor, now=now)


def _row(row: Row, judged: Judged | None, language: Language) -> TakeoverRowOut:
    line = row.line
    doubts = rules.open_doubts(line, judged.seen[row.row]) if line and judged else ()
    problems = [each for each in judged.problems if each.row == row.row] if judged else []
    return TakeoverRowOut(
        row=row.row,
        candidate_number=line.number if line else None,
        name=str(line.name) if line else None,
        number_there=line.certificate if line else None,
        scheme_there=line.scheme if line else None,
        first_day=line.first_day if line else None,
        last_day=line.last_day if line else None,
        alike=[AlikeOut(candidate_number=number, name=name) for number, name in doubts],
        distinct_from=list(line.distinct_from) if line else [],
        problem=" ".join(opening.told(each).say(language) for each in problems) or None,
        certificate=row.certificate,
    )
