"""The demo's swindle, through the services that people use: flagged by its second sitting, and the honest ones are not."""

import pytest

from config.demo import fraud
from config.demo.cast import CANDIDATES
from config.demo.stage import Stage, set_up
from exams.integrity import service as integrity
from exams.integrity.rules import Flag, Tally
from exams.integrity.tables import IntegrityCase
from exams.results.tables import Upload
from registry.accounts import passwords
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.people.tables import Adviser


@pytest.fixture
async def told(database: None) -> Stage:
    """The stage on which it is told."""
    stage = Stage(passwords.cheapest())
    await set_up(stage)
    await fraud.tell_of_fraud(stage)
    return stage


async def test_one_swindle_among_three_providers(told: Stage) -> None:
    """One case, about the provider whose ten failed while watched and passed five days later unwatched; certifiers see it."""
    [found] = await integrity.cases_for(await told.actor("certifier-a"))
    assert (found.provider_name, found.flag) == ("Snelpas Trainingen", Flag.FAILED_WATCHED_PASSED_UNWATCHED)
    assert (found.facts.others, found.facts.group) == (Tally(0, 10), Tally(10, 10))
    assert await IntegrityCase.count() == 1
    assert await Upload.count().where(Upload.accepted_at.is_not_null()) == 6
    assert await Adviser.count() == 3 * fraud.CANDIDATES != len(CANDIDATES)


async def test_its_second_sitting_flags_it(told: Stage) -> None:
    """The case is opened in the act that accepts the second file of that provider, and in no other."""
    rows = await AuditEntry.select(AuditEntry.action, AuditEntry.recorded_at, AuditEntry.account).where(
        AuditEntry.action == Action.INTEGRITY_CASE_OPENED.value
    )
    last = await Upload.select(Upload.accepted_at, Upload.accepted_by).order_by(Upload.accepted_at, ascending=False)
    assert [(row["recorded_at"], row["account"]) for row in rows] == [(last[0]["accepted_at"], told.accounts["school-snelpas"])]
