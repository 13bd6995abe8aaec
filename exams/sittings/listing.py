"""Sittings as a list to save."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from exams.sittings.schemas import SittingOut
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.people.ordering import Named
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

_COLUMNS = (
    Column(Text("Opleider", "Training provider"), width=28),
    Column(Text("Opleidingstraject", "Training track"), width=20),
    Column(Text("Versie", "Version"), Kind.WHOLE),
    Column(Text("Onderdeel", "Exam part"), width=12),
    Column(Text("Dag", "Day"), Kind.DAY),
    Column(Text("Plaats", "Place"), width=24),
    Column(Text("Examinator", "Examiner")),
    Column(Text("Surveillant", "Invigilator")),
    Column(Text("Vorm van het examen", "Form of the exam"), width=20),
    Column(Text("Versie van het examen", "Version of the exam"), width=20),
    Column(Text("Omstandigheden", "Conditions"), width=40),
    Column(Text("Identiteit gecontroleerd", "Identity checked"), Kind.TRUTH),
    Column(Text("Geheimhouding getekend", "Confidentiality signed"), Kind.TRUTH),
    Column(Text("Uitslagen", "Results"), Kind.WHOLE),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "examenzittingen",
    Text("Examenzittingen", "Exam sittings"),
    _COLUMNS,
    Text("De examenzittingen, met hoeveel uitslagen ervan nu tellen.", "The sittings, with how many results of it count now."),
)


def sittings(found: Sifted[Named[SittingOut]], providers: Mapping[UUID, str], *, actor: Actor, today: date) -> Exported:
    """These sittings, each under the name of its provider; what is empty is not known yet."""
    rows = [_row(providers[each.told.provider], each.told) for each in found.rows]
    return _OUTLINE.of(rows, actor=actor, today=today, chosen=found.stamped)


def _row(provider: str, each: SittingOut) -> Row:
    return (
        provider,
        each.track,
        each.version,
        each.part_code,
        each.held_on,
        each.place,
        each.examiner_name,
        each.invigilator_name,
        each.exam_form,
        each.exam_form_version,
        each.conditions,
        each.identity_checked,
        each.confidentiality_signed,
        each.results,
        str(each.id),
    )
