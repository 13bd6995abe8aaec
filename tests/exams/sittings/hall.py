"""A school with an examiner who is approved for every part, and an invigilator."""

from dataclasses import dataclass
from uuid import UUID

from exams.sittings import service as sittings
from exams.sittings.rules import Capacity
from exams.sittings.schemas import ApproveExaminer, RecordSitting, RegisterExaminer
from exams.tracks import service as tracks
from tests.exams.tracks.school import school
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, TRACK, World


@dataclass(frozen=True, slots=True)
class Hall:
    """Where a sitting can be held."""

    world: World
    provider: UUID
    examiner: UUID
    registration: UUID
    invigilator: UUID
    parts: dict[str, UUID]

    def sitting(self, part: str = "GP", **more: object) -> RecordSitting:
        """A sitting today, of which nothing else is known yet."""
        values = {"provider": self.provider, "part": self.parts[part], "held_on": TODAY, "examiner": self.examiner}
        return RecordSitting(**(values | more))  # type: ignore[arg-type]  # the fields that a test names


def registered(world: World, person: UUID, capacity: Capacity = Capacity.EXAMINER) -> RegisterExaminer:
    """Somebody at the provider, from before."""
    return RegisterExaminer(
        provider=world.organisations["provider"], person=person, capacity=capacity, valid_from=BEFORE.date()
    )


def approval(world: World, registration: UUID, *parts: str) -> ApproveExaminer:
    """The body's approval from before: for these parts, or for all."""
    return ApproveExaminer(
        registration=registration,
        track=TRACK,
        approved_by=world.organisations["certification-body"],
        valid_from=BEFORE.date(),
        parts=list(parts) or None,
    )


async def hall() -> Hall:
    """Ready for a sitting today."""
    world = await school()
    examiner, invigilator = await making.person("Ruben", "Postma"), await making.person("Mark", "Groen")
    registration = await sittings.register_examiner(registered(world, examiner), actor=world.provider, now=NOW)
    other = registered(world, invigilator, Capacity.INVIGILATOR)
    await sittings.register_examiner(other, actor=world.provider, now=NOW)
    await sittings.approve_examiner(approval(world, registration), actor=world.certifiers[0], now=NOW)
    parts = {part["code"]: part["id"] for part in (await tracks.newest(TRACK)).parts}
    return Hall(world, world.organisations["provider"], examiner, registration, invigilator, parts)
