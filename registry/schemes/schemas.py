"""What comes in and goes out about schemes."""

from datetime import date
from uuid import UUID

from registry.schema import Code, Label, Schema
from registry.schemes.rules import Party, SchemeRules, TransitionKind


class CreateScheme(Schema, frozen=True):
    """A new scheme of the owner."""

    code: Code
    name_nl: Label
    name_en: Label
    owner: UUID


class ProposeVersion(Schema, frozen=True):
    """The next version of a scheme; in force once both parties have signed and its first day has come."""

    effective_from: date
    certification_body: UUID
    rules: SchemeRules
    supersedes: Code | None = None
    supersedes_on: date | None = None


class VersionOut(Schema, frozen=True):
    """A version of a scheme, and who has signed it."""

    id: UUID
    scheme: str
    name_nl: str
    name_en: str
    number: int
    effective_from: date
    rules: SchemeRules
    signed_by: list[Party]
    ends_on: date | None


class EffectOut(Schema, frozen=True):
    """What a version does to the certificates of an older one: how many it ends, and from which day."""

    scheme: str
    version: int
    kind: TransitionKind
    on: date | None
    certificates: int


class Created(Schema, frozen=True):
    """Something new, by its id."""

    id: UUID


class Signed(Schema, frozen=True):
    """The party that has signed."""

    party: Party
