"""A decision is kept with the scheme version and the outcome of every rule that was applied, without personal data."""

import re

import msgspec
import pytest

from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import EvidenceChanged
from registry.dossiers.rules import EquivalentProof, EvidenceContent, Step
from registry.dossiers.schemas import Grant, Prepare, Refuse
from tests.registry import making
from tests.registry.dossiers.resting_on import content_of, receive
from tests.registry.making import NOW, TODAY

RULES = ["step-out-of-order", "same-person", "on-hold", "evidence-changed", "not-independent"]


async def test_a_grant_tells_what_each_rule_looked_at(database: None) -> None:
    """Who prepared and decided, on which evidence, by which look-back, from which day; no score and no name."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
    facts = (await reading.dossier(dossier)).taken[-1].facts
    outcomes = {each["rule"]: each for each in facts["rules"]}
    assert (facts["schemeVersion"], facts["edition"]) == (1, 2012)
    assert list(outcomes) == [*RULES, "already-certified"]
    assert all(each["met"] for each in outcomes.values())
    assert outcomes["same-person"]["clauses"] == ["9.4"]
    assert outcomes["same-person"]["facts"] == {
        "preparedBy": str(world.certifiers[0].person),
        "decidedBy": str(world.certifiers[1].person),
    }
    looked = outcomes["evidence-changed"]["facts"]
    assert (looked["evidence"], looked["number"], looked["passed"]) == (str(evidence), 1, ["GP"])
    assert looked["sha256"] == (await reading.evidence(evidence)).commitment.hex()
    assert outcomes["not-independent"]["facts"] == {"lookBackMonths": 24, "day": TODAY.isoformat()}
    assert outcomes["already-certified"]["facts"] == {"validFrom": TODAY.isoformat(), "renews": None}
    written = msgspec.json.encode(facts).decode()
    assert not re.search(r"\b700\b", written)
    assert "Elif" not in written


async def test_a_refusal_tells_the_same(database: None) -> None:
    """But for what only a certificate asks."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    refuse = Refuse(evidence=evidence, reason="Het onderdeel IM ontbreekt.")
    await dossiers.refuse(dossier, refuse, actor=world.certifiers[1], now=NOW)
    step = (await reading.dossier(dossier)).taken[-1]
    assert step.step is Step.REFUSED
    assert [each["rule"] for each in step.facts["rules"]] == RULES


async def test_what_one_scheme_granted_counts_for_no_other(database: None) -> None:
    """Evidence with a part that counts as passed by a route completes the dossiers of that scheme alone."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_)
    plain = await making.evidence(world, elif_)
    content = await content_of(plain)
    foreign = await receive(world, elif_, _with(content, "ander"))
    assert (await reading.dossier(dossier)).evidence == plain
    with pytest.raises(EvidenceChanged):
        await dossiers.prepare(dossier, Prepare(evidence=foreign), actor=world.certifiers[0], now=NOW)
    own = await receive(world, elif_, _with(content, making.SCHEME))
    assert (await reading.dossier(dossier)).evidence == own
    await dossiers.prepare(dossier, Prepare(evidence=own), actor=world.certifiers[0], now=NOW)
    await dossiers.grant(dossier, Grant(evidence=own), actor=world.certifiers[1], now=NOW)
    facts = (await reading.dossier(dossier)).taken[-1].facts
    looked = next(each["facts"] for each in facts["rules"] if each["rule"] == "evidence-changed")
    assert [each["part"] for each in looked["equivalents"]] == ["IM"]


async def test_evidence_without_equivalents_is_written_as_it_always_was(database: None) -> None:
    """So that its commitment is over the same fields."""
    world, elif_ = await making.world(), await making.candidate()
    content = await content_of(await making.evidence(world, elif_))
    assert "equivalents" not in msgspec.to_builtins(content)
    assert "equivalents" in msgspec.to_builtins(_with(content, "ander"))


def _with(content: EvidenceContent, scheme: str) -> EvidenceContent:
    proof = EquivalentProof(content.results[0].upload, "IM", scheme, "diploma", TODAY)
    return msgspec.structs.replace(content, equivalents=(proof,))
