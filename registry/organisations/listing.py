"""Organisations, regions, partnerships and municipalities, as lists to save."""

from collections.abc import Sequence
from datetime import date

from registry.exports.listing import Column, Exported, Kind, Listing, at_hand
from registry.exports.outline import ALL, EVERYBODY, Outline
from registry.organisations import finding
from registry.organisations.finding import FoundMunicipality, SoughtMunicipality
from registry.organisations.memberships import in_it
from registry.organisations.schemas import MemberOut, OrganisationOut, RegionOut
from registry.organisations.tables import Kind as Of
from registry.organisations.wording import KINDS
from registry.permissions import Actor
from registry.sieves.choosing import Choice
from registry.sieves.sieve import Sifted
from registry.texts import Text

_REGION = Text("Regio", "Region")
_PARTNERSHIP = Text("Samenwerkingsverband", "Partnership")
_CODE = Column(Text("Code", "Code"), width=20)
_REGIONS = Outline(
    "regios",
    Text("Regio’s", "Regions"),
    (Column(_REGION, width=40), _CODE, Column(Text("Gemeenten nu", "Municipalities now"), Kind.WHOLE)),
    Text("De regio’s.", "The regions."),
    EVERYBODY,
)
_PARTNERSHIPS = Outline(
    "samenwerkingsverbanden",
    Text("Samenwerkingsverbanden", "Partnerships"),
    (Column(_PARTNERSHIP, width=40), Column(Text("Kenmerk", "Reference"), width=38)),
    Text("De samenwerkingsverbanden.", "The partnerships."),
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
_ORGANISATIONS = Outline(
    "organisaties",
    Text("Organisaties", "Organisations"),
    (
        Column(Text("Naam", "Name"), width=50),
        Column(Text("Soort", "Kind"), width=32, words=KINDS),
        Column(Text("Accounts", "Accounts"), Kind.WHOLE),
        Column(Text("Sinds", "Since"), Kind.INSTANT),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text("De organisaties die meedoen, op naam.", "The organisations that take part, by name."),
    EVERYBODY,
)
_SINCE_2006 = (
    Column(Text("Gemeente", "Municipality"), width=32),
    Column(Text("Code", "Code")),
    Column(Text("Provincie", "Province"), width=20),
    Column(Text("Vanaf", "From"), Kind.DAY),
    Column(Text("Tot en met", "Through"), Kind.DAY),
    Column(Text("Opvolgers", "Successors"), width=32),
    Column(Text("Adres in TOOI", "Address in TOOI"), width=60),
)


async def organisations(choice: Choice, *, actor: Actor, today: date) -> Exported:
    """The organisations that were chosen, in the order of the page."""
    of_kind = choice.others["soort"]
    chosen = [(Text("Soort", "Kind"), KINDS[Of(of_kind)] if of_kind else ALL), *finding.ORGANISATIONS.stamped(choice)]
    return await _ORGANISATIONS.read(
        finding.query(choice, actor=actor),
        lambda row: (row["name"], row["kind"], row["accounts"], row["recorded_at"], str(row["id"])),
        actor=actor,
        today=today,
        chosen=chosen,
    )


def municipalities(found: Sequence[FoundMunicipality], sought: SoughtMunicipality, *, today: date) -> Exported:
    """These municipalities, which everybody may see."""
    stamped = (
        (Text("Naam", "Name"), sought.words or ALL),
        (Text("Provincie", "Province"), sought.province or ALL),
        (Text("Op de dag", "On the day"), sought.day or ALL),
        (Text("Gemaakt op", "Made on"), today),
        (Text("Waaruit", "Made from"), Text("De gemeenten sinds 2006, op naam.", "The municipalities since 2006, by name.")),
    )
    rows = [
        (of.name, of.code, of.province, of.valid_from, of.valid_to, ", ".join(each.successors) or None, of.tooi)
        for each in found
        for of in (each.municipality,)
    ]
    listing = Listing("alle-gemeenten", Text("Gemeenten", "Municipalities"), _SINCE_2006, stamped)
    return Exported(listing, len(rows), at_hand(rows), today)


def regions(found: Sifted[RegionOut], *, actor: Actor, today: date) -> Exported:
    """These regions, each with how many municipalities are in it today."""
    rows = [(each.name, each.code, sum(in_it(member, today) for member in each.members)) for each in found.rows]
    return _REGIONS.of(rows, actor=actor, today=today, chosen=found.stamped)


def partnerships(found: Sifted[OrganisationOut], *, actor: Actor, today: date) -> Exported:
    """These partnerships."""
    rows = [(each.name, str(each.id)) for each in found.rows]
    return _PARTNERSHIPS.of(rows, actor=actor, today=today, chosen=found.stamped)


def in_region(found: Sequence[MemberOut], region: str, *, actor: Actor, today: date) -> Exported:
    """Who is, was or will be in this region."""
    return _members(found, (_REGION, region), actor=actor, today=today)


def in_partnership(found: Sequence[MemberOut], partnership: str, *, actor: Actor, today: date) -> Exported:
    """Who is, was or will be a member of this partnership."""
    return _members(found, (_PARTNERSHIP, partnership), actor=actor, today=today)


def _members(found: Sequence[MemberOut], whole: tuple[Text, object], *, actor: Actor, today: date) -> Exported:
    rows = [(each.name, each.code, each.valid_from, each.valid_to) for each in found]
    return _MEMBERS.of(rows, actor=actor, today=today, chosen=[whole])
