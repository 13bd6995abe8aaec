"""Reviews of certificates as a list to save."""

from collections.abc import Mapping
from datetime import date

from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.people.ordering import Named
from registry.permissions import Actor
from registry.reviews.presenting import CAUSES
from registry.reviews.rules import ReviewOutcome
from registry.reviews.schemas import ReviewOut
from registry.sieves.sieve import Sifted
from registry.texts import Text

OUTCOMES: Mapping[ReviewOutcome, Text] = {
    ReviewOutcome.STANDS: Text("Het certificaat kan blijven", "The certificate can stand"),
    ReviewOutcome.TO_SUSPEND: Text("Het certificaat moet worden geschorst", "The certificate has to be suspended"),
    ReviewOutcome.TO_WITHDRAW: Text("Het certificaat moet worden ingetrokken", "The certificate has to be withdrawn"),
}
_COLUMNS = (
    Column(Text("Certificaat", "Certificate"), width=16),
    Column(Text("Op naam van", "Holder")),
    Column(Text("Certificatieschema", "Certification scheme"), width=20),
    Column(Text("Oorzaak", "Cause"), width=60, words=CAUSES),
    Column(Text("Sinds", "Since"), Kind.INSTANT),
    Column(Text("Conclusie", "Outcome"), width=36, words=OUTCOMES),
    Column(Text("Afgerond op", "Closed at"), Kind.INSTANT),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "herbeoordelingen",
    Text("Herbeoordelingen", "Reviews"),
    _COLUMNS,
    Text("De herbeoordelingen, zoals zij nu staan.", "The reviews, as they stand."),
)


def reviews(found: Sifted[Named[ReviewOut]], *, actor: Actor, today: date) -> Exported:
    """These reviews."""
    return _OUTLINE.of([_row(each.told) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def _row(each: ReviewOut) -> Row:
    named = (each.certificate, each.name, each.scheme)
    return (*named, each.cause, each.opened_at, each.outcome, each.closed_at, str(each.id))
