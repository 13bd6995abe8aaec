"""What the public may see of a certificate, derived anew from what was recorded, by rules that are written here once more.

Nothing here, and nothing that it reads from, is shared with the list or with what decides on certificates: whatever is wrong
there shows as a difference. What is derived is plain: texts, lists, and days as ISO 8601, under the names of the public fields.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from registry.days import add_months, day_after

Plain = Mapping[str, Any]

_ENDS = ("withdrawn", "superseded", "replaced")
_PAUSES = ("suspended", "reinstated")
_CAUSES = {
    "void": "voided",
    "withdrawn": "withdrawn",
    "superseded": "superseded",
    "replaced": "replaced",
    "suspended": "suspended",
}
_LISTED = ("valid", "suspended")
_NAMED = ("valid", "suspended", "not-yet-valid")
_PROFILE = ("provinces", "regions", "languages", "competences", "specialisms")
_AVAILABLE_WITHIN = 7
"""Days after which a statement without an end has been through every day of the week."""


class Happened(NamedTuple):
    """Something that happened to a certificate: its kind, the first day on which it counts, the code of its reason."""

    kind: str
    on: date
    reason: str | None


class Stated(NamedTuple):
    """The time that an adviser states for a period: hours there are on Monday to Friday where the number is not 0."""

    first: date
    last: date | None
    weekdays: Sequence[int]


class Facts(NamedTuple):
    """All that was recorded of a certificate and its holder. Events, statements: in the order in which they were recorded.

    `holder`: the name as issued; nothing of somebody who was erased. `employer`: of the day.
    """

    number: str
    snapshot: Plain
    rules: Plain
    holder: Plain | None
    events: Sequence[Happened]
    consent: frozenset[str]
    profile: Plain
    employer: str | None
    stated: Sequence[Stated]

    @property
    def first(self) -> date:
        """The first day on which it was to be valid."""
        return date.fromisoformat(self.snapshot["validFrom"])

    @property
    def last(self) -> date:
        """The last."""
        return date.fromisoformat(self.snapshot["validUntil"])


def status_on(facts: Facts, day: date) -> str:
    """Void above all; then an end that has begun; then past its last day; then a suspension; then whether it has begun."""
    if any(each.kind == "voided" for each in facts.events):
        return "void"
    begun = [each for each in facts.events if each.on <= day]
    for end in _ENDS:
        if any(each.kind == end for each in begun):
            return end
    if day > facts.last:
        return "expired"
    pauses = [(each.on, place, each.kind) for place, each in enumerate(begun) if each.kind in _PAUSES]
    if pauses and max(pauses)[2] == "suspended":
        return "suspended"
    return "valid" if day >= facts.first else "not-yet-valid"


def since(facts: Facts, day: date) -> date | None:
    """The first day of the unbroken run of days with the status of this one; none where it never was another."""
    status, begun = status_on(facts, day), None
    turns = sorted({facts.first, day_after(facts.last), *(each.on for each in facts.events)})
    for turn in reversed([each for each in turns if each <= day]):
        if status_on(facts, turn) != status:
            return begun
        begun = turn
    return None if begun is None or status_on(facts, begun - timedelta(days=1)) == status else begun


def reason(facts: Facts, day: date) -> Plain | None:
    """Why it has this status, where the scheme lets the public know: by what happened first that made it so."""
    kind, begun = _CAUSES.get(status_on(facts, day)), since(facts, day)
    causes = [each for each in facts.events if each.kind == kind and (begun is None or each.on == begun)]
    if not causes:
        return None
    cause = min(causes, key=lambda each: each.on)
    for each in facts.rules.get("reasons", ()):
        if each["code"] == cause.reason and each.get("public", False):
            return {"nl": each["nameNl"], "en": each["nameEn"]}
    return None


def is_shown(facts: Facts, place: str, day: date) -> bool:
    """Whether the policy shows it, on that day, in that place: `listed`, or `namedOnCheck`; within the term of its status.

    A term of so many months ends on the day before the same day, that many months after the first of the status.
    """
    policy = facts.rules.get("publication", {})
    status = status_on(facts, day)
    if status not in policy.get(place, {"listed": _LISTED, "namedOnCheck": _NAMED}[place]):
        return False
    months = next((each["months"] for each in policy.get("terms", ()) if each["status"] == status), None)
    begun = since(facts, day) or min((each.on for each in facts.events if each.kind == "voided"), default=None)
    return months is None or begun is None or day < add_months(begun, months)


def available_from(facts: Facts, day: date) -> date | None:
    """The first day on which the adviser said to have time, counted from this one; of a day the last that was said counts."""
    ends = [each.last for each in facts.stated if each.last is not None and each.last >= day]
    begins = [each.first for each in facts.stated if each.first > day]
    for start in sorted({day, *begins, *(day_after(end) for end in ends)}):
        for ahead in range(_AVAILABLE_WITHIN):
            if start.toordinal() + ahead > date.max.toordinal():
                break
            asked = start + timedelta(days=ahead)
            covering = [each for each in facts.stated if each.first <= asked and (each.last is None or asked <= each.last)]
            if covering and asked.weekday() < len(covering[-1].weekdays) and covering[-1].weekdays[asked.weekday()]:
                return asked
    return None


def entry(facts: Facts, day: date) -> Plain | None:
    """What stands on the list of that day; nothing of who is erased, did not consent, or is not listed by the policy."""
    if facts.holder is None or "name" not in facts.consent or not is_shown(facts, "listed", day):
        return None
    free = available_from(facts, day) if "availability" in facts.consent else None
    return {
        "number": facts.number,
        "name": _name(facts.holder),
        "employer": facts.employer if "employer" in facts.consent else None,
        **{field: list(facts.profile.get(field, ())) if field in facts.consent else [] for field in _PROFILE},
        **_told(facts),
        "scope": [each["code"] for each in facts.snapshot["scope"]],
        "status": status_on(facts, day),
        "available_from": free.isoformat() if free else None,
    }


def answer(facts: Facts, day: date) -> Plain:
    """What checking the number tells on that day."""
    named = facts.holder is not None and "name" in facts.consent and is_shown(facts, "namedOnCheck", day)
    begun = since(facts, day)
    return {
        "number": facts.number,
        "status": status_on(facts, day),
        "since": begun.isoformat() if begun else None,
        **_told(facts),
        "day": day.isoformat(),
        "name": _name(facts.holder) if named and facts.holder is not None else None,
        "reason": reason(facts, day),
    }


def _told(facts: Facts) -> Plain:
    snapshot = facts.snapshot
    return {
        "scheme": snapshot["scheme"],
        "scheme_name": {"nl": snapshot["schemeNameNl"], "en": snapshot["schemeNameEn"]},
        "valid_from": snapshot["validFrom"],
        "valid_until": snapshot["validUntil"],
        "taken_over_from": (snapshot.get("takenOver") or {}).get("issuer"),
    }


def _name(holder: Plain) -> str:
    return " ".join(part for part in (holder["given"], holder["prefix"], holder["family"]) if part)
