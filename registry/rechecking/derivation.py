"""Was this certificate allowed? Derived anew from what was stored, with nothing but Python 3.11 and its standard library.

    python3 recheck.py case.json

The registry runs this file every night over all certificates, and puts it beside `case.json` in each audit pack. It shares
no code with what decides: it reads the case and applies the rules again, as things were known at the moment of each act.
It prints one line for each difference, and ends with 0 where there is none.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

Case = Mapping[str, Any]

DECISION_STEPS = ("prepared", "granted")
BEFORE = {
    "admitted": {"applied"},
    "completed": {"admitted", "completed", "returned", "reopened", "prepared"},
    "reopened": {"completed", "prepared", "returned"},
    "prepared": {"completed", "returned"},
    "returned": {"prepared"},
    "granted": {"prepared"},
}
"""Which step comes right after which, on the way to a certificate."""
ENDS = {"withdrawn", "superseded", "replaced"}
WAIVABLE = {"same-employer", "family", "other"}


class Difference(NamedTuple):
    """A rule that was not kept, and what was found."""

    rule: str
    found: str


class Judge(NamedTuple):
    """A person who prepared or decided, the records of that same human being, and the moment of the act."""

    act: str
    persons: frozenset[str]
    at: datetime


def differences(case: Case) -> list[Difference]:
    """Everything in which the certificate is not what the rules allow."""
    return [difference for check in CHECKS for difference in check(case)]


def hashes(case: Case) -> Iterator[Difference]:
    """Every hash is that of what it covers; a value that was erased with its person cannot be looked at."""
    certificate, version = case["certificate"], case["version"]
    if sha256(certificate["snapshot"]) != certificate["snapshotSha256"]:
        yield Difference("snapshot-hash", "the snapshot is not what was hashed")
    if sha256(canonical(json.loads(version["content"]))) != version["contentSha256"]:
        yield Difference("version-hash", "the rules of the scheme version are not what was hashed")
    for name, commitment in (("holder", certificate["holder"]), ("evidence", certificate["evidence"])):
        kept = case["values"].get(commitment)
        if kept is not None and hashlib.sha256(bytes.fromhex(kept["salt"]) + kept["value"].encode()).hexdigest() != commitment:
            yield Difference(f"{name}-hash", f"the {name} is not what was committed to")
    for link in case.get("trail", ()):
        if hashlib.sha256(bytes.fromhex(link["before"]) + link["link"].encode()).hexdigest() != link["digest"]:
            yield Difference("trail-hash", f"the entry at place {link['place']} of the audit trail is not what was sealed")


def snapshot(case: Case) -> Iterator[Difference]:
    """The snapshot says what the register says."""
    certificate, version = case["certificate"], case["version"]
    told = json.loads(certificate["snapshot"])
    same = {
        "number": certificate["number"],
        "holder": certificate["holder"],
        "scheme": version["scheme"],
        "schemeVersion": version["number"],
        "validFrom": certificate["validFrom"],
        "validUntil": certificate["validUntil"],
        "issuedOn": amsterdam_day(instant(certificate["issuedAt"])).isoformat(),
        "evidence": certificate["evidence"],
    }
    for name, value in same.items():
        if told.get(name) != value:
            yield Difference("snapshot-fields", f"{name} is {told.get(name)!r} in the snapshot and {value!r} in the register")
    codes = {item["code"] for item in rules_of(case)["scope"]}
    if not told["scope"] or {item["code"] for item in told["scope"]} - codes:
        yield Difference("scope", "the scope is not within that of the scheme version")
    if int("".join(str(int(sign, 36)) for sign in certificate["number"].replace("-", ""))) % 97 != 1:
        yield Difference("number", "the check digits of the number are wrong")


def version(case: Case) -> Iterator[Difference]:
    """The scheme version was signed by both parties, and was the one in force on the day of the decision."""
    if case["takeover"] is not None or is_replacement(case):
        return
    decided = instant(case["certificate"]["issuedAt"])
    day = amsterdam_day(decided)
    signed = [
        each for each in case["versions"] if was_signed(each, decided) and date.fromisoformat(each["effectiveFrom"]) <= day
    ]
    newest = max(signed, key=lambda each: (each["effectiveFrom"], each["number"]), default=None)
    if newest is None or newest["number"] != case["version"]["number"]:
        found = "none" if newest is None else f"version {newest['number']}"
        yield Difference("version-in-force", f"granted under version {case['version']['number']}; in force was {found}")


def period(case: Case) -> Iterator[Difference]:
    """Valid for the months of the version; a renewal begins after its predecessor, a replacement ends no later than it."""
    certificate, rules = case["certificate"], rules_of(case)
    first, last = date.fromisoformat(certificate["validFrom"]), date.fromisoformat(certificate["validUntil"])
    predecessor = case["predecessor"]
    if is_replacement(case):
        if last > date.fromisoformat(predecessor["validUntil"]):
            yield Difference("period", "it is valid longer than the certificate that it replaces")
        return
    if case["takeover"] is not None:
        return
    if last != add_months(first, rules["validityMonths"]) - timedelta(days=1):
        yield Difference("period", f"valid through {last}, which is not {rules['validityMonths']} months from {first}")
    if predecessor is None and first != amsterdam_day(instant(certificate["issuedAt"])):
        yield Difference("period", f"valid from {first}, which is not the day of the decision")
    if predecessor is not None and first <= date.fromisoformat(predecessor["validUntil"]):
        yield Difference("period", f"valid from {first}, while its predecessor still was")


def origin(case: Case) -> Iterator[Difference]:
    """A certificate comes from a granted dossier, a takeover that was decided, or a replacement; by two persons."""
    certificate = case["certificate"]
    if case["dossier"] is None and case["takeover"] is None and not is_replacement(case):
        yield Difference("origin", "no dossier, takeover or replacement led to it")
    if case["takeover"] is not None and case["takeover"]["ending"] != "decided":
        yield Difference("origin", "the takeover was not decided")
    acting = {each.act: each.persons for each in judges(case)}
    named = (("prepared", certificate["preparedBy"]), ("decided", certificate["decidedBy"]))
    if acting and not all(person in acting.get(act, ()) for act, person in named):
        yield Difference("two-persons", "the certificate names other persons than prepared and decided")
    if set(same(case, certificate["preparedBy"])) & set(same(case, certificate["decidedBy"])):
        yield Difference("two-persons", "one person prepared and decided")
    granted = [each for each in case["events"] if each["kind"] == "granted"]
    if [each["effectiveOn"] for each in granted] != [certificate["validFrom"]]:
        yield Difference("granted-once", f"it was granted {len(granted)} times, or from another day than it says")
    for event in case["events"]:
        pair = (event["preparedBy"], event["decidedBy"])
        if event["kind"] != "superseded" and (None in pair or set(same(case, pair[0])) & set(same(case, pair[1]))):
            yield Difference("two-persons", f"one person prepared and decided that it was {event['kind']}")


def steps(case: Case) -> Iterator[Difference]:
    """Each step of the dossier came at its place, and no hold stood when it was decided."""
    dossier = case["dossier"]
    if dossier is None:
        return
    names = [each["step"] for each in dossier["steps"]]
    if names[0] != "applied" or names[-1] != "granted":
        yield Difference("steps", f"the dossier goes from {names[0]} to {names[-1]}")
    for before, after in pairwise(names):
        if before not in BEFORE.get(after, ()):
            yield Difference("steps", f"{after} came after {before}")
    decided = instant(case["certificate"]["issuedAt"])
    for hold in dossier["holds"]:
        if instant(hold["setAt"]) < decided and (hold["liftedAt"] is None or instant(hold["liftedAt"]) > decided):
            yield Difference("on-hold", "it was decided while the dossier was on hold")


def decision(case: Case) -> Iterator[Difference]:
    """The decision was stored with this scheme version, and with every rule met."""
    for granted in (each for each in (case["dossier"] or {"steps": ()})["steps"] if each["step"] == "granted"):
        stored = json.loads(granted["facts"])
        if stored["schemeVersion"] != case["version"]["number"]:
            yield Difference("decision", f"the decision was stored with scheme version {stored['schemeVersion']}")
        for rule in stored.get("rules", ()):
            if not rule["met"]:
                yield Difference("decision", f"the decision was stored with rule {rule['rule']} not met")


def evidence(case: Case) -> Iterator[Difference]:
    """Prepared and decided on one evidence: the newest that counted, of a track that the scheme asks, every part passed."""
    dossier, certificate, asked = case["dossier"], case["certificate"], rules_of(case)["trackCodes"]
    if dossier is None:
        return
    own = {each["id"]: each for each in case["evidences"]}
    judged = [each["evidence"] for each in dossier["steps"] if each["step"] in DECISION_STEPS][-2:]
    used = own.get(judged[-1]) if judged else None
    if used is None or len(set(judged)) != 1 or used["sha256"] != certificate["evidence"]:
        yield Difference("evidence", "it was not prepared, decided and issued on one and the same evidence")
        return
    decided = instant(certificate["issuedAt"])
    counting = [
        each
        for each in own.values()
        if each["adviser"] == used["adviser"]
        and each["track"] in asked
        and all(part["scheme"] == case["version"]["scheme"] for part in equivalents_in(case, each["sha256"]))
        and (each["id"] == used["id"] or instant(each["recordedAt"]) < decided)
        and (each["withdrawnAt"] is None or instant(each["withdrawnAt"]) >= decided)
    ]
    if used["adviser"] != dossier["adviser"] or max((each["number"] for each in counting), default=None) != used["number"]:
        yield Difference("evidence", "other evidence counted, or this evidence did not")
    content = content_of(case)
    if content is not None:
        yield from results(content, case["parts"].get(f"{content['trackCode']} {content['trackVersion']}"))
        yield from equivalences(case, content)


def results(content: Mapping[str, Any], parts: Mapping[str, int] | None) -> Iterator[Difference]:
    """Each part of the track is there, passed by its own pass mark, or by an equivalent route that was granted."""
    passed = {each["part"] for name in ("results", "equivalents") for each in content.get(name, ())}
    for each in content["results"]:
        mark = each["passMark"] if parts is None else parts.get(each["part"])
        if mark is None or mark != each["passMark"] or each["score"] < mark:
            yield Difference("results", f"part {each['part']}: {each['score']} of the {mark} that are needed")
    for part in sorted(set(parts or ()) - passed):
        yield Difference("results", f"part {part} was not passed")


def equivalences(case: Case, content: Mapping[str, Any]) -> Iterator[Difference]:
    """Each equivalent route was granted before, for that part of that track, by another person than prepared it."""
    granted = {each["id"]: each for each in case["equivalences"] if each["granted"]}
    for each in content.get("equivalents", ()):
        request = granted.get(each["request"])
        if request is None or (request["track"], request["part"], request["route"]) != (
            content["trackCode"],
            each["part"],
            each["route"],
        ):
            yield Difference("results", f"part {each['part']}: no equivalent route was granted")
        elif set(same(case, request["preparedBy"])) & set(same(case, request["decidedBy"])):
            yield Difference("two-persons", f"one person prepared and decided the equivalent route of part {each['part']}")


def independence(case: Case) -> Iterator[Difference]:
    """Nobody prepared or decided who stood too close to the holder, by what was on record at that moment."""
    content = content_of(case) or {"results": (), "provider": None}
    taught = {each for result in content["results"] for each in (result["examiner"], *result["trainers"])}
    holder = set(case["holder"]["persons"])
    for judge in judges(case):
        grounds = {
            "self": bool(judge.persons & holder),
            "in-evidence": bool(judge.persons & taught),
            "no-statement": asks_statements(case) and not has_stated(case, judge),
            "provider-staff": content["provider"] in staff_of(case, judge),
            "same-employer": bool(employers(case, judge.persons, judge.at) & employers(case, holder, judge.at)),
            **dict.fromkeys(close(case, judge), True),
        }
        for ground in sorted(name for name, stands in grounds.items() if stands and not is_waived(case, judge, name)):
            yield Difference("independence", f"who {judge.act} was not independent: {ground}")


def held_once(case: Case) -> Iterator[Difference]:
    """No other certificate of this person and scheme, valid or suspended, stood in the way when this one was issued."""
    certificate = case["certificate"]
    issued, first, last = instant(certificate["issuedAt"]), certificate["validFrom"], certificate["validUntil"]
    for other in case["others"]:
        day = max(first, other["validFrom"])
        known = [each for each in other["events"] if instant(each["recordedAt"]) <= issued]
        ended = any(each["kind"] == "voided" or (each["kind"] in ENDS and each["effectiveOn"] <= day) for each in known)
        if other["validUntil"] >= first and last >= other["validFrom"] and not ended:
            yield Difference("held-once", f"certificate {other['number']} stood in the way")


CHECKS: tuple[Callable[[Case], Iterable[Difference]], ...] = (
    hashes,
    snapshot,
    version,
    period,
    origin,
    steps,
    decision,
    evidence,
    independence,
    held_once,
)


def judges(case: Case) -> list[Judge]:
    """Who prepared and who decided, and when: by the dossier, the takeover or the measure that it comes from."""
    source = case["takeover"] or case["measure"]
    if case["dossier"] is not None:
        last = {each["step"]: each for each in case["dossier"]["steps"]}
        acts = [(act, last[step]["person"], last[step]["at"]) for act, step in ACTS if step in last]
    elif source is not None:
        acts = [("prepared", source["preparedBy"], source["preparedAt"]), ("decided", source["endedBy"], source["endedAt"])]
    else:
        acts = []
    return [Judge(act, frozenset(same(case, person)), instant(at)) for act, person, at in acts]


ACTS = (("prepared", "prepared"), ("decided", "granted"))


def close(case: Case, judge: Judge) -> Iterator[str]:
    """The kinds of relation with the holder that had not lapsed. Of one that was reported anew the last counts."""
    known = [each for each in case["relations"] if instant(each["recordedAt"]) <= judge.at]
    counting = {each["insteadOf"] or each["origin"]: each for each in known}
    day, months = amsterdam_day(judge.at), rules_of(case)["lookBackMonths"]
    for each in counting.values():
        lapses = None if each["validTo"] is None else add_months(date.fromisoformat(each["validTo"]), months)
        if each["person"] in judge.persons and (lapses is None or day <= lapses):
            yield each["kind"]


def asks_statements(case: Case) -> bool:
    """Since decisions are stored with their rules; before that there were no statements of conflicts."""
    if case["dossier"] is None:
        return True
    return any("rules" in json.loads(each["facts"]) for each in case["dossier"]["steps"] if each["step"] == "granted")


def has_stated(case: Case, judge: Judge) -> bool:
    """A conflict statement of the judge was in force on that day."""
    day = amsterdam_day(judge.at).isoformat()
    return any(
        each["person"] in judge.persons
        and each["validFrom"] <= day <= each["validUntil"]
        and instant(each["recordedAt"]) <= judge.at
        for each in case["statements"]
    )


def is_waived(case: Case, judge: Judge, ground: str) -> bool:
    """The ground was set aside for this judge, by a waiver that was granted before and still held."""
    return ground in WAIVABLE and any(
        each["ground"] == ground
        and each["person"] in judge.persons
        and instant(each["grantedAt"]) <= judge.at
        and amsterdam_day(judge.at) <= date.fromisoformat(each["validUntil"])
        for each in case["waivers"]
    )


def employers(case: Case, persons: Iterable[str], at: datetime) -> set[str]:
    """Who employs one of these persons on the day of that moment."""
    day, wanted = amsterdam_day(at).isoformat(), set(persons)
    return {
        each["employer"]
        for each in case["employments"]
        if each["person"] in wanted and each["validFrom"] <= day and (each["validTo"] is None or day <= each["validTo"])
    }


def staff_of(case: Case, judge: Judge) -> set[str]:
    """The organisations whose staff the judge is, by an account of a provider or by employment."""
    held = {
        each["organisation"]
        for each in case["memberships"]
        if each["person"] in judge.persons
        and instant(each["since"]) <= judge.at
        and (each["endedAt"] is None or judge.at < instant(each["endedAt"]))
    }
    return held | employers(case, judge.persons, judge.at)


def same(case: Case, person: str) -> list[str]:
    """Every record of that human being, as files were merged at the time."""
    found: list[str] = case["persons"].get(person, [person])
    return found


def is_replacement(case: Case) -> bool:
    """It came in the place of its predecessor, by a measure."""
    return case["measure"] is not None


def rules_of(case: Case) -> dict[str, Any]:
    """The rules of the scheme version."""
    rules: dict[str, Any] = json.loads(case["version"]["content"])
    return rules


def content_of(case: Case) -> dict[str, Any] | None:
    """What the evidence holds; nothing once the holder was erased."""
    kept = case["values"].get(case["certificate"]["evidence"])
    content: dict[str, Any] | None = None if kept is None else json.loads(kept["value"])
    return content


def equivalents_in(case: Case, evidence: str) -> list[dict[str, Any]]:
    """The parts that some evidence of the holder counts as passed by an equivalent route."""
    kept = case["values"].get(evidence)
    found: list[dict[str, Any]] = [] if kept is None else json.loads(kept["value"]).get("equivalents", [])
    return found


def was_signed(version: Mapping[str, Any], at: datetime) -> bool:
    """Both parties had signed it by then."""
    return {each["party"] for each in version["signatures"] if instant(each["signedAt"]) <= at} == {"owner", "body"}


def canonical(value: object) -> str:
    """JSON with sorted keys and no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """The hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def instant(text: str) -> datetime:
    """A moment, with its time zone."""
    return datetime.fromisoformat(text)


def amsterdam_day(moment: datetime) -> date:
    """The day it is in Amsterdam."""
    return moment.astimezone(ZoneInfo("Europe/Amsterdam")).date()


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def main(path: Path) -> int:
    """Print every difference; 0 where there is none, else 1."""
    case = json.loads(path.read_text("utf-8"))
    found = differences(case)
    for each in found:
        sys.stdout.write(f"{case['certificate']['number']}  {each.rule}: {each.found}\n")
    if not found:
        sys.stdout.write(f"{case['certificate']['number']}  was allowed: {len(CHECKS)} checks, no difference\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "case.json")))
