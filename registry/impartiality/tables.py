"""The register of relations that make someone less than independent of an adviser."""

from piccolo.columns import JSONB, UUID, BigSerial, Date, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from registry.columns import one_of, reference
from registry.impartiality.rules import RelationKind
from registry.people.tables import Adviser, Person


class Relation(Table, tablename="relation"):
    """A person taught, examined or is otherwise close to an adviser, from a day to a last day; null lasts on.

    Append-only. `origin` is the row it comes from (an enrolment's teaching, a result), so that one origin counts once.
    Personal data: who stood in which relation to whom; without names it says nothing.
    """

    id = BigSerial(primary_key=True)
    kind = Varchar(20, default=None)
    person = reference(Person, index=True)
    adviser = reference(Adviser, index=True)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)
    origin = UUID(default=None, unique=True)
    facts = JSONB(default="{}")
    recorded_at = Timestamptz(default=None)

    relation_kind_is_known = one_of("kind", RelationKind)
    relation_period_is_ordered = Check("valid_from <= valid_to")
