"""A version that says something in every field, and one thing changed in each."""

from datetime import date

import msgspec

from registry.schemes.rules import (
    EquivalentRoute,
    Publication,
    Reason,
    Recertification,
    Route,
    SchemeRules,
    ScopeItem,
    Term,
    Transition,
    TransitionKind,
)

FIRST_DAY = date(2027, 1, 1)
FULL = SchemeRules(
    validity_months=36,
    look_back_months=24,
    track_codes=("traject",),
    scope=(ScopeItem("gp", "Gemeentelijke processen", "Municipal processes"),),
    terms_version="2026-1",
    code_of_conduct_version="2026-1",
    publication=Publication(("valid", "withdrawn"), ("valid",), (Term("withdrawn", 12),)),
    reasons=(Reason("misbruik", "Misbruik van het merk", "Misuse of the mark", ("suspended", "withdrawn"), public=True),),
    suspension_months=6,
    backdating_days=92,
    ahead_days=183,
    equivalent_routes=(EquivalentRoute("diploma", "Diploma", "Diploma", "traject", ("GP", "IM")),),
    recertification=Recertification(6, 3, (Route.EXAM, Route.EDUCATION), education_hours=40),
    transitions=(Transition("oud", None, TransitionKind.HARD_END, FIRST_DAY, None),),
)


def but(**changes: object) -> SchemeRules:
    """The same rules but for what is named."""
    return msgspec.structs.replace(FULL, **changes)


def reason(**changes: object) -> SchemeRules:
    """The same rules with another reason."""
    return but(reasons=(msgspec.structs.replace(FULL.reasons[0], **changes),))


def route(**changes: object) -> SchemeRules:
    """The same rules with another equivalent route."""
    return but(equivalent_routes=(msgspec.structs.replace(FULL.equivalent_routes[0], **changes),))


def again(**changes: object) -> SchemeRules:
    """The same rules with another recertification."""
    assert FULL.recertification is not None
    return but(recertification=msgspec.structs.replace(FULL.recertification, **changes))


def shown(**changes: object) -> SchemeRules:
    """The same rules with another publication."""
    return but(publication=msgspec.structs.replace(FULL.publication, **changes))


def transition(**changes: object) -> SchemeRules:
    """The same rules with another transition."""
    return but(transitions=(msgspec.structs.replace(FULL.transitions[0], **changes),))
