"""Each rule that was not kept is found by its name: a sound case in which one thing at a time is made otherwise."""

import copy
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any

import pytest

from registry.rechecking import derivation
from registry.rechecking.reading import Row, cases
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import SCHEME, TRACK

PARTS = {f"{TRACK} 1": {"GP": 550}}
STRANGER = "00000000-0000-0000-0000-0000000000aa"
LONG_AGO, EARLIER, LATER = "2020-01-01T00:00:00+00:00", "2026-11-01T00:00:00+00:00", "2026-12-01T00:00:00+00:00"


@pytest.fixture(scope="module")
async def sound(schema: None) -> AsyncIterator[Row]:
    """The case of a certificate that was granted as it should be, as JSON gives it back."""
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    [case] = await cases([issued.id], PARTS)
    yield json.loads(json.dumps(case))
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        names = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'"
        )
        await connection.execute(f"TRUNCATE {', '.join(row['tablename'] for row in names)} RESTART IDENTITY")


def rules(case: Row, **changes: object) -> Row:
    """Other rules in the scheme version, hashed as they should be."""
    content = json.loads(case["version"]["content"]) | changes
    case["version"]["content"] = json.dumps(content)
    case["version"]["contentSha256"] = derivation.sha256(derivation.canonical(content))
    return case


def snapshot(case: Row, **changes: object) -> Row:
    """Another snapshot, hashed as it should be."""
    written = derivation.canonical(json.loads(case["certificate"]["snapshot"]) | changes)
    case["certificate"] |= {"snapshot": written, "snapshotSha256": derivation.sha256(written)}
    return case


def content(case: Row, **changes: object) -> Row:
    """Other evidence, committed to, and with that digest wherever it is named."""
    before = case["certificate"]["evidence"]
    kept = case["values"].pop(before)
    value = json.dumps(json.loads(kept["value"]) | changes)
    after = hashlib.sha256(bytes.fromhex(kept["salt"]) + value.encode()).hexdigest()
    case["values"][after] = {"salt": kept["salt"], "value": value}
    case["certificate"]["evidence"] = case["evidences"][0]["sha256"] = after
    snapshot(case, evidence=after)
    return case


def result(case: Row, **changes: object) -> Row:
    """Another result in the evidence."""
    [first] = json.loads(case["values"][case["certificate"]["evidence"]]["value"])["results"]
    content(case, results=[first | changes])
    return case


def relation(case: Row, judge: str, **changes: object) -> Row:
    """Who prepared or decided had a relation with the holder."""
    case["relations"].append(
        {
            "kind": "taught",
            "person": case["certificate"][judge],
            "validFrom": "2025-01-01",
            "validTo": "2025-01-10",
            "origin": STRANGER,
            "insteadOf": None,
            "recordedAt": EARLIER,
        }
        | changes
    )
    return case


def employed(case: Row, *persons: str) -> Row:
    """These work for one employer."""
    of_one = {"employer": STRANGER, "validFrom": "2026-01-01", "validTo": None}
    case["employments"] += [of_one | {"person": person} for person in persons]
    return case


def other(case: Row, *events: tuple[str, str], first: str = "2026-01-01", last: str = "2028-12-31") -> Row:
    """The holder has another certificate of the scheme, issued before."""
    happened = [{"kind": kind, "effectiveOn": day, "recordedAt": EARLIER} for kind, day in (("granted", first), *events)]
    case["others"].append({"number": "CA1", "validFrom": first, "validUntil": last, "issuedAt": EARLIER, "events": happened})
    return case


def newer(case: Row, **changes: object) -> Row:
    """The holder has newer evidence."""
    case["evidences"].append(case["evidences"][0] | {"id": STRANGER, "number": 2, "recordedAt": EARLIER} | changes)
    return case


def held(case: Row, lifted: str | None) -> Row:
    """The dossier was held, and let go."""
    case["dossier"]["holds"].append({"setAt": EARLIER, "liftedAt": lifted})
    return case


def step(case: Row, name: str) -> Row:
    """The last step of that name."""
    found: Row = [each for each in case["dossier"]["steps"] if each["step"] == name][-1]
    return found


