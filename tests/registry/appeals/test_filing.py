"""Anybody appeals or complains, and gets a receipt with a number; what comes in never tells whether a number exists."""

import asyncio
from datetime import date, timedelta

import msgspec
import pytest

from registry.appeals import filing, presenting, reading
from registry.appeals import service as appeals
from registry.appeals.errors import AppealStepOutOfOrder, TooManyAppeals, UnknownAppeal
from registry.appeals.reading import About
from registry.appeals.rules import Against, Kind, Step
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotFound
from registry.numbering import candidate_number, new_appeal_number, read_appeal_number
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.appeals import lodging
from tests.registry.appeals.lodging import LETTER
from tests.registry.making import NOW, SCHEME


async def test_a_receipt_for_anybody(database: None) -> None:
    """A number with check digits, when it came in, and by when there is an answer; the words are in no audit row."""
    world = await making.world()
    received = await appeals.file(LETTER, now=NOW)
    assert read_appeal_number(received.number) == received.number
    assert (received.acknowledged_by, received.decided_by) == (date(2026, 12, 4), date(2027, 1, 1))
    told = await presenting.status(received.number.lower().replace("-", ""))
    assert (told.state, told.kind, told.due_on) == (Step.RECEIVED, Kind.APPEAL, date(2026, 12, 4))
    case = await reading.by_number(received.number)
    shown = await presenting.detail(case.id, language=Language.NL, actor=world.certifiers[0], now=NOW)
    assert (shown.sender, shown.email, shown.text) == ("Jo Afzender", LETTER.email, LETTER.text)
    assert not [row for row in await AuditEntry.select(AuditEntry.facts) if "meegeteld" in row["facts"]]


async def test_a_number_leads_to_what_it_is_about(database: None) -> None:
    """To the newest application of a candidate, or the certificate with its measure; to nothing where nobody has it."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    issued = await making.certified(world, elif_)
    dossier = await lodging.refused(world, jan)
    candidate = await reading_number(jan.adviser)
    by_candidate = await appeals.file(msgspec.structs.replace(LETTER, number=candidate), now=NOW)
    assert (await reading.by_number(by_candidate.number)).about == About(dossier)
    by_certificate = await appeals.file(msgspec.structs.replace(LETTER, number=issued.number.lower()), now=NOW)
    about = (await reading.by_number(by_certificate.number)).about
    assert (about.certificate, about.dossier is not None, about.measure) == (issued.id, True, None)
    for absent in (candidate_number(999), None):
        received = await appeals.file(msgspec.structs.replace(LETTER, number=absent), now=NOW)
        assert (await reading.by_number(received.number)).about == About()


async def reading_number(adviser: object) -> str:
    """The number of a candidate."""
    async with transaction() as connection:
        number: str = await connection.fetchval("SELECT candidate_number FROM adviser WHERE id = $1", adviser)
    return number


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"number": "EA000101-46"}, "number", id="check digits"),
        pytest.param({"number": "12345"}, "number", id="no number"),
        pytest.param({"scheme": "onbekend"}, "scheme", id="no scheme"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field(database: None, changes: dict[str, str], field: str) -> None:
    """A number that is none, and a scheme that nobody signed."""
    await making.world()
    with pytest.raises(Invalid) as refused:
        await appeals.file(msgspec.structs.replace(LETTER, **changes), now=NOW)
    assert [fault.field for fault in refused.value.faults] == [field]


async def test_who_is_signed_in_appeals_about_their_own(database: None) -> None:
    """Another's application looks absent; the sender reads their words and the answer, nobody else with the number does."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    dossier = await lodging.refused(world, elif_)
    with pytest.raises(NotFound):
        await lodging.lodged(jan, dossier)
    appeal = await lodging.lodged(elif_, dossier)
    case = await reading.case(appeal)
    assert case.about == About(dossier)
    told = await presenting.told_to(case.number, elif_.actor)
    assert told is not None
    assert (told.text, told.may_withdraw) == (lodging.TEXT, True)
    for other in (None, jan.actor, world.certifiers[0]):
        assert await presenting.told_to(case.number, other) is None
    with pytest.raises(UnknownAppeal):
        await presenting.status(new_appeal_number())


async def test_the_sender_withdraws_before_the_decision(database: None) -> None:
    """Nobody else does, and it ends there."""
    await making.world()
    elif_, jan = await making.candidate(), await making.candidate("Jan", "Janssen")
    case = await reading.case(await lodging.lodged(elif_, against=Against.OTHER, kind=Kind.COMPLAINT))
    with pytest.raises(NotFound):
        await appeals.withdraw(case.number, actor=jan.actor, now=NOW)
    await appeals.withdraw(case.number, actor=elif_.actor, now=NOW)
    with pytest.raises(AppealStepOutOfOrder):
        await appeals.withdraw(case.number, actor=elif_.actor, now=NOW)
    assert (await presenting.status(case.number)).state is Step.WITHDRAWN


async def test_not_too_many_at_once(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """From anybody so many an hour, from one account so many a day, also when they come together."""
    await making.world()
    elif_, jan = await making.candidate(), await making.candidate("Jan", "Janssen")
    monkeypatch.setattr(filing, "FROM_ANYBODY_AN_HOUR", 3)
    monkeypatch.setattr(filing, "FROM_ONE_A_DAY", 2)
    outcomes = await asyncio.gather(*(appeals.file(LETTER, now=NOW) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(each, TooManyAppeals) for each in outcomes) == 3
    await appeals.file(LETTER, now=NOW + timedelta(hours=1))
    for _ in range(2):
        await lodging.lodged(elif_)
    with pytest.raises(TooManyAppeals):
        await lodging.lodged(elif_)
    await lodging.lodged(jan)


async def test_words_and_sender_are_erasable(database: None) -> None:
    """With the person who sent it; that it was handled stays."""
    world, elif_ = await making.world(), await making.candidate()
    appeal = await lodging.lodged(elif_)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    shown = await presenting.detail(appeal, language=Language.NL, actor=world.auditor, now=NOW)
    assert (shown.sender, shown.text, shown.email, shown.state) == (None, None, None, Step.RECEIVED)
    assert SCHEME not in (shown.number or "")
