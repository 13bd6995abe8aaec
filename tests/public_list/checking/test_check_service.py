"""Checking numbers on a real registry: a number that was issued is answered for ever, whatever became of it."""

from datetime import date, timedelta

import msgspec
import pytest

from exams.results.erasing import ResultFiles
from exams.spreadsheets.errors import FileTooLarge, UploadRefused
from public_list.checking import service
from public_list.checking.errors import Mistyped
from public_list.checking.numbers import Typed
from public_list.checking.rules import Outcome
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import EventKind, Status
from registry.erasure import service as erasure
from registry.erasure.schemas import ErasePerson
from registry.people import merging
from registry.people import service as people
from registry.people.schemas import ChangeConsent, MergeAdvisers
from registry.permissions import OPERATOR, Role
from registry.schemes.rules import Publication, Term
from registry.texts import Language
from tests.registry import making
from tests.registry.impartiality.test_declaring import number_of
from tests.registry.making import NOW, TODAY

LATER = NOW + timedelta(days=60)
UNKNOWN = "CA12345678-66"
ONE_DAY = timedelta(days=1)


async def test_a_typing_error_names_the_issued_number(database: None) -> None:
    """A wrong digit, swapped digits, a missing digit or missing letters lead to the number that was issued, and to no other."""
    world, elif_ = await making.world(), await making.candidate()
    issued = (await making.certified(world, elif_)).number
    bare = issued.replace("-", "")
    wrong = bare[:5] + str((int(bare[5]) + 1) % 10) + bare[6:]
    at = next(place for place in range(2, 11) if bare[place] != bare[place + 1])
    swapped = bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]
    for typed in (wrong, swapped, bare[:4] + bare[5:], bare[2:]):
        with pytest.raises(Mistyped) as refused:
            await service.check(typed, day=None, now=NOW)
        assert refused.value.suggestions == (issued,), typed
        [fault] = refused.value.faults
        assert fault.say(Language.NL).endswith(f"Bedoelt u {issued}?")
        assert "Öztürk" not in str(refused.value.facts) + fault.say(Language.NL)


async def test_a_number_that_was_never_issued(database: None) -> None:
    """Is unknown where its check digits are right; a mistyped one names nothing that does not exist."""
    with pytest.raises(UnknownCertificate):
        await service.check(UNKNOWN, day=None, now=NOW)
    with pytest.raises(Mistyped) as refused:
        await service.check("CA12345678-67", day=None, now=NOW)
    assert refused.value.suggestions == ()
    [fault] = refused.value.faults
    assert fault.say(Language.EN).endswith("Copy the number from the certificate again.")


async def test_a_candidate_number_says_what_it_is(database: None) -> None:
    """Whoever types the one for the other reads so."""
    with pytest.raises(Mistyped) as refused:
        await service.check("EA000101-45", day=None, now=NOW)
    assert "is a candidate number" in refused.value.faults[0].say(Language.EN)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (EventKind.SUSPENDED, Status.SUSPENDED),
        (EventKind.WITHDRAWN, Status.WITHDRAWN),
        (EventKind.VOIDED, Status.VOID),
        (EventKind.SUPERSEDED, Status.SUPERSEDED),
        (EventKind.REPLACED, Status.REPLACED),
    ],
)
async def test_whatever_happens_the_number_answers(database: None, kind: EventKind, status: Status) -> None:
    """Today and a century later, with the status of that day; and on the day before, where it was not void then already."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.happens(issued.id, kind, TODAY + ONE_DAY)
    for day, expected in (
        (TODAY + ONE_DAY, status),
        (TODAY, Status.VOID if status is Status.VOID else Status.VALID),
        (date(2126, 1, 1), Status.EXPIRED if status is Status.SUSPENDED else status),
    ):
        answer = await service.check(issued.number, day=day, now=LATER)
        assert (answer.number, answer.status, answer.valid_until) == (issued.number, expected, date(2029, 11, 19))
    [line] = await service.check_list([Typed(1, issued.number)], day=None, now=LATER)
    assert line.checked is not None
    assert line.checked.status is status


async def test_expired_is_not_void_and_not_unknown(database: None) -> None:
    """The last day is valid, the next is expired, and so is the last day that a date can be."""
    world, elif_ = await making.world(), await making.candidate()
    number = (await making.certified(world, elif_)).number
    days = [(date(2029, 11, 19), Status.VALID), (date(2029, 11, 20), Status.EXPIRED), (date.max, Status.EXPIRED)]
    for day, status in [*days, (date.min, Status.NOT_YET_VALID)]:
        assert (await service.check(number, day=day, now=NOW)).status is status


async def test_an_erased_person_leaves_a_number_that_answers(database: None) -> None:
    """Number, scheme, dates and status stay; the name goes, in a list too; and a typing error still finds the number."""
    world, elif_ = await making.world(), await making.candidate()
    issued = (await making.certified(world, elif_)).number
    assert (await service.check(issued, day=None, now=NOW)).name == "Elif Öztürk"
    admin = await making.account(await making.person("Bea", "Beheer"), Role.ADMIN, world.organisations["operator"])
    command = ErasePerson(confirmation=await number_of(elif_))
    await erasure.erase(elif_.person, command, ResultFiles(), actor=admin, now=LATER)
    for day in (None, TODAY, date(2028, 1, 1)):
        answer = await service.check(issued, day=day, now=LATER)
        assert (answer.number, answer.status, answer.name) == (issued, Status.VALID, None)
    [line] = await service.check_list([Typed(1, issued)], day=None, now=LATER)
    assert line.checked is not None
    assert line.checked.name is None
    with pytest.raises(Mistyped) as refused:
        await service.check(issued.removeprefix("CA"), day=None, now=LATER)
    assert refused.value.suggestions == (issued,)


async def test_merged_files_keep_both_numbers(database: None) -> None:
    """The certificate of a file that counts as another's answers as before, with the name as it was issued."""
    world, elif_, again = await making.world(), await making.candidate(), await making.candidate("Elif", "Yilmaz")
    issued = (await making.certified(world, again)).number
    merge = MergeAdvisers(duplicate=await number_of(again), counts_as=await number_of(elif_))
    await merging.merge(merge, actor=OPERATOR, now=NOW)
    answer = await service.check(issued, day=None, now=LATER)
    assert (answer.number, answer.status, answer.name) == (issued, Status.VALID, "Elif Yilmaz")


