"""A list of intakes completed elsewhere is read whole, each fault told at its cell, and taken over whole or not at all."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from exams.spreadsheets.sheet import Row, Sheet
from exams.takeovers import intake_files
from exams.takeovers.intake_files import SentIntakes
from exams.takeovers.intake_headings import INTAKE_HEADINGS, INTAKE_TITLES, IntakeField
from exams.takeovers.intake_rows import IntakeReading, read_intakes
from exams.takeovers.template import intake_template
from registry.accounts.tables import Account
from registry.errors import NotAllowed
from registry.intakes import service as intakes
from registry.intakes.schemas import IntakeList
from registry.intakes.tables import Intake
from registry.texts import Language
from tests.conftest import Clock
from tests.registry.dossiers.signing_in import browser
from tests.registry.intakes import planned
from tests.registry.making import NEIGHBOUR, NOW, OWN, PROGRAMME, World

TITLES = [INTAKE_TITLES[each].nl for each in IntakeField]
OF = IntakeList(programme=PROGRAMME, reason="Uit de administratie van het vorige programma.")
GOOD = ["Eigenwaard", None, "{coordinator}", "1-11-2026", "OUD-12", "20", "7,25", None, "De gemeente leidt."]


def row(**other: Any) -> list[Any]:
    """A proper row, but for what is said otherwise."""
    return [other.get(field.value, value) for field, value in zip(IntakeField, GOOD, strict=True)]


def told(found: IntakeReading) -> list[tuple[str, str]]:
    """What is wrong at which cell."""
    return [(each.cell, each.code) for each in found.faults]


def read(*rows: Sequence[Any]) -> IntakeReading:
    """The rows as they are read below the headings."""
    whole = [TITLES, *rows]
    return read_intakes(Sheet("Blad1", len(TITLES), tuple(Row(number, tuple(each)) for number, each in enumerate(whole, 1))))


async def sent(world: World, *rows: Sequence[Any]) -> SentIntakes:
    """The rows in a workbook, with the e-mail address of the coordinator."""
    account = await Account.select(Account.email).where(Account.id == world.coordinator.account).first()
    assert account is not None
    book = Workbook()
    for each in (TITLES, *rows):
        book.worksheets[0].append([account["email"] if cell == "{coordinator}" else cell for cell in each])
    out = BytesIO()
    book.save(out)
    return SentIntakes(OF, "intakes.xlsx", out.getvalue())


def test_a_row_is_read_as_people_write_it() -> None:
    """Days with a comma or as a number, codes in any order; used days may be left out."""
    first, second = read(row(), row(days=12.5, used=None, members="gm0001; GM0002", reference=14.0)).lines
    assert (str(first.days), str(first.used), first.held_on.isoformat()) == ("20", "7.25", "2026-11-01")
    assert (str(second.days), str(second.used), second.members, second.reference) == ("12.5", "0", ("GM0001", "GM0002"), "14")


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"holder": None}, ("A2", "missing")),
        ({"members": "Utrecht"}, ("B2", "members-form")),
        ({"held_on": "gisteren"}, ("D2", "day-form")),
        ({"reference": "x" * 61}, ("E2", "too-long")),
        ({"days": "NaN"}, ("F2", "days-form")),
        ({"days": True}, ("F2", "days-form")),
        ({"days": -1.0}, ("F2", "days-form")),
        ({"days": "1e3"}, ("F2", "days-form")),
        ({"used": 1e300}, ("G2", "days-form")),
    ],
)
def test_what_cannot_be_read(other: dict[str, Any], fault: tuple[str, str]) -> None:
    """Each fault stands at its cell, and the row is kept out."""
    found = read(row(**other))
    assert (told(found), found.lines) == ([fault], [])


async def test_every_fault_at_its_cell(database: None) -> None:
    """What the registry says of a row stands at the cell that it is about; looked at or taken over, nothing stays."""
    world = await planned.a_world()
    admin = await planned.admin(world)
    rows = (
        row(),
        row(),
        row(holder="Nergenshuizen", coordinator="niemand@voorbeeld.nl"),
        row(reference="OUD-13", days="20,25", used=None),
        row(reference="OUD-14", days="2,1"),
        row(reference="OUD-15", used="20,25"),
        row(reference="OUD-16", held_on="1-1-2030", used=None),
        row(reference="OUD-17", members="GM0002"),
        row(reference="OUD-18", members="GM9999"),
    )
    cells = ["E3", "A4", "C4", "F5", "F6", "G7", "D8", "B9", "B10"]
    for act in (intake_files.preview, intake_files.take_over):
        found = await act(await sent(world, *rows), actor=admin, now=NOW)
        assert [cell for cell, _ in told(found)] == cells
    [own] = [each for each in found.faults if each.cell == "F5"]
    assert own.what(Language.NL).startswith("Het dagenbeleid staat 40 dagen toe")
    assert await Intake.count() == 0
    found = await intake_files.take_over(await sent(world, row(), row(days="NaN", reference="OUD-13")), actor=admin, now=NOW)
    assert (told(found), await Intake.count()) == ([("F3", "days-form")], 0)


async def test_a_list_is_taken_over(database: None) -> None:
    """Each municipality gets its opening balance; a partnership without codes for all its members; and the list once."""
    world = await planned.a_world()
    partnership = await planned.partnership(world)
    admin = await planned.admin(world)
    name = (await intakes.known_on(NOW.date(), actor=admin)).holders
    [joint] = [word for word, holder in name.items() if holder.organisation == partnership]
    list_of = await sent(world, row(), row(holder=joint.upper(), used=None), row(holder=NEIGHBOUR))
    assert (await intake_files.preview(list_of, actor=admin, now=NOW)).faults == []
    assert await Intake.count() == 0
    assert (await intake_files.take_over(list_of, actor=admin, now=NOW)).faults == []
    shown = {each.holder: each for each in await intakes.listed(actor=admin, now=NOW)}
    assert {each.code for each in shown[partnership].members} == {OWN, NEIGHBOUR}
    detail = await intakes.detail(shown[world.organisations[OWN]].id, actor=admin, now=NOW)
    assert detail.proposition is not None
    assert await planned.sides(detail.proposition.shares[0].allotment) == {"granted": -80, "available": 51, "used": 29}
    again = await intake_files.take_over(list_of, actor=admin, now=NOW)
    assert [cell for cell, _ in told(again)] == ["E2", "E3", "E4"]
    with pytest.raises(NotAllowed):
        await intake_files.preview(list_of, actor=world.coordinator, now=NOW)


async def test_a_list_that_is_too_long(database: None) -> None:
    """It is told at the first row too many; nothing is taken over."""
    world = await planned.a_world()
    rows = [row(reference=f"OUD-{number}", days="0,25", used=None) for number in range(intake_files.MOST_INTAKES + 1)]
    found = await intake_files.take_over(await sent(world, *rows), actor=await planned.admin(world), now=NOW)
    assert ("A202", "intakes-too-many") in told(found)
    assert await Intake.count() == 0


def test_the_template_is_read_as_it_is_filled_in() -> None:
    """Its headings are those that are read."""
    sheet = load_workbook(BytesIO(intake_template())).worksheets[0]
    assert [INTAKE_HEADINGS.field_of(cell.value) for cell in sheet[1]] == [*IntakeField]


async def test_in_the_browser(client: httpx.AsyncClient, clock: Clock) -> None:
    """Looked at first, then taken over; a list with a fault shows it at its cell."""
    clock.now = NOW
    world = await planned.a_world()
    visitor = await browser(client, await planned.admin(world))
    own = "/intakes/overnemen/lijst"
    assert "Neem een lijst over" in await visitor.get("/intakes")
    page = await visitor.get(own)
    assert "Controleer de lijst" in page
    good, bad = await sent(world, row()), await sent(world, row(days="2,1"))
    fields = {"programme": PROGRAMME, "reason": OF.reason}
    assert "Kies het bestand" in await visitor.post(own, fields, expect=400)
    looked = await visitor.post(own, fields | {"act": "look"}, files={"file": ("i.xlsx", good.content)}, expect=200)
    assert "Er is nog niets overgenomen" in looked
    wrong = await visitor.post(own, fields | {"act": "take-over"}, files={"file": ("i.xlsx", bad.content)}, expect=400)
    assert ("F2" in wrong, "Vul hele, halve of kwart dagen in" in wrong) == (True, True)
    assert "Pas dit nog aan" in await visitor.post(own, fields, files={"file": ("i.xlsx", b"PK")}, expect=400)
    assert await Intake.count() == 0
    way = await visitor.post(own, fields | {"act": "take-over"}, files={"file": ("i.xlsx", good.content)})
    assert "De intakes zijn overgenomen" in await visitor.get(way)
    assert await Intake.count() == 1
    assert (await client.get(f"{own}/sjabloon")).content[:2] == b"PK"
    stranger = await browser(client, world.municipality)
    await stranger.get(own, expect=403)
