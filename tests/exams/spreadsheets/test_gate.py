"""Hostile, broken and mistaken files are refused by name, before or instead of being read."""

import pytest

from exams.spreadsheets import errors
from exams.spreadsheets.spreadsheet import read_spreadsheet
from registry.texts import Language
from tests.exams.judging.registers import SAMPLES
from tests.exams.spreadsheets.hostile import REFUSED
from tests.exams.spreadsheets.other_files import OTHER_KINDS


@pytest.mark.parametrize(("name", "make", "refusal"), [*REFUSED, *OTHER_KINDS])
def test_refused(name, make, refusal):
    """Whatever is wrong with a file as a whole has a name, and says in both languages what it is and what to do."""
    content = make()
    with pytest.raises(refusal) as caught:
        read_spreadsheet(content, filename=name)
    assert type(caught.value) is refusal
    for language in Language:
        assert len(caught.value.say(language).split(". ")) > 1


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_byte_flipped_is_a_sheet_or_a_refusal(sample):
    """A file that was damaged on its way is refused or read, and never an error of ours."""
    content = sample.read_bytes()
    for at in range(0, len(content), max(len(content) // 60, 1)):
        damaged = content[:at] + bytes([content[at] ^ 0x41]) + content[at + 1 :]
        try:
            read_spreadsheet(damaged, filename=sample.name)
        except errors.UploadRefused:
            continue
