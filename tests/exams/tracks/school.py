"""A provider that is approved for one track, and what a test of tracks and sittings needs besides."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from exams.tracks import service as tracks
from exams.tracks.rules import Approved, PartIn
from exams.tracks.schemas import ApproveProvider, CreateTrack, PublishVersion
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from tests.registry import making
from tests.registry.making import BEFORE, TODAY, TRACK, World

ONE_DAY = timedelta(days=1)
MONTH = 30 * ONE_DAY


def part(code: str = "GP", **more: object) -> PartIn:
    """An exam part out of ten."""
    values = {
        "code": code,
        "name_nl": "Gemeentelijke processen",
        "name_en": "Municipal processes",
        "scale_maximum": Decimal(10),
        "pass_mark": Decimal("5.5"),
        "resit_after_days": 14,
        "maximum_attempts": 3,
        "counts_months": 24,
    }
    return PartIn(**(values | more))  # type: ignore[arg-type]  # the fields that a test names


def track_of(owner: UUID, code: str = TRACK, *, prerequisites: list[str] | None = None) -> CreateTrack:
    """A track of two parts."""
    return CreateTrack(
        owner=owner,
        code=code,
        name_nl="Traject",
        name_en="Track",
        effective_from=BEFORE.date(),
        parts=[part("GP"), part("IM")],
        prerequisites=prerequisites or [],
    )


def version_from(day: date, *codes: str, prerequisites: list[str] | None = None) -> PublishVersion:
    """A version with these parts, from a day."""
    return PublishVersion(
        effective_from=day, parts=[part(code) for code in codes or ("GP",)], prerequisites=prerequisites or []
    )


def approval(world: World, approved: Approved) -> ApproveProvider:
    """The provider's approval, for a month from today."""
    by = "scheme-owner" if approved is Approved.TEACH else "certification-body"
    return ApproveProvider(
        provider=world.organisations["provider"],
        approved=approved,
        approved_by=world.organisations[by],
        valid_from=TODAY,
        valid_to=TODAY + MONTH,
    )


async def with_track() -> World:
    """A registry with one track, for which nobody is approved."""
    world = await making.world()
    await tracks.create(track_of(world.organisations["scheme-owner"]), actor=world.owner, now=BEFORE)
    return world


async def school() -> World:
    """A provider that is approved to teach and examine one track, for a month from today."""
    world = await with_track()
    for approved, actor in ((Approved.TEACH, world.owner), (Approved.EXAMINE, world.certifiers[0])):
        await tracks.approve(TRACK, approval(world, approved), actor=actor, now=BEFORE)
    return world


async def another(kind: Kind, role: Role) -> tuple[UUID, Actor]:
    """Another organisation of a kind, and someone who acts for it."""
    other = await making.organisation(kind, "Een ander")
    return other, await making.account(await making.person(), role, other)
