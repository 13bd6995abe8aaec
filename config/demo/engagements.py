"""Step 6 of the story: a programme with example figures, two completed intakes, a booking that runs and one that is done."""

from decimal import Decimal
from uuid import UUID

from config.demo import cast
from config.demo.stage import Stage
from registry.availability import service as availability
from registry.availability.schemas import StateAvailability
from registry.bookings import service as bookings
from registry.bookings.schemas import AskBooking
from registry.certificates import service as certificates
from registry.engagements import answering, completing, reading, working
from registry.engagements.schemas import AnswerWorkedDays, DecideOnBooking, EnterWorkedDay
from registry.evaluations import service as evaluations
from registry.evaluations.rules import Outcome
from registry.evaluations.schemas import Evaluate
from registry.intakes import coordinating
from registry.intakes import service as intakes
from registry.intakes.schemas import AssignCoordinator, CompleteIntake, HoldIntake, Participant, PlanIntake
from registry.organisations import regions
from registry.organisations.schemas import CreateRegion, JoinRegion
from registry.people import service as people
from registry.permissions import OPERATOR, Actor
from registry.programmes import service as programmes
from registry.programmes.schemas import CreateProgramme, SetIntakeCap, SetPolicy


async def tell_of_intakes(stage: Stage) -> None:
    """A programme with example caps, a region with its coordinator, and two completed intakes: one alone and one joint."""
    await _programme()
    await _region(stage)
    coordinator = await stage.actor("coordinator")
    for holder, members, days, reference in (
        (cast.MUNICIPALITY, [cast.MUNICIPALITY], cast.OWN_DAYS, "P-2026-001"),
        ("partnership", list(cast.PARTNERSHIP_MEMBERS), cast.POOLED_DAYS, "P-2026-002"),
    ):
        plan = PlanIntake(
            programme=cast.PROGRAMME,
            holder=stage.organisations[holder],
            members=members,
            held_on=cast.HOLDING_INTAKES.date(),
        )
        intake = await intakes.plan_intake(plan, actor=coordinator, now=cast.PLANNING_INTAKES)
        held = HoldIntake(held_on=cast.HOLDING_INTAKES.date(), participants=_PARTICIPANTS)
        await intakes.hold_intake(intake, held, actor=coordinator, now=cast.HOLDING_INTAKES)
        completion = CompleteIntake(reference=reference, days=days, role_split=_ROLE_SPLIT, valid_until=cast.DAYS_VALID_UNTIL)
        await intakes.complete_intake(intake, completion, actor=coordinator, now=cast.HOLDING_INTAKES)


_PARTICIPANTS = (
    Participant(given_name="Ineke", family_name="Vermeer", capacity="gemeentesecretaris"),
    Participant(given_name="Hassan", family_name="Amrani", capacity="informatiemanager"),
)
_ROLE_SPLIT = "De gemeente levert een projectleider en beslist. De adviseur ontwerpt de aanpak en begeleidt de eerste stappen."


async def _programme() -> None:
    programme = CreateProgramme(
        code=cast.PROGRAMME,
        name_nl="Operatie Digitaal (voorbeeld)",
        name_en="Operation Digital (example)",
        first_day=cast.SETTING_UP.date(),
        last_day=cast.BOOKED_THROUGH.replace(year=2030),
        schemes=[cast.SCHEME],
    )
    await programmes.create(programme, actor=OPERATOR, now=cast.SETTING_UP)
    policy = SetPolicy(
        valid_from=cast.SETTING_UP.date(),
        per_municipality=cast.POOLED_DAYS,
        per_booking=cast.OWN_DAYS,
        per_adviser=cast.POOLED_DAYS,
        per_adviser_per_year=cast.POOLED_DAYS + cast.POOLED_DAYS,
        answer_days=14,
    )
    await programmes.set_policy(cast.PROGRAMME, policy, actor=OPERATOR, now=cast.SETTING_UP)
    cap = SetIntakeCap(first_day=cast.SETTING_UP.date(), last_day=cast.SETTING_UP.date().replace(month=12, day=31), most=100)
    await programmes.set_intake_cap(cast.PROGRAMME, cap, actor=OPERATOR, now=cast.SETTING_UP)


