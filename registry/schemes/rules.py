"""What a scheme version fixes, when it is in force, and what it does to older certificates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

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


MEASURES = frozenset({"suspended", "reinstated", "withdrawn", "voided", "replaced"})
"""The measures a reason can be given for; a test keeps them those of a certificate."""


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A reason that certifiers may give for these measures; the public reads it only where it is public."""

    code: str
    name_nl: str
    name_en: str
    measures: tuple[str, ...]
    public: bool = False

    @property
    def name(self) -> Text:
        """The reason in both languages."""
        return Text(self.name_nl, self.name_en)


class EquivalentRoute(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Another way to have shown these parts of a track: a candidate asks for it, two certifiers decide."""

    code: str
    name_nl: str
    name_en: str
    track_code: str
    part_codes: tuple[str, ...]

    @property
    def name(self) -> Text:
        """The route in both languages."""
        return Text(self.name_nl, self.name_en)


class Route(StrEnum):
    """The ways to be certified again."""

    EXAM = "exam"
    ENGAGEMENTS = "engagements"
    EDUCATION = "education"


class Recertification(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """How a certificate is renewed. Months are calendar months.

    `window_months`: how long before its last day one may apply; `grace_months`: how long after it. `gap_allowed`: a
    renewal within the grace begins on the day it is decided, and otherwise the day after the last day of its
    predecessor. `education_hours` and `evaluated_engagements` are what those routes ask at least.
    """

    window_months: int
    grace_months: int
    routes: tuple[Route, ...]
    education_hours: int = 0
    evaluated_engagements: int = 0
    gap_allowed: bool = False


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """How many months after its end a certificate in this status stays on the list and is named; None is for ever."""

    status: str
    months: int | None


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What the public sees of certificates in these statuses: on the list, and with a name when a number is checked.

    `terms` limits how long; a status without a term has no limit.
    """

    listed: tuple[str, ...] = ("valid", "suspended")
    named_on_check: tuple[str, ...] = ("valid", "suspended", "not-yet-valid")
    terms: tuple[Term, ...] = ()


class TransitionKind(StrEnum):
    """What becomes of certificates of an older version: valid until they expire, until an exam is due, or until a day."""

    UNTIL_EXPIRY = "until-expiry"
    EXTRA_EXAM = "extra-exam"
    HARD_END = "hard-end"


class Transition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What becomes of the certificates of an older version, or of every version of a scheme where none is named.

    `on`: the first day on which they count no more; none when they stay valid until they expire. `track_code`: the track
    of the extra exam; who has passed it by then has been given a certificate of the new version.
    """

    scheme: str
    version: int | None
    kind: TransitionKind
    on: date | None
    track_code: str | None


class SchemeRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """The rules of one version. Months are calendar months.

    `track_codes`: any of these tracks, passed whole, is the evidence asked. `look_back_months`: how long teaching or
    examining a person stands in the way of deciding about them (ISO/IEC 17024, 5.2). `suspension_months`: the longest
    time to resolve a suspension. `backdating_days` and `ahead_days`: how far from the day of deciding a measure may
    take effect.
    """

    validity_months: int
    look_back_months: int
    track_codes: tuple[str, ...]
    scope: tuple[ScopeItem, ...]
    terms_version: str
    code_of_conduct_version: str
    publication: Publication = Publication()
    reasons: tuple[Reason, ...] = ()
    suspension_months: int = 6
    backdating_days: int = 92
    ahead_days: int = 183
    equivalent_routes: tuple[EquivalentRoute, ...] = ()
    recertification: Recertification | None = None
    transitions: tuple[Transition, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a scheme with who has signed it.

    `transitions`: what it does to older certificates. `ends_on`: the first day on which its own certificates count no
    more, by a version that both parties have signed; None when no such day is known.
    """

    id: UUID
    scheme: UUID
    scheme_code: str
    scheme_name: Text
    number: int
    effective_from: date
    certification_body: UUID
    rules: SchemeRules
    signed_by: frozenset[Party]
    transitions: tuple[Transition, ...] = ()
    ends_on: date | None = None

    @property
    def is_signed(self) -> bool:
        """Both parties have signed it."""
        return self.signed_by == frozenset(Party)


def in_force(versions: Iterable[Version], day: date) -> Version:
    """The newest version that both parties signed and whose first day has come, and whose certificates still count.

    Raises NoVersionInForce.
    """
    newest = newest_begun(versions, day)
    if newest.ends_on is not None and newest.ends_on <= day:
        raise NoVersionInForce(day=day)
    return newest


def newest_begun(versions: Iterable[Version], day: date) -> Version:
    """As `in_force`, also of a scheme that has ended: what was certified by it is still judged, by its last rules."""
    begun = [version for version in versions if version.is_signed and version.effective_from <= day]
    if not begun:
        raise NoVersionInForce(day=day)
    return max(begun, key=lambda version: (version.effective_from, version.number))


def transition_of(older: Version, *, by: Version) -> Transition | None:
    """What the version `by` says about certificates of the older one: what it says of that very version goes first.

    A version says nothing about itself or about a later version of its own scheme.
    """
    if older.scheme == by.scheme and older.number >= by.number:
        return None
    about = [each for each in by.transitions if each.scheme == older.scheme_code]
    own = [each for each in about if each.version == older.number]
    return next(iter([*own, *(each for each in about if each.version is None)]), None)


def with_ends(versions: Sequence[Version]) -> list[Version]:
    """Each version with the first day on which its certificates count no more: the earliest that signed versions say."""
    signed = [each for each in versions if each.is_signed and each.transitions]
    found = []
    for older in versions:
        said = [transition_of(older, by=by) for by in signed]
        days = [each.on for each in said if each is not None and each.on is not None]
        found.append(replace(older, ends_on=min(days, default=None)))
    return found