def staff(case: Row, ended: str | None) -> Row:
    """Who prepared has an account of the provider."""
    provider = json.loads(case["values"][case["certificate"]["evidence"]]["value"])["provider"]
    member = {"person": case["certificate"]["preparedBy"], "organisation": provider, "since": LONG_AGO, "endedAt": ended}
    case["memberships"].append(member)
    return case


def waived(case: Row, ground: str, until: str = "2027-01-01", granted: str = EARLIER) -> Row:
    """The ground was set aside for who decided."""
    person = case["certificate"]["decidedBy"]
    case["waivers"].append({"ground": ground, "person": person, "validUntil": until, "grantedAt": granted})
    return case


def person(case: Row, name: str) -> str:
    """Who that is."""
    found: str = case["holder"]["person"] if name == "holder" else case["certificate"][name]
    return found


def link(case: Row, written: str) -> Row:
    """An entry of the trail, sealed."""
    sealed = hashlib.sha256(bytes(32) + b"[1]").hexdigest()
    case["trail"] = [{"place": 1, "before": "00" * 32, "link": written, "digest": sealed}]
    return case


def another(case: Row, name: str) -> Row:
    """Somebody else took that step, who may judge as far as is known."""
    step(case, name)["person"] = STRANGER
    case["statements"].append(case["statements"][0] | {"person": STRANGER})
    return case


def decided(case: Row, **changes: object) -> Row:
    """Other facts with the decision."""
    granted = step(case, "granted")
    granted["facts"] = json.dumps(json.loads(granted["facts"]) | changes)
    return case


def equivalent(case: Row, scheme: str = SCHEME, **changes: object) -> Row:
    """A second part of the track, which the holder passed by an equivalent route."""
    case["parts"][f"{TRACK} 1"].update(AB=550)
    content(case, equivalents=[{"part": "AB", "request": STRANGER, "scheme": scheme, "route": "diploma"}])
    request = {"id": STRANGER, "track": TRACK, "part": "AB", "route": "diploma", "granted": True}
    persons = {name: case["certificate"][name] for name in ("preparedBy", "decidedBy")}
    case["equivalences"].append(request | persons | changes)
    return case


def decided_before_statements(case: Row) -> Row:
    """As decisions were stored when nobody stated their conflicts yet."""
    case["statements"].clear()
    step(case, "granted")["facts"] = json.dumps({"schemeVersion": case["version"]["number"]})
    return case