async def _region(stage: Stage) -> None:
    since = cast.SETTING_UP.date()
    await regions.create(CreateRegion(code=cast.REGION, name="Groene Delta"), actor=OPERATOR, now=cast.SETTING_UP)
    for code in cast.PARTNERSHIP_MEMBERS:
        await regions.join(cast.REGION, JoinRegion(municipality=code, valid_from=since), actor=OPERATOR, now=cast.SETTING_UP)
    command = AssignCoordinator(region=cast.REGION, coordinator=stage.persons["coordinator"], valid_from=since)
    await coordinating.assign(command, actor=OPERATOR, now=cast.SETTING_UP)


async def tell_of_bookings(stage: Stage) -> None:
    """Twelve days that an adviser accepted; and one day that was worked, approved, completed and evaluated."""
    municipality = await stage.actor("municipality")
    adviser = await stage.actor(f"candidate-{cast.FIRST_CERTIFICATE_HOLDER}")
    part_time = StateAvailability(
        first_day=cast.BOOKED_FROM,
        monday=Decimal(1),
        tuesday=Decimal(1),
        wednesday=Decimal("0.5"),
        thursday=Decimal(1),
        friday=Decimal(0),
    )
    await availability.state(part_time, actor=adviser, now=cast.BOOKING)
    booking = await _booked(stage, cast.FIRST_CERTIFICATE_HOLDER, cast.LONG_BOOKING)
    await answering.accept(booking, await _seen(booking, municipality), actor=adviser, now=cast.ANSWERING)
    await _one_day(stage, municipality)


async def _one_day(stage: Stage, municipality: Actor) -> None:
    adviser = await stage.actor(f"candidate-{cast.WORKED_ONE_DAY}")
    booking = await _booked(stage, cast.WORKED_ONE_DAY, cast.SHORT_BOOKING)
    await answering.accept(booking, await _seen(booking, municipality), actor=adviser, now=cast.ANSWERING)
    entered = EnterWorkedDay(day=cast.BOOKING.date(), days=Decimal(1))
    worked = await working.enter(booking, entered, actor=adviser, now=cast.MEASURING)
    await working.approve(booking, AnswerWorkedDays(worked_days=[worked]), actor=municipality, now=cast.REINSTATING)
    await completing.complete(booking, await _seen(booking, municipality), actor=municipality, now=cast.REINSTATING)
    found = Evaluate(
        municipal_processes=4,
        information_management=5,
        organisation_advice=4,
        change_management=4,
        outcome=Outcome.REACHED,
        again=True,
        remark="De quickscan lag er in één dag, en iedereen begreep wat er moest gebeuren.",
    )
    await evaluations.evaluate(booking, found, actor=municipality, now=cast.REINSTATING)


async def _booked(stage: Stage, place: int, wanted: cast.Wanted) -> UUID:
    actor = await stage.actor("municipality")
    adviser = await people.own_file(await stage.actor(f"candidate-{place}"))
    [certificate] = await certificates.of_advisers([adviser.id])
    own = next(
        each
        for each in await bookings.allotments_for(actor, now=cast.BOOKING)
        if each.holder == stage.organisations[wanted.pool]
    )
    command = AskBooking(
        municipality=cast.MUNICIPALITY,
        certificate=certificate.number,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        days=wanted.days,
        allotment=own.id,
    )
    return await bookings.request(command, actor=actor, now=cast.BOOKING)


async def _seen(booking: UUID, actor: Actor) -> DecideOnBooking:
    """As who has the booking before them as it stands."""
    return DecideOnBooking(seen=len((await reading.read(booking, actor=actor)).history))
