"""A list of certificates issued elsewhere: one certifier prepares, another decides, all of it or nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest

from public_list.listing import service as public_list
from public_list.listing.rules import Wanted
from registry.accounts import service as accounts
from registry.accounts.schemas import GrantRole
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates import service as certificates
from registry.certificates.rules import EventKind, Status
from registry.certificates.snapshot import TakenOver
from registry.days import ALL_ON_RECORD
from registry.dossiers import holds
from registry.errors import NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.people import duplicates
from registry.people import service as people
from registry.people.schemas import RecordEmployment
from registry.permissions import OPERATOR, Actor, Role
from registry.rechecking import service as rechecking
from registry.takeovers import presenting, service
from registry.takeovers.errors import (
    HoldersUndecided,
    OwnTakeover,
    PreparedByAnother,
    TakenOverBefore,
    TakeoverEnded,
    TakeoverErased,
    TakeoverFaulty,
    TooManyRows,
)
from registry.takeovers.rules import Ending, Line
from registry.takeovers.tables import TakeoverRow
from registry.texts import Language
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import NOW, TODAY, World
from tests.registry.takeovers.lists import JAN, THEIRS, about, line, prepared, read

pytestmark = pytest.mark.usefixtures("database")


async def values() -> list[object]:
    """What the rows of all lists still hold."""
    return [row["values"] for row in await TakeoverRow.select(TakeoverRow.values)]


async def test_two_certifiers_take_a_list_over() -> None:
    """Who is known keeps their number, who is new gets one; each certificate says where it comes from, and its days."""
    standing = await making.world()
    known = await making.candidate()
    takeover = await prepared(standing.certifiers[0], JAN, await about(known))
    assert await service.decide(takeover, actor=standing.certifiers[1], now=NOW) == 2
    [issued] = await certificates.of_advisers([known.adviser])
    origin = TakenOver("Keurmerk Oost", "KO-2", "Informatieadviseur", THEIRS.source)
    assert issued.snapshot.taken_over == origin
    assert (issued.timeline.valid_from, issued.timeline.valid_until) == (date(2025, 3, 1), date(2028, 2, 29))
    assert issued.status_on(TODAY, ALL_ON_RECORD) is Status.VALID
    assert issued.snapshot.issued_on == TODAY
    assert len((await duplicates.everyone()).files) == 2
    assert await values() == [None, None]
    assert (await rechecking.recheck({})).differences == ()
    shown = await presenting.detail(takeover, language=Language.NL, actor=standing.auditor, now=NOW)
    assert shown.ending is Ending.DECIDED
    assert all(row.certificate and row.name is None for row in shown.rows)
    actions = [row["action"] for row in await AuditEntry.select(AuditEntry.action).where(AuditEntry.subject == str(takeover))]
    assert actions == [Action.TAKEOVER_PREPARED.value, Action.TAKEOVER_ENDED.value]


async def test_everyone_sees_that_it_was_taken_over() -> None:
    """On the list and at the check of its number: from which body."""
    standing = await making.world()
    known = await making.candidate()
    takeover = await prepared(standing.certifiers[0], await about(known))
    await service.decide(takeover, actor=standing.certifiers[1], now=NOW)
    [issued] = await certificates.of_advisers([known.adviser])
    assert (await public_list.check(issued.number, day=None, now=NOW)).taken_over_from == "Keurmerk Oost"
    [entry] = (await public_list.search(Wanted(), now=NOW)).entries
    assert entry.taken_over_from == "Keurmerk Oost"
    own = await making.certified(standing, await making.candidate("Jan"))
    assert (await public_list.check(own.number, day=None, now=NOW)).taken_over_from is None


async def test_who_prepared_does_not_decide() -> None:
    """Nor decline; and only they take it back."""
    standing = await making.world()
    first, second, _ = standing.certifiers
    takeover = await prepared(first, JAN)
    for act in (service.decide, service.decline):
        with pytest.raises(OwnTakeover):
            await act(takeover, actor=first, now=NOW)
    with pytest.raises(PreparedByAnother):
        await service.take_back(takeover, actor=second, now=NOW)
    with pytest.raises(PreparedByAnother):
        await service.confirm(takeover, [2], actor=second, now=NOW)
    await service.take_back(takeover, actor=first, now=NOW)
    assert await values() == [None]
    with pytest.raises(TakeoverEnded):
        await service.decide(takeover, actor=second, now=NOW)


async def test_the_database_asks_for_two_persons() -> None:
    """Whatever the code does."""
    standing = await making.world()
    takeover = await prepared(standing.certifiers[0], JAN)
    with pytest.raises(asyncpg.CheckViolationError, match="another person"):
        async with transaction() as connection:
            await connection.execute(
                "UPDATE takeover SET ending = 'decided', ended_by = prepared_by, ended_at = now() WHERE id = $1", takeover
            )
    with pytest.raises(asyncpg.RestrictViolationError):
        async with transaction() as connection:
            await connection.execute("UPDATE takeover_row SET row = 9")


@pytest.mark.parametrize("act", ["prepare", "decide", "decline", "take_back", "confirm"])
async def test_only_people_who_certify_for_the_body(act: str) -> None:
    """Programs, other roles and other bodies are refused on every path."""
    standing = await making.world()
    takeover = await prepared(standing.certifiers[0], JAN)
    acts: dict[str, Callable[[Actor], Awaitable[object]]] = {
        "prepare": lambda actor: service.prepare(THEIRS, read(line(given_name="Piet")), actor=actor, now=NOW),
        "decide": lambda actor: service.decide(takeover, actor=actor, now=NOW),
        "decline": lambda actor: service.decline(takeover, actor=actor, now=NOW),
        "take_back": lambda actor: service.take_back(takeover, actor=actor, now=NOW),
        "confirm": lambda actor: service.confirm(takeover, [2], actor=actor, now=NOW),
    }
    program = replace(standing.certifiers[1], api_key=takeover)
    for actor in (program, standing.owner, standing.provider, standing.auditor, OPERATOR):
        with pytest.raises(NotAllowed):
            await acts[act](actor)
    body = await making.organisation(Kind.CERTIFICATION_BODY, "De andere")
    stranger = await making.account(await making.person("Sven", "Anders"), Role.CERTIFIER, body)
    with pytest.raises(NotFound):
        await acts[act](stranger)
    assert await presenting.listed(stranger) == []


async def about_colleague(standing: World, employer: UUID) -> Line:
    """A row about somebody who works where the third certifier works."""
    known = await making.candidate()
    command = RecordEmployment(employer=employer, valid_from=TODAY - timedelta(days=30))
    for person in (known.person, standing.certifiers[2].person):
        assert person is not None
        await people.record_employment(person, command, actor=OPERATOR, now=NOW)
    return await about(known)


async def test_who_is_close_to_a_holder_neither_prepares_nor_decides() -> None:
    """One rule for every path: here two who work at one place."""
    standing = await making.world()
    row = await about_colleague(standing, standing.organisations["operator"])
    with pytest.raises(TakeoverFaulty) as refused:
        await prepared(standing.certifiers[2], row)
    assert refused.value.facts["wrong"] == "holder-close"
    takeover = await prepared(standing.certifiers[0], row)
    with pytest.raises(TakeoverFaulty):
        await service.decide(takeover, actor=standing.certifiers[2], now=NOW)
    await service.decide(takeover, actor=standing.certifiers[1], now=NOW)


async def test_who_stated_no_conflicts_judges_no_list() -> None:
    """Also when every holder is new: without a statement in force nobody judges anyone."""
    standing = await making.world()
    made = await making.account(await making.person("Nina", "Nieuw"), None)
    assert made.account is not None
    role = GrantRole(role=Role.CERTIFIER, organisation=standing.organisations["certification-body"])
    await accounts.grant(made.account, role, actor=OPERATOR, now=NOW)
    await making.set_up_second_factor(made.account)
    nina = await accounts.actor_of(made.account)
    takeover = await prepared(standing.certifiers[0], JAN)
    for act in (prepared(nina, JAN), service.decide(takeover, actor=nina, now=NOW)):
        with pytest.raises(TakeoverFaulty) as refused:
            await act
        assert refused.value.facts["wrong"] == "holder-close"


async def test_nobody_takes_over_their_own() -> None:
    """Neither by the number of their file, nor by leaving it out."""
    standing = await making.world()
    me = standing.certifiers[2]
    assert me.person is not None
    own = line(given_name="Carla", family_name="Visser")
    takeover = await prepared(standing.certifiers[0], own)
    for act in (service.prepare(THEIRS, read(own), actor=me, now=NOW), service.decide(takeover, actor=me, now=NOW)):
        with pytest.raises(TakeoverFaulty) as refused:
            await act
        assert refused.value.facts["wrong"] == "holder-is-you"
    async with transaction() as connection:
        file = await people.open_file(me.person, connection=connection, actor=OPERATOR, now=NOW)
    with pytest.raises(TakeoverFaulty) as refused:
        await prepared(me, line(number=file.candidate_number, given_name="Carla", family_name="Visser", certificate="KO-7"))
    assert refused.value.facts["wrong"] == "holder-close"


async def test_what_changed_since_it_was_prepared_is_looked_at_again() -> None:
    """Who was certified meanwhile stops the whole list: nothing of it is taken over."""
    standing = await making.world()
    known = await making.candidate()
    takeover = await prepared(standing.certifiers[0], JAN, await about(known))
    await making.certified(standing, known)
    with pytest.raises(TakeoverFaulty) as refused:
        await service.decide(takeover, actor=standing.certifiers[1], now=NOW)
    assert (refused.value.facts["rows"], refused.value.facts["wrong"]) == ([3], "holder-certified")
    assert len((await duplicates.everyone()).files) == 1


async def test_who_is_on_hold_is_not_taken_over() -> None:
    """A hold is about a person and a scheme, whichever way a certificate would come."""
    standing = await making.world()
    known = await making.candidate()
    dossier = await making.admitted(standing, known)
    async with transaction():
        await holds.hold([dossier], cause=dossier, reason="Eerst uitzoeken.", actor=standing.certifiers[2], now=NOW)
    with pytest.raises(TakeoverFaulty) as refused:
        await prepared(standing.certifiers[0], await about(known))
    assert refused.value.facts["wrong"] == "holder-on-hold"


async def test_a_like_name_is_decided_by_a_person_first() -> None:
    """Who prepared says it is somebody else; whoever is registered since, is a doubt again."""
    standing = await making.world()
    first, second, _ = standing.certifiers
    await making.candidate("Jan", "Janssen")
    takeover = await prepared(first, JAN)
    with pytest.raises(HoldersUndecided) as refused:
        await service.decide(takeover, actor=second, now=NOW)
    assert refused.value.facts["rows"] == [2]
    shown = await presenting.detail(takeover, language=Language.NL, actor=first, now=NOW)
    assert [[each.name for each in row.alike] for row in shown.rows] == [["Jan Janssen"]]
    await service.confirm(takeover, [2], actor=first, now=NOW)
    await making.candidate("Jan", "Janssen")
    with pytest.raises(HoldersUndecided):
        await service.decide(takeover, actor=second, now=NOW)
    await service.confirm(takeover, [2], actor=first, now=NOW)
    assert await service.decide(takeover, actor=second, now=NOW) == 1
    assert len((await duplicates.everyone()).files) == 3


async def test_one_file_is_taken_over_once() -> None:
    """While it waits and after it was decided; one that was taken back may come again."""
    standing = await making.world()
    first, second, _ = standing.certifiers
    takeover = await prepared(first, JAN, digest=b"\x09" * 32)
    with pytest.raises(TakenOverBefore):
        await prepared(second, JAN, digest=b"\x09" * 32)
    await service.take_back(takeover, actor=first, now=NOW)
    again = await prepared(first, JAN, digest=b"\x09" * 32)
    await service.decide(again, actor=second, now=NOW)
    with pytest.raises(TakenOverBefore):
        await prepared(first, line(given_name="Piet", certificate="KO-9"), digest=b"\x09" * 32)


async def test_one_certificate_is_taken_over_once() -> None:
    """Also from another list of the same body; unless what was taken over is void."""
    standing = await making.world()
    first, second, _ = standing.certifiers
    await service.decide(await prepared(first, JAN), actor=second, now=NOW)
    other = line(given_name="Piet", certificate="ko 1")
    with pytest.raises(TakeoverFaulty) as refused:
        await prepared(first, other)
    assert refused.value.facts["wrong"] == "takeover-on-record"
    [row] = await fetch("SELECT id FROM certificate")
    await making.happens(row["id"], EventKind.VOIDED, JAN.first_day)
    await prepared(first, other)


async def test_a_list_has_so_many_rows_as_one_can_look_at() -> None:
    """A thousand, and no more."""
    standing = await making.world()
    many = [line(row=row, certificate=f"KO-{row}", given_name=f"Jan{row}") for row in range(2, 1003)]
    with pytest.raises(TooManyRows):
        await prepared(standing.certifiers[0], *many)


async def test_erasing_anyone_empties_lists_that_wait() -> None:
    """Who is named in a list only the file can tell: it is sent again."""
    standing = await making.world()
    first, second, _ = standing.certifiers
    takeover = await prepared(first, JAN)
    erased = await making.candidate()
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", erased.person, NOW)
    assert await values() == [None]
    with pytest.raises(TakeoverErased):
        await service.decide(takeover, actor=second, now=NOW)
    shown = await presenting.detail(takeover, language=Language.NL, actor=first, now=NOW)
    assert (shown.erased, shown.ready) == (True, False)
    await service.take_back(takeover, actor=first, now=NOW)


async def test_twenty_who_decide_at_once_take_it_over_once() -> None:
    """Rivals wait for the list; the first wins."""
    standing = await making.world()
    takeover = await prepared(standing.certifiers[0], JAN, await about(await making.candidate()))
    tries = [service.decide(takeover, actor=standing.certifiers[1 + place % 2], now=NOW) for place in range(20)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert [each for each in ended if not isinstance(each, BaseException)] == [2]
    assert {type(each) for each in ended if isinstance(each, BaseException)} == {TakeoverEnded}
    assert len(await fetch("SELECT 1 FROM certificate")) == 2


async def test_two_lists_of_one_holder_make_one_certificate() -> None:
    """Decided at the same moment by two certifiers each."""
    standing = await making.world()
    known = await making.candidate()
    lists = [await prepared(standing.certifiers[0], await about(known, certificate=f"KO-{place}")) for place in range(6)]
    ended = await asyncio.gather(
        *(service.decide(each, actor=standing.certifiers[1], now=NOW) for each in lists), return_exceptions=True
    )
    assert [each for each in ended if not isinstance(each, BaseException)] == [1]
    assert {type(each) for each in ended if isinstance(each, BaseException)} == {TakeoverFaulty}
    assert len(await certificates.of_advisers([known.adviser])) == 1
