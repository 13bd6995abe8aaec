"""Rows that a rule forbids do not come in by SQL either: committed, on a registry at work."""

import asyncpg
import pytest

from tests.registry.by_hand import NEW_ID, Connection, copied, digest

OTHER_NUMBER = {**NEW_ID, "number": "'CA00000001-72'"}
RENEWED = {**OTHER_NUMBER, "valid_from": "valid_until + 1", "valid_until": "valid_until + 9"}


@pytest.mark.parametrize(
    ("table", "changes", "where", "constraint"),
    [
        pytest.param("certificate", OTHER_NUMBER, "true", "certificate_is_held_once", id="a second certificate"),
        pytest.param(
            "certificate",
            {**OTHER_NUMBER, "valid_from": "valid_until", "valid_until": "valid_until + 9"},
            "true",
            "certificate_is_held_once",
            id="one that begins on the last day of another",
        ),
        pytest.param("certificate", {**RENEWED, "number": "'CA1'"}, "true", "certificate_number_is_well_formed", id="a number"),
        pytest.param(
            "certificate", {**RENEWED, "snapshot": "snapshot || ' '"}, "true", "certificate_snapshot_holds", id="a snapshot"
        ),
        pytest.param(
            "certificate",
            {**RENEWED, "snapshot_hash": "sha256(snapshot_hash)"},
            "true",
            "certificate_snapshot_holds",
            id="a hash of something else",
        ),
        pytest.param(
            "certificate",
            {**RENEWED, "decided_by": "prepared_by"},
            "true",
            "certificate_takes_two_persons",
            id="one person's certificate",
        ),
        pytest.param("certificate_event", {}, "true", "certificate_is_granted_once", id="granted twice"),
        pytest.param(
            "certificate_event",
            {"kind": "'suspended'"},
            "true",
            "certificate_event_resolves_a_suspension",
            id="a suspension without an end in sight",
        ),
        pytest.param("certificate_event", {"kind": "'cancelled'"}, "true", "certificate_event_kind_is_known", id="unknown"),
        pytest.param(
            "personal_value", {"commitment": "sha256(commitment)"}, "true", "personal_value_commitment_holds", id="commitment"
        ),
        pytest.param("personal_value", {"salt": "'x'"}, "true", "personal_value_", id="a short salt"),
        pytest.param("personal_value", {"value": "value || ' '"}, "true", "personal_value_commitment_holds", id="a value"),
        pytest.param(
            "personal_value",
            {
                "commitment": "sha256(salt || convert_to(value || 'x', 'UTF8'))",
                "value": "value || 'x'",
                "person": "gen_random_uuid()",
            },
            "true",
            "personal_value_person_fkey",
            id="about nobody",
        ),
        pytest.param(
            "dossier_event",
            {"step": "'refused'", "certificate": "NULL"},
            "step = 'granted'",
            "dossier_is_decided_by_another",
            id="a decision after the decision",
        ),
        pytest.param(
            "dossier_event",
            {"step": "'abandoned'", "evidence": "NULL"},
            "step = 'prepared'",
            "dossier_is_decided_once",
            id="ended",
        ),
        pytest.param("dossier_event", {"evidence": "NULL"}, "step = 'prepared'", "dossier_event_names_its_evidence", id="bare"),
        pytest.param(
            "scheme_signature",
            {**NEW_ID, "party": "'body'"},
            "party = 'owner'",
            "scheme_signature_is_the_partys",
            id="the owner for the body",
        ),
        pytest.param(
            "scheme_signature",
            {**NEW_ID, "party": "'owner'"},
            "party = 'body'",
            "scheme_signature_is_the_partys",
            id="the body for the owner",
        ),
        pytest.param("scheme_signature", NEW_ID, "true", "scheme_signature_is_given_once", id="a second signature"),
        pytest.param("membership", NEW_ID, "role = 'certifier'", "membership_is_held_once", id="a role twice"),
        pytest.param(
            "membership",
            {**NEW_ID, "role": "'scheme-owner'"},
            "role = 'certifier'",
            "membership_roles_go_together",
            id="clashing roles",
        ),
        pytest.param(
            "membership",
            {**NEW_ID, "organisation": "NULL"},
            "role = 'certifier'",
            "membership_has_an_organisation",
            id="a role for nobody",
        ),
        pytest.param("organisation", NEW_ID, "kind = 'provider'", "organisation_name_per_kind", id="a provider's name"),
        pytest.param("result", {**NEW_ID, "content": "sha256(content)"}, "true", "result_is_recorded_once", id="a result"),
        pytest.param("upload", NEW_ID, "accepted_at IS NOT NULL", "upload_is_accepted_once", id="a file twice"),
        pytest.param("intake_event", {}, "step = 'completed'", "intake_event_happens_once", id="an intake twice"),
        pytest.param("evidence", {**NEW_ID, "content": "sha256(content)"}, "true", "evidence_number_is_unique", id="evidence"),
        pytest.param(
            "adviser", {**NEW_ID, "candidate_number": "'EA000101-45'"}, "true", "adviser_", id="a second file of one person"
        ),
        pytest.param("account", {**NEW_ID, "email": "'X@x.nl'", "person": "person"}, "true", "account_", id="capitals"),
    ],
)
async def test_what_is_refused(
    connection: Connection, table: str, changes: dict[str, str], where: str, constraint: str
) -> None:
    """A row that a rule forbids does not come in by SQL either, and the constraint's name says which rule."""
    before = await digest(connection, table)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copied(connection, table, changes, where)
    assert (refused.value.constraint_name or "").startswith(constraint)
    assert await digest(connection, table) == before


