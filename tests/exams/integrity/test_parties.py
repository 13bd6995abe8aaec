"""Nobody handles a case to which they are a party: to them it looks absent, and no colleague's hold is theirs to lift."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from exams.integrity import presenting
from exams.integrity import service as integrity
from exams.integrity.rules import CaseFacts, CaseOutcome, SittingTally, Tally, Ties, is_party
from exams.integrity.schemas import CloseCase, HoldDossiers
from exams.sittings import service as sittings
from exams.sittings.rules import Capacity
from exams.sittings.schemas import RegisterExaminer
from registry.accounts.tables import Membership
from registry.dossiers import holds
from registry.dossiers import service as deciding
from registry.errors import NotFound
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.people import service as people
from registry.people.tables import Employment
from registry.permissions import OPERATOR, Actor, Role
from registry.texts import Language
from registry.transactions import transaction
from tests.exams.integrity.recorded import FIRST_DAY, School, exams, school, swindle
from tests.registry import making
from tests.registry.dossiers.resting_on import merged
from tests.registry.making import BEFORE, NOW, Candidate

ONE_DAY = timedelta(days=1)
TWO_YEARS_BEFORE = FIRST_DAY.replace(year=FIRST_DAY.year - 2)
HOLD = HoldDossiers(reason="Wij zoeken uit hoe dit kan.")
CLOSE = CloseCase(outcome=CaseOutcome.EXPLAINED, conclusion="Er is een goede verklaring.")
SITTING, PROVIDER, CANDIDATE = uuid4(), uuid4(), uuid4()
FACTS = CaseFacts(
    part="GP",
    group=Tally(9, 9),
    others=Tally(0, 9),
    sittings=(SittingTally(SITTING, uuid4(), FIRST_DAY, True, 0, 9),),
    touched={CANDIDATE: (uuid4(),)},
)


@pytest.mark.parametrize(
    ("ties", "party"),
    [
        pytest.param(Ties(frozenset(), {}, {}), False, id="nothing"),
        pytest.param(Ties(frozenset({uuid4()}), {uuid4(): None}, {uuid4(): None}), False, id="with others"),
        pytest.param(Ties(frozenset({SITTING}), {}, {}), True, id="attended"),
        pytest.param(Ties(frozenset(), {PROVIDER: None}, {}), True, id="works there"),
        pytest.param(Ties(frozenset(), {PROVIDER: TWO_YEARS_BEFORE}, {}), True, id="worked there within the look-back"),
        pytest.param(Ties(frozenset(), {PROVIDER: TWO_YEARS_BEFORE - ONE_DAY}, {}), False, id="worked there long ago"),
        pytest.param(Ties(frozenset(), {}, {CANDIDATE: None}), True, id="close to a candidate"),
        pytest.param(Ties(frozenset(), {}, {CANDIDATE: TWO_YEARS_BEFORE - ONE_DAY}), False, id="taught one long ago"),
    ],
)
def test_who_is_a_party(ties: Ties, *, party: bool) -> None:
    """Whoever attended, worked for the provider, or is close to a candidate, within the look-back."""
    assert is_party(ties, FACTS, {PROVIDER}, look_back_months=24) is party


async def _employed(who: Actor, of: School) -> None:
    await Employment.insert(Employment(person=who.person, employer=of.id, valid_from=FIRST_DAY, valid_to=FIRST_DAY))


async def _signed_in(who: Actor, of: School) -> None:
    """As staff of the provider, in a role that has ended: both roles at once are refused."""
    now = BEFORE
    row = Membership(account=who.account, role=Role.PROVIDER.value, organisation=of.id, recorded_at=now, ended_at=now + ONE_DAY)
    await Membership.insert(row)


async def _registered(who: Actor, of: School) -> None:
    assert who.person is not None
    command = RegisterExaminer(provider=of.id, person=who.person, capacity=Capacity.INVIGILATOR, valid_from=FIRST_DAY)
    await sittings.register_examiner(command, actor=of.actor, now=NOW)


async def _taught(who: Actor, of: School) -> None:
    assert who.person is not None
    taught = Reported(RelationKind.TAUGHT, who.person, of.candidates[3].adviser, FIRST_DAY, FIRST_DAY, uuid4())
    async with transaction():
        await impartiality.report([taught], now=NOW)


async def _candidate(who: Actor, of: School) -> None:
    """One of the candidates turns out to be the certifier."""
    assert who.person is not None
    async with transaction() as connection:
        file = await people.open_file(who.person, connection=connection, actor=OPERATOR, now=NOW)
    await merged(Candidate(who, who.person, file.id), of.candidates[2])


async def _attended_under_another_record(who: Actor, of: School) -> None:
    """The examiner has a file of their own, which is of the same person as the certifier's."""
    assert who.person is not None
    files = []
    for person in (who.person, of.examiner):
        async with transaction() as connection:
            files.append(await people.open_file(person, connection=connection, actor=OPERATOR, now=NOW))
    await merged(Candidate(who, of.examiner, files[1].id), Candidate(who, who.person, files[0].id))


@pytest.mark.parametrize(
    "tie",
    [_employed, _signed_in, _registered, _taught, _candidate, _attended_under_another_record],
    ids=lambda tie: tie.__name__,
)
async def test_a_party_does_nothing_in_it(database: None, tie: Callable[[Actor, School], Awaitable[None]]) -> None:
    """Neither sees nor takes it, nor lifts its hold or closes it, not even who took it before; a colleague takes over."""
    at, academy = await exams(), await school()
    case, _ = await swindle(at, academy)
    party, colleague, _ = at.world.certifiers
    await integrity.take(case, actor=party, now=NOW)
    await tie(party, academy)
    assert await integrity.cases_for(party) == []
    for act in (
        integrity.take(case, actor=party, now=NOW),
        integrity.hold(case, HOLD, actor=party, now=NOW),
        integrity.lift(case, actor=party, now=NOW),
        integrity.review(case, actor=party, now=NOW),
        integrity.close(case, CLOSE, actor=party, now=NOW),
    ):
        with pytest.raises(NotFound):
            await act
    await integrity.take(case, actor=colleague, now=NOW)
    await integrity.close(case, CLOSE, actor=colleague, now=NOW)


async def test_every_undecided_dossier_of_a_candidate_is_held(database: None) -> None:
    """Also one that is not admitted yet; what comes later is counted, and held by the same button."""
    at = await exams()
    applying = [await making.candidate(f"Aanvrager{place}", "Visser") for place in range(2)]
    academy = await school(candidates=6)
    academy = School(
        academy.id,
        academy.actor,
        academy.examiner,
        academy.other_examiner,
        academy.invigilator,
        [*applying, *academy.candidates],
    )
    case, _ = await swindle(at, academy)
    certifier = at.world.certifiers[0]
    await integrity.take(case, actor=certifier, now=NOW)
    applied = await deciding.apply(making.APPLICATION, actor=applying[0].actor, now=NOW)
    assert await integrity.hold(case, HOLD, actor=certifier, now=NOW) == 1
    assert await holds.held_among([applied]) == {applied}
    assert (await presenting.detail(case, language=Language.NL, actor=certifier, now=NOW)).to_hold == 0
    later = await deciding.apply(making.APPLICATION, actor=applying[1].actor, now=NOW)
    assert (await presenting.detail(case, language=Language.NL, actor=certifier, now=NOW)).to_hold == 1
    assert await integrity.hold(case, HOLD, actor=certifier, now=NOW) == 1
    assert await holds.held_among([applied, later]) == {applied, later}
