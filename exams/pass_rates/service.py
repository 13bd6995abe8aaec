"""A provider's own pass rates: by part, and by sitting."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from exams.integrity.bars import rate_of
from exams.integrity.rules import SittingFigures, tally
from exams.integrity.schemas import RateOut
from exams.results.figures import figures_by
from exams.tracks import service as tracks
from exams.tracks.service import Version
from registry.people import service as people
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.texts import Language, Text


class SittingPassRateOut(Schema, frozen=True):
    """How many passed at one sitting; the examiner's name is absent once they were erased."""

    id: UUID
    held_on: date
    examiner: str | None
    supervised: bool
    rate: RateOut


class PartPassRateOut(Schema, frozen=True):
    """How many passed one part of one version of a track: at all sittings together, and at each, in order of day."""

    track: str
    track_name: str
    track_version: int
    part: str
    part_name: str
    rate: RateOut
    sittings: list[SittingPassRateOut]


async def pass_rates_of(provider: UUID, *, language: Language, actor: Actor) -> list[PartPassRateOut]:
    """What passed and failed at the provider's own sittings, by track, version and part; nothing of anyone else.

    Absences and invalidated attempts count for neither. Raises NotFound for who may not read this provider's results.
    """
    actor.must_see(Permission.READ_RESULTS, provider)
    by_part: dict[tuple[UUID, str], list[SittingFigures]] = defaultdict(list)
    for version, figures in await figures_by(provider):
        by_part[version, figures.part].append(figures)
    versions = {wanted: await tracks.version(wanted) for wanted, _ in by_part}
    names = await people.names_of(each.examiner for found in by_part.values() for each in found)
    in_order = sorted(by_part, key=lambda key: _place(versions[key[0]], key[1]))
    return [_out(versions[version], part, by_part[version, part], names, language) for version, part in in_order]


def _place(version: Version, part: str) -> tuple[str, int, int]:
    """By track, the newest version first, the parts as the track has them."""
    return version.code, -version.number, [row["code"] for row in version.parts].index(part)


def _out(
    version: Version, part: str, found: list[SittingFigures], names: dict[UUID, Name], language: Language
) -> PartPassRateOut:
    [row] = [row for row in version.parts if row["code"] == part]
    return PartPassRateOut(
        track=version.code,
        track_name=version.name.say(language),
        track_version=version.number,
        part=part,
        part_name=Text(row["name_nl"], row["name_en"]).say(language),
        rate=rate_of(tally(found)),
        sittings=[
            SittingPassRateOut(
                id=each.sitting,
                held_on=each.held_on,
                examiner=str(names[each.examiner]) if each.examiner in names else None,
                supervised=each.supervised,
                rate=rate_of(tally([each])),
            )
            for each in found
        ],
    )
