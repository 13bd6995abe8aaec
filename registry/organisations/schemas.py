"""What comes in and goes out about organisations."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.organisations.tables import Kind
from registry.schema import LINE, Code, GmCode, Label, Schema

Name = Annotated[str, Meta(min_length=2, max_length=200, pattern=LINE)]


class RegisterOrganisation(Schema, frozen=True):
    """A new organisation; municipalities come from the reference data instead."""

    kind: Kind
    name: Name


class OrganisationOut(Schema, frozen=True):
    """An organisation."""

    id: UUID
    kind: Kind
    name: str


class FoundOrganisation(Schema, frozen=True):
    """An organisation, since when it is in the registry, and how many accounts hold a role for it now."""

    id: UUID
    kind: Kind
    name: str
    recorded_at: datetime
    accounts: int


class JoinPartnership(Schema, frozen=True):
    """A municipality joins a partnership."""

    municipality: GmCode
    valid_from: date
    valid_to: date | None = None


class Leave(Schema, frozen=True):
    """A municipality leaves a partnership or a region; `lastDay` is its last day in it."""

    municipality: GmCode
    last_day: date


class CreateRegion(Schema, frozen=True):
    """A named set of municipalities."""

    code: Code
    name: Label


class JoinRegion(Schema, frozen=True):
    """A municipality belongs to a region from a day on, and to no other."""

    municipality: GmCode
    valid_from: date
    valid_to: date | None = None


class MemberOut(Schema, frozen=True):
    """A municipality in a partnership or a region; `validTo` is its last day in it."""

    municipality: UUID
    code: str
    name: str
    valid_from: date
    valid_to: date | None


class RegionOut(Schema, frozen=True):
    """A region, and who has been in it since when."""

    id: UUID
    code: str
    name: str
    members: list[MemberOut]


class MunicipalityOut(Schema, frozen=True):
    """A municipality with its dates (`validTo` is its last day) and the codes of its successors."""

    id: UUID
    code: str
    name: str
    province: str
    valid_from: date | None
    valid_to: date | None
    successor_codes: list[str]
    tooi: str
