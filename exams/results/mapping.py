"""What a provider says its own headings mean: remembered for its next file, until it changes its mind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exams.judging.headings import LONGEST_HEADING, Field, mapping_key
from exams.results.tables import HeadingMapping
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.organisations.turns import take_turn
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import fetch, transaction

_MOST_HEADINGS = 200
_EMPTY = Text("Een lege kop kan niets betekenen.", "An empty heading cannot mean anything.")
_TOO_LONG = Text("Een kop is hooguit {limit} tekens lang.", "A heading has at most {limit} characters.")
_TOO_MANY = Text("Er zijn hooguit {limit} koppen tegelijk te onthouden.", "At most {limit} headings are remembered at once.")
_NOTHING_CHOSEN = Text("Kies voor een kop wat hij betekent.", "Choose for a heading what it means.")

_TAKE_IN = """
INSERT INTO heading_mapping (id, provider, heading, field, mapped_by, recorded_at)
SELECT gen_random_uuid(), $1, *, $4, $5 FROM unnest($2::varchar[], $3::varchar[])
ON CONFLICT (provider, heading) DO UPDATE SET field = excluded.field, mapped_by = excluded.mapped_by,
    recorded_at = excluded.recorded_at
"""
_LISTED = """
SELECT heading, field, recorded_at FROM heading_mapping WHERE provider = $1 ORDER BY heading
"""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a heading means to a provider; without a field its column is not read. The heading is as it is compared."""

    heading: str
    field: Field | None
    recorded_at: datetime


async def mapping_of(provider: UUID) -> dict[str, Field | None]:
    """What the provider's own headings mean, by `mapping_key`, for who judges its file."""
    return {each.heading: each.field for each in await _mapped(provider)}


async def mappings_of(provider: UUID, *, actor: Actor) -> list[Mapped]:
    """What the provider said of its own headings, by heading; raises NotFound for another's."""
    actor.must_see(Permission.READ_RESULTS, provider)
    return await _mapped(provider)


async def _mapped(provider: UUID) -> list[Mapped]:
    rows = await fetch(_LISTED, provider)
    return [Mapped(row["heading"], Field(row["field"]) if row["field"] else None, row["recorded_at"]) for row in rows]


async def remember(provider: UUID, choices: Mapping[str, Field | None], *, actor: Actor, now: datetime) -> None:
    """From now on these headings mean this in the provider's files; None leaves the column unread.

    Headings are as typed: case, accents, blanks and signs make no difference. What was said before of the same heading
    gives way. Raises NotFound for another's, Invalid for what is no heading.
    """
    actor.must_for(Permission.UPLOAD_RESULTS, provider)
    _check(choices)
    meant = {mapping_key(heading): field for heading, field in choices.items()}
    async with transaction() as connection:
        await take_turn(provider, connection=connection)
        before = await mapping_of(provider)
        changed = {key: field for key, field in meant.items() if key not in before or before[key] is not field}
        if not changed:
            return
        await connection.execute(_TAKE_IN, provider, [*changed], [*changed.values()], actor.account, now)
        facts = [{"heading": key, "old": before.get(key), "new": field} for key, field in changed.items()]
        await audit.record(Action.HEADINGS_MAPPED, provider, actor=actor, at=now, facts={"headings": facts})


def _check(choices: Mapping[str, Field | None]) -> None:
    if not choices:
        raise Invalid([Fault("headings", _NOTHING_CHOSEN)])
    if len(choices) > _MOST_HEADINGS:
        raise Invalid([Fault("headings", _TOO_MANY, {"limit": _MOST_HEADINGS})])
    told = {
        heading: _TOO_LONG if len(heading) > LONGEST_HEADING else _EMPTY
        for heading in choices
        if len(heading) > LONGEST_HEADING or not mapping_key(heading)
    }
    if told:
        limit = {"limit": LONGEST_HEADING}
        raise Invalid([Fault(f"headings.{heading[:LONGEST_HEADING]}", text, limit) for heading, text in told.items()])


async def forget(provider: UUID, heading: str, *, actor: Actor, now: datetime) -> None:
    """The provider's word on this heading no longer holds; raises NotFound where there was none, or for another's."""
    actor.must_for(Permission.UPLOAD_RESULTS, provider)
    key = mapping_key(heading)
    async with transaction():
        removed = (
            await HeadingMapping.delete()
            .where(HeadingMapping.provider == provider, HeadingMapping.heading == key)
            .returning(HeadingMapping.field)
        )
        if not removed:
            raise NotFound
        facts = {"heading": key, "old": removed[0]["field"]}
        await audit.record(Action.HEADING_FORGOTTEN, provider, actor=actor, at=now, facts=facts)