async def test_a_renewal_from_the_day_after_comes_in(connection: Connection) -> None:
    """The refusal of a second certificate is no refusal of what follows on."""
    attempt = connection.transaction()
    await attempt.start()
    assert await copied(connection, "certificate", RENEWED) == "INSERT 0 1"
    await attempt.rollback()


async def test_a_second_open_dossier(connection: Connection) -> None:
    """While an application is open there is no other of this adviser for this scheme; after the decision there is."""
    attempt = connection.transaction()
    await attempt.start()
    assert await copied(connection, "dossier", NEW_ID) == "INSERT 0 1"
    with pytest.raises(asyncpg.UniqueViolationError, match="open application"):
        await connection.execute(
            "INSERT INTO dossier SELECT gen_random_uuid(), adviser, scheme, recorded_at FROM dossier AS open "
            "WHERE NOT EXISTS (SELECT 1 FROM dossier_event WHERE dossier = open.id)"
        )
    await attempt.rollback()


OPENED = """
    INSERT INTO dossier SELECT gen_random_uuid(), adviser, scheme, now() FROM dossier LIMIT 1
    RETURNING id, (SELECT id FROM evidence WHERE evidence.adviser = dossier.adviser LIMIT 1) AS evidence
"""
STEP = "INSERT INTO dossier_event (dossier, step, account, evidence, facts, recorded_at) VALUES ($1, $2, $3, $4, '{}', now())"


@pytest.mark.parametrize(
    ("before", "decider", "evidence", "allowed"),
    [
        pytest.param("prepared", "other", "same", True, id="by another, on the same evidence"),
        pytest.param("prepared", "one", "same", False, id="by whoever prepared"),
        pytest.param("prepared", "other", "different", False, id="on other evidence"),
        pytest.param("completed", "other", "same", False, id="on what nobody prepared"),
        pytest.param(None, "other", "same", False, id="on nothing at all"),
    ],
)
@pytest.mark.parametrize("step", ["refused", "granted"])
async def test_a_lone_decision(
    connection: Connection, step: str, before: str | None, decider: str, evidence: str, *, allowed: bool
) -> None:
    """A decision follows its preparation by another person, on the same evidence, or does not come in."""
    accounts = await connection.fetch("SELECT account FROM membership WHERE role = 'certifier' LIMIT 2")
    one, other = [row["account"] for row in accounts]
    attempt = connection.transaction()
    await attempt.start()
    dossier, kept = await connection.fetchrow(OPENED)
    if before is not None:
        await connection.execute(STEP, dossier, before, one, kept)
    if evidence == "different":
        kept = await connection.fetchval("SELECT id FROM evidence WHERE id <> $1 LIMIT 1", kept)
    decision = connection.execute(STEP, dossier, step, one if decider == "one" else other, kept)
    if allowed and step == "refused":
        await decision
    else:
        with pytest.raises(asyncpg.CheckViolationError, match="dossier_event_grants" if allowed else "another person"):
            await decision
    await attempt.rollback()
