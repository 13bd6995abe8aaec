"""What a scheme version fixes, and when it is in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from registry.errors import Fault, Invalid
from registry.schemes.errors import NoVersionInForce
from registry.texts import Text


class Party(StrEnum):
    """The two that sign a version; never the same organisation."""

    OWNER = "owner"
    BODY = "body"


class ScopeItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of what a certificate covers."""

    code: str
    name_nl: str
    name_en: str


STATUSES = frozenset(
    {"void", "withdrawn", "superseded", "replaced", "expired", "suspended", "not-yet-valid", "valid"},
)
"""The statuses a policy can name; a test keeps them those of a certificate."""


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What the public sees of certificates in these statuses: on the list, and with a name when a number is checked."""

    listed: tuple[str, ...] = ("valid", "suspended")
    named_on_check: tuple[str, ...] = ("valid", "suspended", "not-yet-valid")


class SchemeRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """The rules of one version. Months are calendar months.

    `track_codes`: any of these tracks, passed whole, is the evidence asked. `look_back_months`: how long teaching or
    examining a person stands in the way of deciding about them (ISO/IEC 17024, 5.2).
    """

    validity_months: int
    look_back_months: int
    track_codes: tuple[str, ...]
    scope: tuple[ScopeItem, ...]
    terms_version: str
    code_of_conduct_version: str
    publication: Publication = Publication()


_MONTHS = Text("Een aantal maanden ligt tussen {least} en {most}.", "A number of months lies between {least} and {most}.")
_LEAST_LOOK_BACK, _LEAST_VALIDITY, _MOST_MONTHS = 0, 1, 240
_NO_STATUS = Text("‘{status}’ is geen status van een certificaat.", "‘{status}’ is not a status of a certificate.")
_NO_TRACK = Text("Noem ten minste één opleidingstraject.", "Name at least one training track.")
_NO_SCOPE = Text("Noem ten minste één onderdeel van het toepassingsgebied.", "Name at least one scope item.")


def check_rules(rules: SchemeRules) -> None:
    """Every fault of a version at once; raises Invalid."""
    faults = [
        Fault(name, _MONTHS, {"least": least, "most": _MOST_MONTHS})
        for name, months, least in (
            ("validityMonths", rules.validity_months, _LEAST_VALIDITY),
            ("lookBackMonths", rules.look_back_months, _LEAST_LOOK_BACK),
        )
        if not least <= months <= _MOST_MONTHS
    ]
    faults += [
        Fault(f"publication.{field}", _NO_STATUS, {"status": status})
        for field, statuses in (("listed", rules.publication.listed), ("namedOnCheck", rules.publication.named_on_check))
        for status in statuses
        if status not in STATUSES
    ]
    if not rules.track_codes:
        faults.append(Fault("trackCodes", _NO_TRACK))
    if not rules.scope:
        faults.append(Fault("scope", _NO_SCOPE))
    if faults:
        raise Invalid(faults)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a scheme with who has signed it."""

    id: UUID
    scheme: UUID
    scheme_code: str
    scheme_name: Text
    number: int
    effective_from: date
    certification_body: UUID
    rules: SchemeRules
    signed_by: frozenset[Party]


def in_force(versions: Iterable[Version], day: date) -> Version:
    """The newest version that both parties signed and whose first day has come; raises NoVersionInForce."""
    signed: Sequence[Version] = [
        version for version in versions if version.signed_by == frozenset(Party) and version.effective_from <= day
    ]
    if not signed:
        raise NoVersionInForce(day=day)
    return max(signed, key=lambda version: (version.effective_from, version.number))
