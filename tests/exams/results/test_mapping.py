"""What a provider says of its own headings: remembered for its next file, until it changes its mind."""

import asyncio

import msgspec
import pytest

from exams.judging.headings import LONGEST_HEADING, Field
from exams.judging.reading import Standing
from exams.results import mapping
from exams.results import service as results
from exams.results.tables import HeadingMapping
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.texts import Language
from tests.exams.uploads.ground import AT, file_of, ground, row
from tests.registry import making

FIRST = "EA000101-45"


async def test_a_file_with_headings_of_its_own(database: None) -> None:
    """Unknown headings are told with what they may mean; once said, this file and the next are read by it."""
    here = await ground()
    content = file_of([row(FIRST, "GP", "72")]).replace(b"Score;", b"Behaald getal;").replace(b"Opmerking", b"Lokaal")
    seen = await results.send(here.sent(content), actor=here.actor, now=AT)
    assert [(each.heading, each.cell) for each in seen.reading.unknown_headings] == [("Behaald getal", "F1"), ("Lokaal", "I1")]
    assert {fault.code for fault in seen.reading.faults} == {"heading-unknown", "heading-missing"}
    choices = {"Behaald getal": Field.SCORE, "Lokaal": None}
    await mapping.remember(here.provider, choices, actor=here.actor, now=AT)
    for again in (
        await results.preview(seen.upload.id, actor=here.colleague, now=AT),
        await results.send(here.sent(content + b"\r\n"), actor=here.colleague, now=AT),
    ):
        assert not again.reading.faults
        assert not again.reading.unknown_headings
        assert [each.score for each in again.reading.rows] == [720]
        assert again.count(Standing.NEW) == 1


async def test_what_is_remembered(database: None) -> None:
    """By heading, without case, accents, blanks and signs; said again it gives way, forgotten it is gone. All of it is told."""
    here = await ground()
    await mapping.remember(here.provider, {"Behaald  Getal:": Field.SCORE, "???": None}, actor=here.actor, now=AT)
    await mapping.remember(here.provider, {"BEHÁÁLD getal": Field.REMARK, "???": None}, actor=here.actor, now=AT)
    assert await mapping.mapping_of(here.provider) == {"???": None, "behaaldgetal": Field.REMARK}
    listed = await mapping.mappings_of(here.provider, actor=here.actor)
    assert [(each.heading, each.field) for each in listed] == [
        ("???", None),
        ("behaaldgetal", Field.REMARK),
    ]
    await mapping.forget(here.provider, "behaald getal", actor=here.actor, now=AT)
    assert await mapping.mapping_of(here.provider) == {"???": None}
    with pytest.raises(NotFound):
        await mapping.forget(here.provider, "behaald getal", actor=here.actor, now=AT)
    told = (
        await AuditEntry.select(AuditEntry.action, AuditEntry.facts)
        .where(AuditEntry.subject == here.provider)
        .order_by(AuditEntry.id)
    )
    acts = [each["action"] for each in told if each["action"].startswith("heading")]
    assert acts == [Action.HEADINGS_MAPPED, Action.HEADINGS_MAPPED, Action.HEADING_FORGOTTEN]
    assert '"old":"score"' in told[-2]["facts"].replace(" ", "")
    await mapping.remember(here.provider, {"???": None}, actor=here.actor, now=AT)
    assert await AuditEntry.count().where(AuditEntry.action == Action.HEADINGS_MAPPED.value) == 2


@pytest.mark.parametrize(
    "choices",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"": Field.SCORE}, id="an empty heading"),
        pytest.param({" \x00\u200b ": Field.SCORE}, id="a heading that nobody sees"),
        pytest.param({"x" * (LONGEST_HEADING + 1): Field.SCORE}, id="a heading too long"),
        pytest.param({f"kop {place}": None for place in range(201)}, id="more than there can be"),
        pytest.param({"goed": Field.SCORE, "": None}, id="one of two"),
    ],
)
async def test_what_is_no_heading(database: None, choices: dict[str, Field | None]) -> None:
    """It is refused, each with its words, and nothing is remembered."""
    here = await ground()
    with pytest.raises(Invalid) as refused:
        await mapping.remember(here.provider, choices, actor=here.actor, now=AT)
    assert all(fault.say(language) for fault in refused.value.faults for language in Language)
    assert await HeadingMapping.count() == 0


async def test_headings_are_the_providers_own(database: None) -> None:
    """Another provider sees nothing of them and changes nothing; an auditor sees and changes nothing."""
    here = await ground()
    await mapping.remember(here.provider, {"getal": Field.SCORE}, actor=here.actor, now=AT)
    other = await making.organisation(Kind.PROVIDER, "Een andere academie")
    stranger = await making.account(await making.person(), Role.PROVIDER, other)
    for act in (
        mapping.remember(here.provider, {"getal": None}, actor=stranger, now=AT),
        mapping.forget(here.provider, "getal", actor=stranger, now=AT),
        mapping.mappings_of(here.provider, actor=stranger),
    ):
        with pytest.raises(NotFound):
            await act
    auditor = await here.stage.actor("auditor")
    assert len(await mapping.mappings_of(here.provider, actor=auditor)) == 1
    with pytest.raises(NotAllowed):
        await mapping.forget(here.provider, "getal", actor=auditor, now=AT)
    assert await mapping.mapping_of(other) == {}
    assert await mapping.mapping_of(here.provider) == {"getal": Field.SCORE}


async def test_two_say_it_at_once(database: None) -> None:
    """One after the other: both are told, the last counts, and there is one row."""
    here = await ground()
    fields = [Field.SCORE, Field.REMARK, Field.OUTCOME, None]
    await asyncio.gather(*(mapping.remember(here.provider, {"getal": each}, actor=here.actor, now=AT) for each in fields))
    rows = (
        await AuditEntry.select(AuditEntry.facts)
        .where(AuditEntry.action == Action.HEADINGS_MAPPED.value)
        .order_by(AuditEntry.id)
    )
    told = [msgspec.json.decode(each["facts"])["headings"][0] for each in rows]
    assert len(told) == len(fields)
    assert [each["old"] for each in told] == [None, *(each["new"] for each in told[:-1])]
    assert await mapping.mapping_of(here.provider) == {"getal": told[-1]["new"]}
    assert await HeadingMapping.count() == 1
