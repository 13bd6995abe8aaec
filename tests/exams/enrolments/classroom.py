"""A provider that may teach a track, with a trainer and candidates: what a test of enrolments needs."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import msgspec

from exams.enrolments import service as enrolments
from exams.enrolments.schemas import Enrol, EnrolmentOut, Known, RegisterTrainer
from exams.tracks import service as tracks
from exams.tracks.rules import Approved
from registry.organisations.tables import Kind
from registry.people import merging
from registry.people.schemas import MergeAdvisers, RegisterPerson
from registry.permissions import OPERATOR, Actor, Role
from tests.exams.tracks.school import another, approval, school
from tests.registry.making import BEFORE, NOW, TODAY, TRACK, World

ONE_DAY = timedelta(days=1)
JAN = RegisterPerson(given_name="Jan", family_name="Janssen")


@dataclass(frozen=True, slots=True)
class Classroom:
    """The registry at work, the provider, and the trainer Nico Kuipers."""

    world: World
    provider: UUID
    actor: Actor
    trainer: UUID

    def enrolment(self, person: RegisterPerson | None = JAN, **more: object) -> Enrol:
        """An enrolment today; what a test names is otherwise."""
        command = Enrol(provider=self.provider, track=TRACK, enrolled_on=TODAY, person=person)
        return msgspec.structs.replace(command, **more)

    async def enrol(self, person: RegisterPerson | None = JAN, **more: object) -> EnrolmentOut:
        """Someone enrolled today."""
        return await enrolments.enrol(self.enrolment(person, **more), actor=self.actor, now=NOW)


async def classroom() -> Classroom:
    """A school, and a trainer who has taught for it since before."""
    world = await school()
    provider = world.organisations["provider"]
    command = RegisterTrainer(provider=provider, given_name="Nico", family_name="Kuipers", valid_from=date(2026, 1, 1))
    trainer = await enrolments.register_trainer(command, actor=world.provider, now=NOW)
    return Classroom(world, provider, world.provider, trainer.person)


async def neighbour(room: Classroom) -> Classroom:
    """Another provider that may teach the same track, without a trainer of its own."""
    other, actor = await another(Kind.PROVIDER, Role.PROVIDER)
    command = msgspec.structs.replace(approval(room.world, Approved.TEACH), provider=other)
    await tracks.approve(TRACK, command, actor=room.world.owner, now=BEFORE)
    return Classroom(room.world, other, actor, room.trainer)


def known(number: str, family: str = "Janssen") -> Known:
    """Someone by number and name."""
    return Known(candidate_number=number, family_name=family)


async def merge(duplicate: str, counts_as: str) -> UUID:
    """The admin finds that two numbers are of one person."""
    return await merging.merge(MergeAdvisers(duplicate=duplicate, counts_as=counts_as), actor=OPERATOR, now=NOW)
