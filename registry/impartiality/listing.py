"""Waivers, and relations that were declared, as lists to save."""

from datetime import date

from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.impartiality.schemas import DeclaredOut, WaiverOut
from registry.impartiality.wording import GROUNDS, KINDS
from registry.people.ordering import Named
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

_ADVISER = Column(Text("Kandidaatnummer", "Candidate number"), width=16)
_WAIVERS = Outline(
    "ontheffingen",
    Text("Ontheffingen", "Waivers"),
    (
        Column(Text("Gevraagd door", "Asked by")),
        _ADVISER,
        Column(Text("Waarvan", "Ground"), width=24, words=GROUNDS),
        Column(Text("Tot en met", "Through"), Kind.DAY),
        Column(Text("Reden", "Reason"), width=60),
        Column(Text("Gevraagd op", "Asked at"), Kind.INSTANT),
        Column(Text("Verleend", "Granted"), Kind.TRUTH),
        Column(Text("Door", "By")),
        Column(Text("Op", "At"), Kind.INSTANT),
        Column(Text("Geldt nu", "In force"), Kind.TRUTH),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text("De ontheffingen die zijn gevraagd.", "The waivers that were asked."),
)
_RELATIONS = Outline(
    "belangen",
    Text("Opgegeven relaties", "Declared relations"),
    (
        _ADVISER,
        Column(Text("Relatie", "Relation"), width=28, words=KINDS),
        Column(Text("Opgegeven door", "Declared by")),
        Column(Text("Eerste dag", "First day"), Kind.DAY),
        Column(Text("Laatste dag", "Last day"), Kind.DAY),
        Column(Text("Toelichting", "Explanation"), width=60),
        Column(Text("Opgegeven op", "Declared at"), Kind.INSTANT),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text("De relaties die zijn opgegeven.", "The relations that were declared."),
)


def waivers(found: Sifted[Named[WaiverOut]], *, actor: Actor, today: date) -> Exported:
    """These waivers; a reason is empty once the person was erased."""
    return _WAIVERS.of([_waiver(each.told) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def relations(found: Sifted[Named[DeclaredOut]], *, actor: Actor, today: date) -> Exported:
    """These relations; an explanation is empty once the person was erased."""
    return _RELATIONS.of([_relation(each.told) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def _waiver(each: WaiverOut) -> Row:
    return (
        each.asked_by,
        each.candidate_number,
        each.ground,
        each.valid_until,
        each.reason,
        each.asked_at,
        each.granted,
        each.closed_by,
        each.closed_at,
        each.in_force,
        str(each.id),
    )


def _relation(each: DeclaredOut) -> Row:
    period = (each.valid_from, each.valid_to)
    return (each.candidate_number, each.kind, each.by, *period, each.explanation, each.declared_at, str(each.id))