Change = Callable[[Row], Any]
BROKEN: dict[str, tuple[str, Change]] = {
    "the snapshot was edited": ("snapshot-hash", lambda c: c["certificate"].update(snapshotSha256="00" * 32)),
    "the rules were edited": ("version-hash", lambda c: c["version"].update(contentSha256="00" * 32)),
    "the name was exchanged": ("holder-hash", lambda c: c["values"][c["certificate"]["holder"]].update(value='{"given":"X"}')),
    "the evidence was exchanged": (
        "evidence-hash",
        lambda c: c["values"][c["certificate"]["evidence"]].update(salt="00" * 32),
    ),
    "an audit entry was edited": ("trail-hash", lambda c: link(c, "[2]")),
    "another number is on it": ("snapshot-fields", lambda c: snapshot(c, number="CA00000000-00")),
    "it was issued on another day": ("snapshot-fields", lambda c: snapshot(c, issuedOn="2026-11-19")),
    "its scope is wider": ("scope", lambda c: snapshot(c, scope=[{"code": "alles"}])),
    "its scope is nothing": ("scope", lambda c: snapshot(c, scope=[])),
    "its number was made up": (
        "number",
        lambda c: (c["certificate"].update(number="CA12345678-00"), snapshot(c, number="CA12345678-00")),
    ),
    "nobody of the body signed": ("version-in-force", lambda c: c["versions"][0]["signatures"].pop()),
    "it was signed afterwards": ("version-in-force", lambda c: c["versions"][0]["signatures"][0].update(signedAt=LATER)),
    "it was not in force yet": ("version-in-force", lambda c: c["versions"][0].update(effectiveFrom="2026-12-01")),
    "a newer version was in force": (
        "version-in-force",
        lambda c: c["versions"].append(c["versions"][0] | {"number": 2, "effectiveFrom": "2026-10-01"}),
    ),
    "it is valid for longer": ("period", lambda c: rules(c, validityMonths=35)),
    "it began before the decision": (
        "period",
        lambda c: (rules(c, validityMonths=36), c["certificate"].update(issuedAt=LATER), snapshot(c, issuedOn="2026-12-01")),
    ),
    "it began while its predecessor was valid": ("period", lambda c: c.update(predecessor={"validUntil": "2026-11-20"})),
    "no dossier led to it": ("origin", lambda c: c.update(dossier=None)),
    "others prepared than it names": ("two-persons", lambda c: another(c, "prepared")),
    "others decided than it names": ("two-persons", lambda c: another(c, "granted")),
    "one human being did both": (
        "two-persons",
        lambda c: c["persons"][person(c, "decidedBy")].append(person(c, "preparedBy")),
    ),
    "it was granted twice": ("granted-once", lambda c: c["events"].append(dict(c["events"][0]))),
    "it was suspended by one": (
        "two-persons",
        lambda c: c["events"].append(c["events"][0] | {"kind": "suspended", "preparedBy": c["events"][0]["decidedBy"]}),
    ),
    "it was withdrawn by nobody": (
        "two-persons",
        lambda c: c["events"].append(c["events"][0] | {"kind": "withdrawn", "preparedBy": None}),
    ),
    "nobody admitted the candidate": ("steps", lambda c: c["dossier"]["steps"].pop(1)),
    "it was granted and then returned": (
        "steps",
        lambda c: c["dossier"]["steps"].append({"step": "returned", "evidence": None}),
    ),
    "it was on hold": ("on-hold", lambda c: held(c, None)),
    "it was on hold till later": ("on-hold", lambda c: held(c, LATER)),
    "it was prepared on other evidence": ("evidence", lambda c: step(c, "prepared").update(evidence=STRANGER)),
    "it rests on other evidence than was judged": ("evidence", lambda c: c["evidences"][0].update(sha256="00" * 32)),
    "the evidence was withdrawn before": ("evidence", lambda c: c["evidences"][0].update(withdrawnAt=EARLIER)),
    "newer evidence was there": ("evidence", newer),
    "the scheme does not ask that track": ("evidence", lambda c: rules(c, trackCodes=["ander"])),
    "the decision names another version": ("decision", lambda c: decided(c, schemeVersion=2)),
    "a rule was not met": ("decision", lambda c: decided(c, rules=[{"rule": "on-hold", "met": False}])),
    "an equivalent route was never granted": ("results", lambda c: equivalent(c, granted=None)),
    "an equivalent route was refused": ("results", lambda c: equivalent(c, granted=False)),
    "an equivalent route was of another part": ("results", lambda c: equivalent(c, part="CD")),
    "an equivalent route was granted by one": ("two-persons", lambda c: equivalent(c, decidedBy=person(c, "preparedBy"))),
    "an equivalent route was of another scheme": ("evidence", lambda c: equivalent(c, "ander-schema")),
    "a part was failed": ("results", lambda c: result(c, score=549)),
    "a pass mark was lowered": ("results", lambda c: result(c, passMark=100)),
    "a part is missing": ("results", lambda c: c["parts"][f"{TRACK} 1"].update(AB=550)),
    "the preparer examined": ("independence", lambda c: result(c, examiner=person(c, "preparedBy"))),
    "the decider taught": ("independence", lambda c: result(c, trainers=[person(c, "decidedBy")])),
    "the decider is the holder": ("independence", lambda c: c["holder"]["persons"].append(person(c, "decidedBy"))),
    "the decider taught before": ("independence", lambda c: relation(c, "decidedBy")),
    "the preparer is family": ("independence", lambda c: relation(c, "preparedBy", kind="family", validTo=None)),
    "the relation lapsed today at last": ("independence", lambda c: relation(c, "decidedBy", validTo="2024-11-20")),
    "family, and teaching is waived": (
        "independence",
        lambda c: (relation(c, "decidedBy", kind="family", validTo=None), waived(c, "taught")),
    ),
    "a waiver that was over": (
        "independence",
        lambda c: (relation(c, "decidedBy", kind="other"), waived(c, "other", until="2026-11-19")),
    ),
    "a waiver that came later": (
        "independence",
        lambda c: (relation(c, "decidedBy", kind="other"), waived(c, "other", granted=LATER)),
    ),
    "a waiver for what no waiver exists": ("independence", lambda c: (relation(c, "decidedBy"), waived(c, "taught"))),
    "the preparer is the provider's": ("independence", lambda c: staff(c, None)),
    "the preparer had stated nothing": (
        "independence",
        lambda c: c.update(statements=[each for each in c["statements"] if each["person"] != person(c, "preparedBy")]),
    ),
    "the statement was over": ("independence", lambda c: c["statements"][0].update(validUntil="2026-11-19")),
    "the statement came later": ("independence", lambda c: c["statements"][0].update(recordedAt=LATER)),
    "the decider is a colleague": ("independence", lambda c: employed(c, person(c, "decidedBy"), person(c, "holder"))),
    "another certificate stood in the way": ("held-once", other),
    "another is suspended": ("held-once", lambda c: other(c, ("suspended", "2026-02-01"))),
    "another ends later": ("held-once", lambda c: other(c, ("withdrawn", "2026-12-01"))),
}
SOUND: dict[str, Change] = {
    "it was decided before there were statements": decided_before_statements,
    "as it is": lambda _: None,
    "the holder was erased": lambda c: c.update(values={}),
    "a hold was lifted": lambda c: held(c, EARLIER),
    "newer evidence came afterwards": lambda c: newer(c, recordedAt=LATER),
    "newer evidence was withdrawn": lambda c: newer(c, withdrawnAt=EARLIER),
    "newer evidence of another track": lambda c: newer(c, track="ander"),
    "the evidence was withdrawn afterwards": lambda c: c["evidences"][0].update(withdrawnAt=LATER),
    "the relation lapsed the day before": lambda c: relation(c, "decidedBy", validTo="2024-11-19"),
    "the relation was recorded afterwards": lambda c: relation(c, "decidedBy", recordedAt=LATER),
    "the relation turned out otherwise": lambda c: (
        relation(c, "decidedBy"),
        relation(c, "decidedBy", validTo="2020-01-01", origin="x", insteadOf=STRANGER),
    ),
    "another relation is waived": lambda c: (relation(c, "decidedBy", kind="other"), waived(c, "other")),
    "the preparer was the provider's": lambda c: staff(c, EARLIER),
    "colleagues of each other": lambda c: employed(c, person(c, "decidedBy"), person(c, "preparedBy")),
    "another was void": lambda c: other(c, ("voided", "2026-01-01")),
    "another was withdrawn": lambda c: other(c, ("withdrawn", "2026-11-20")),
    "another was over": lambda c: other(c, last="2026-11-19"),
    "an entry of the trail": lambda c: link(c, "[1]"),
    "a part by an equivalent route": equivalent,
}


@pytest.mark.parametrize("which", BROKEN)
async def test_a_rule_that_was_not_kept_is_named(sound: Row, which: str) -> None:
    """Exactly that one."""
    rule, change = BROKEN[which]
    case = copy.deepcopy(sound)
    change(case)
    assert {each.rule for each in derivation.differences(case)} == {rule}, derivation.differences(case)


@pytest.mark.parametrize("which", SOUND)
async def test_what_is_allowed_shows_no_difference(sound: Row, which: str) -> None:
    """However near it comes."""
    case = copy.deepcopy(sound)
    SOUND[which](case)
    assert derivation.differences(case) == []


@pytest.mark.parametrize(
    ("first", "months", "then"),
    [
        ("2026-11-20", 36, "2029-11-20"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-10-31", 14, "2027-12-31"),
    ],
)
def test_months_are_those_of_the_calendar(first: str, months: int, then: str) -> None:
    """The same day, or the last of a shorter month."""
    assert derivation.add_months(date.fromisoformat(first), months).isoformat() == then
