"""Regions, partnerships, and the municipalities of one, as lists to save."""

from collections.abc import Sequence
from datetime import date

from registry.exports.listing import Column, Exported, Kind
from registry.exports.outline import EVERYBODY, Outline
from registry.organisations.memberships import in_it
from registry.organisations.schemas import MemberOut, OrganisationOut, RegionOut
from registry.permissions import Actor
from registry.texts import Text

_REGION = Text("Regio", "Region")
_PARTNERSHIP = Text("Samenwerkingsverband", "Partnership")
_CODE = Column(Text("Code", "Code"), width=20)
_REGIONS = Outline(
    "regios",
    Text("Regio’s", "Regions"),
    (Column(_REGION, width=40), _CODE, Column(Text("Gemeenten nu", "Municipalities now"), Kind.WHOLE)),
    Text("De regio’s, op naam.", "The regions, by name."),
    EVERYBODY,
)
_PARTNERSHIPS = Outline(
    "samenwerkingsverbanden",
    Text("Samenwerkingsverbanden", "Partnerships"),
    (Column(_PARTNERSHIP, width=40), Column(Text("Kenmerk", "Reference"), width=38)),
    Text("De samenwerkingsverbanden, op naam.", "The partnerships, by name."),
    EVERYBODY,
)
_MEMBERS = Outline(
    "gemeenten",
    Text("Gemeenten", "Municipalities"),
    (
        Column(Text("Gemeente", "Municipality")),
        _CODE,
        Column(Text("Vanaf", "From"), Kind.DAY),
        Column(Text("Tot en met", "Through"), Kind.DAY),
    ),
    Text(
        "De gemeenten die erbij hoorden, horen of gaan horen, op naam.",
        "The municipalities that belonged, do or will, by name.",
    ),
    EVERYBODY,
)


def regions(found: Sequence[RegionOut], *, actor: Actor, today: date) -> Exported:
    """These regions, each with how many municipalities are in it today."""
    rows = [(each.name, each.code, sum(in_it(member, today) for member in each.members)) for each in found]
    return _REGIONS.of(rows, actor=actor, today=today)


def partnerships(found: Sequence[OrganisationOut], *, actor: Actor, today: date) -> Exported:
    """These partnerships."""
    return _PARTNERSHIPS.of([(each.name, str(each.id)) for each in found], actor=actor, today=today)


def in_region(found: Sequence[MemberOut], region: str, *, actor: Actor, today: date) -> Exported:
    """Who is, was or will be in this region."""
    return _members(found, (_REGION, region), actor=actor, today=today)


def in_partnership(found: Sequence[MemberOut], partnership: str, *, actor: Actor, today: date) -> Exported:
    """Who is, was or will be a member of this partnership."""
    return _members(found, (_PARTNERSHIP, partnership), actor=actor, today=today)


def _members(found: Sequence[MemberOut], whole: tuple[Text, object], *, actor: Actor, today: date) -> Exported:
    rows = [(each.name, each.code, each.valid_from, each.valid_to) for each in found]
    return _MEMBERS.of(rows, actor=actor, today=today, chosen=[whole])
