"""An examiner with two records is one human being: what they taught under either keeps them from examining."""

from datetime import date
from uuid import uuid4

from exams.results import service as results
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.people import merging
from registry.people import service as people
from registry.people.schemas import MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import OPERATOR
from registry.transactions import transaction
from tests.exams.uploads.ground import AT, file_of, ground, row
from tests.registry import making

FIRST = "EA000101-45"


async def test_what_an_examiner_taught_under_another_record(database: None) -> None:
    """Told at the examiner's cell once the files are merged, and no longer once that is undone."""
    here = await ground()
    other = await making.person("Ruben", "Postma-Bos")
    numbers = []
    for person in (here.stage.persons["examiner-postma"], other):
        async with transaction() as connection:
            file = await people.open_file(person, connection=connection, actor=OPERATOR, now=AT)
        numbers.append(file.candidate_number)
    [taught] = await Adviser.select(Adviser.id).where(Adviser.candidate_number == FIRST)
    lessons = Reported(RelationKind.TAUGHT, other, taught["id"], date(2026, 7, 1), date(2026, 8, 31), origin=uuid4())
    async with transaction():
        await impartiality.report([lessons], now=AT)
    sent = here.sent(file_of([row(FIRST, "GP", "72")]))
    assert not (await results.send(sent, actor=here.actor, now=AT)).reading.faults
    merge = await merging.merge(MergeAdvisers(duplicate=numbers[1], counts_as=numbers[0]), actor=OPERATOR, now=AT)
    faults = (await results.send(sent, actor=here.actor, now=AT)).reading.faults
    assert [(fault.cell, fault.code) for fault in faults] == [("G2", "examiner-taught")]
    await merging.undo(merge, actor=OPERATOR, now=AT)
    assert not (await results.send(sent, actor=here.actor, now=AT)).reading.faults
