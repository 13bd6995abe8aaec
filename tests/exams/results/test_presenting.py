"""The preview as programs read it: everything that is in a file and that accepting it would do, and no list without end."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import msgspec

from exams.judging.headings import Field, UnknownHeading
from exams.judging.reading import Reading
from exams.judging.register import Outcome
from exams.results import presenting, workbooks
from exams.results import service as results
from exams.results.acceptance import Choices
from exams.results.consequences import Consequences
from exams.results.history import CorrectionReason
from exams.results.schemas import LONGEST_LIST, PreviewOut
from exams.results.service import Preview
from exams.results.tables import Upload
from exams.tracks.rules import Audience
from exams.tracks.service import Version
from registry.dossiers.resting import Resting
from registry.texts import Language, Text
from tests.exams.judging.registers import CANDIDATES, FIRST, PARTS, POSTMA, TODAY, a_register
from tests.exams.judging.rows_judged import a_row, judged, on_record
from tests.exams.uploads.ground import AT, RESITS_AT, file_of, ground, row, with_certificates

VERSION = Version(
    id=uuid4(),
    track=uuid4(),
    owner=uuid4(),
    code="traject",
    name=Text("Traject", "Track"),
    number=2,
    effective_from=TODAY,
    audience=Audience.ADVISER,
    parts=(),
)


def out(reading: Reading, *, consequences: Consequences | None = None, language: Language = Language.NL) -> PreviewOut:
    """A reading as it goes out."""
    upload = Upload(
        provider=uuid4(),
        track_version=VERSION.id,
        sha256=b"x" * 32,
        file_name="x.csv",
        size=1,
        uploaded_by=None,
        recorded_at=AT,
    )
    seen = Preview(
        upload=upload,
        version=VERSION,
        reading=reading,
        consequences=consequences or Consequences(),
        proposal=None,
        follows=None,
    )
    return presenting.preview(seen, language)


def test_faults_say_what_is_wrong_and_what_to_do():
    """Each with its sheet, cell and code, in the language asked for; the row may be set aside."""
    reading = judged(a_row(part="ET", score=75), a_row(number="EA000102-42", family="de Haan", given="Sietse"))
    seen = out(reading)
    [fault] = seen.faults
    assert (fault.sheet, fault.cell, fault.row, fault.code, fault.suggestion) == ("Blad1", "G2", 2, "score-range", "7,5")
    assert fault.problem == "Score 75 past niet bij Eindtoets NUP: het laagste is 0, het hoogste 10."
    assert fault.remedy == "Controleer de score."
    assert out(reading, language=Language.EN).faults[0].remedy == "Check the score."
    assert (seen.faulty_rows, seen.acceptable, seen.new) == ([2], False, 1)
    assert (seen.track, seen.version, seen.shortened, seen.work) == ("traject", 2, [], None)


def test_corrections_say_old_and_new():
    """Field by field, at its cell; scores with a point, days as 2026-09-07, people by name."""
    past = [on_record(day=date(2026, 9, 6), score=405), on_record(part="IM", outcome=Outcome.FAILED, score=None)]
    changed = a_row(examiner="K. Willems")
    moved = a_row(part="IM", score="afwezig", outcome=None, day=date(2026, 6, 1), invigilator="T. de Boer")
    seen = out(judged(changed, moved, register=a_register(past=past)))
    first, second = seen.corrected
    assert (first.row, first.candidate_number, first.part, first.attempt) == (2, FIRST, "GP", 1)
    assert [(each.field, each.cell, each.old, each.new) for each in first.changes] == [
        (Field.HELD_ON, "E2", "2026-09-06", "2026-09-07"),
        (Field.SCORE, "G2", "40.5", "72"),
        (Field.OUTCOME, "H2", "failed", "passed"),
        (Field.EXAMINER, "I2", "R. Postma", "K. Willems"),
    ]
    assert [(each.field, each.old, each.new) for each in second.changes] == [(Field.OUTCOME, "failed", "absent")]
    assert seen.corrections == 2


def test_sittings_proposed_have_their_key():
    """Under which a place is asked for."""
    [sitting] = out(judged(a_row())).sittings
    assert sitting.key == f"GP|2026-09-07|{POSTMA.person_id}"
    assert (sitting.part, sitting.held_on, sitting.results) == ("GP", date(2026, 9, 7), 1)
    assert (sitting.examiner, sitting.invigilators) == ("R. Postma", ["M. Groen"])


def test_effects_with_dossiers_and_certificates():
    """Who passes the track with which mean, whose dossier it completes, and which certificates come under review."""
    past = [on_record(day=date(2026, 9, 1), outcome=Outcome.PASSED, part=code, score=600) for code in PARTS if code != "GP"]
    past = [replace(each, score=60) if each.part_code == "ET" else each for each in past]
    reading = judged(a_row(), register=a_register(past=past))
    adviser = CANDIDATES[FIRST].adviser_id
    resting = (Resting(uuid4(), "CA12345678-90", adviser, frozenset()), Resting(uuid4(), "CA22345678-90", uuid4(), frozenset()))
    seen = out(reading, consequences=Consequences((adviser,), resting))
    [effect] = seen.effects
    assert (effect.candidate_number, effect.name, effect.newly_passed) == (FIRST, "Johanna van der Meer", ["GP"])
    assert (effect.passes_track, effect.completes_dossier, effect.mean) == (True, True, Decimal("62.4"))
    assert [(each.certificate, each.candidate_number) for each in seen.reviews] == [
        ("CA12345678-90", FIRST),
        ("CA22345678-90", None),
    ]
    assert (seen.second_person, seen.totals.passing, seen.totals.dossiers, seen.totals.reviews) == (True, 1, 1, 2)


def test_no_list_is_without_end():
    """Of long lists the first thousand are here, and it says which and how many there are."""
    reading = judged(*[a_row(score="?", day="2-2")] * 700, *[[None, "let op"] + [None] * 9] * 1001)
    seen = out(reading)
    assert (len(seen.faults), seen.totals.faults) == (LONGEST_LIST, len(reading.faults))
    assert seen.totals.faults >= 1400
    assert (len(seen.skipped), seen.totals.skipped) == (LONGEST_LIST, 1001)
    assert (len(seen.faulty_rows), seen.totals.faulty_rows) == (700, 700)
    assert seen.shortened == ["faults", "skipped"]


def test_every_list_is_bounded_and_counted():
    """Each list of the preview, shorter or longer than a thousand, is told when it is cut."""
    whole = judged(a_row())
    many = LONGEST_LIST + 1
    past = [on_record(day=date(2026, 9, 7))]
    one = judged(a_row(score="?"), a_row(), [None, "x"] + [None] * 9, register=a_register(past=past))
    headed = judged(a_row(), hidden_columns=("K",)).notices[0]
    corrected = judged(a_row(), register=a_register(past=past)).rows[0]
    reading = replace(
        whole,
        rows=(corrected,) * many,
        faults=tuple(replace(one.faults[0], row=row) for row in range(2, many + 2)),
        notices=(headed,) * many,
        skipped=one.skipped * many,
        sittings=whole.sittings * many,
        effects=whole.effects * many,
        unknown_headings=(UnknownHeading("kop", "L1", None),) * many,
    )
    resting = (Resting(uuid4(), "CA12345678-90", uuid4(), frozenset()),) * many
    seen = msgspec.to_builtins(out(reading, consequences=Consequences((), resting)))
    lists = {name for name, value in seen.items() if isinstance(value, list) and name != "shortened"}
    assert set(seen["shortened"]) == lists
    assert {len(seen[name]) for name in lists} == {LONGEST_LIST}
    assert all(seen["totals"].get(name, seen["corrections"]) == many for name in lists)


async def test_a_marked_workbook_that_came_back(database: None) -> None:
    """It names the upload whose workbook it was."""
    here = await ground()
    faulty = await results.send(here.sent(file_of([row(FIRST, "GP", "?")])), actor=here.actor, now=AT)
    content = await workbooks.marked(faulty.upload.id, language=Language.NL, actor=here.actor, now=AT)
    again = presenting.preview(await results.send(here.sent(content, "terug.xlsx"), actor=here.actor, now=AT), Language.NL)
    assert again.follows is not None
    assert (again.follows.id, again.follows.file_name) == (faulty.upload.id, "uitslagen.csv")
    assert presenting.preview(faulty, Language.NL).follows is None


async def test_what_waits_for_a_second_person(database: None) -> None:
    """The preview names who proposed it, when, and who may confirm it."""
    here = await with_certificates()
    seen = await results.send(here.sent(file_of([row(FIRST, "GP", "80")])), actor=here.actor, now=RESITS_AT)
    choices = Choices(reason=CorrectionReason.TYPING_ERROR)
    await results.accept(seen.upload.id, choices, actor=here.actor, now=RESITS_AT)
    waiting = presenting.preview(await results.preview(seen.upload.id, actor=here.colleague, now=RESITS_AT), Language.NL)
    assert waiting.proposal is not None
    assert (waiting.proposal.at, waiting.proposal.may_confirm) == (RESITS_AT, ["Cor Öztürk"])
    assert (waiting.second_person, [each.candidate_number for each in waiting.reviews]) == (True, [FIRST])