async def test_consent_taken_back_takes_the_name_back_for_every_day(database: None) -> None:
    """What may be published today goes for the past too; the status stays."""
    world, elif_ = await making.world(), await making.candidate()
    issued = (await making.certified(world, elif_)).number
    await people.change_consent(ChangeConsent(fields=[]), actor=elif_.actor, now=LATER)
    for day in (None, TODAY):
        answer = await service.check(issued, day=day, now=LATER)
        assert (answer.status, answer.name) == (Status.VALID, None)


async def test_past_its_term_the_name_goes_and_the_number_stays(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheme that names holders of withdrawn certificates for a month names them no longer, not for a past day either."""
    policy = Publication(named_on_check=("valid", "withdrawn"), terms=(Term("withdrawn", 1),))
    monkeypatch.setattr(making, "RULES", msgspec.structs.replace(making.RULES, publication=policy))
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.happens(issued.id, EventKind.WITHDRAWN, TODAY)
    within = await service.check(issued.number, day=None, now=NOW + 7 * ONE_DAY)
    assert (within.status, within.since, within.name) == (Status.WITHDRAWN, TODAY, "Elif Öztürk")
    for day in (None, TODAY - ONE_DAY, TODAY):
        past = await service.check(issued.number, day=day, now=LATER)
        assert (past.number, past.name) == (issued.number, None)
    [line] = await service.check_list([Typed(1, issued.number)], day=TODAY, now=LATER)
    assert line.checked is not None
    assert (line.checked.status, line.checked.name) == (Status.WITHDRAWN, None)


async def test_a_list_on_a_past_day(database: None) -> None:
    """Every line has the status of that day; what is unknown or no number stays so on any day."""
    world = await making.world()
    numbers = [(await making.certified(world, await making.candidate(f"Jan{place}", "Janssen"))).number for place in "ab"]
    typed = [Typed(row, text) for row, text in enumerate([*numbers, UNKNOWN, "x"], 1)]
    for day, status in ((None, Status.VALID), (TODAY - ONE_DAY, Status.NOT_YET_VALID), (date(2030, 1, 1), Status.EXPIRED)):
        lines = await service.check_list(typed, day=day, now=NOW)
        assert [line.checked.status for line in lines if line.checked] == [status, status]
        assert [line.outcome for line in lines[2:]] == [Outcome.UNKNOWN, Outcome.NO_NUMBER]


async def test_a_file_is_judged_at_the_gate() -> None:
    """What is too large, or no spreadsheet, is refused before it is opened."""
    with pytest.raises(FileTooLarge):
        await service.read_upload(b"x" * (service.FILE_BYTES + 1), filename="a.txt")
    with pytest.raises(UploadRefused):
        await service.read_upload(b"%PDF-1.7", filename="a.csv")
