"""The register of relations that make someone less than independent of an adviser."""

from piccolo.columns import JSONB, UUID, BigSerial, Boolean, Bytea, Date, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.columns import one_of, optional_reference, reference
from registry.impartiality.rules import RelationKind, Waivable
from registry.people.tables import Adviser, Person


class Relation(Table, tablename="relation"):
    """A person taught, examined or is otherwise close to an adviser, from a day to a last day; null lasts on.

    Append-only. `origin` is the row it comes from (an enrolment's teaching, a result), so that one origin counts once.

    Personal data: who stood in which relation to whom, by key. Kept as long as the registry.
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


class ConflictStatement(Table, tablename="conflict_statement"):
    """A certifier said that every relation they have with an adviser is on record; it holds through its last day. Append-only.

    Personal data: who said so, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    person = reference(Person, index=True)
    valid_from = Date(default=None)
    valid_until = Date(default=None)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)

    conflict_statement_period_is_ordered = Check("valid_from <= valid_until")


class DeclaredRelation(Table, tablename="declared_relation"):
    """A relation that somebody declared, of themselves or of another; the register of relations has it from here. Append-only.

    `ends` is the declaration whose relation ended on `valid_to`.

    Personal data: who is close to whom, by key, and the explanation in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    person = reference(Person, index=True)
    adviser = reference(Adviser, index=True)
    kind = Varchar(20, default=None)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)
    ends = optional_reference("self", unique=True)
    explanation = Bytea(null=True, default=None)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)

    declared_relation_kind_is_known = one_of("kind", RelationKind)
    declared_relation_period_is_ordered = Check("valid_from <= valid_to")


class Waiver(Table, tablename="impartiality_waiver"):
    """One ground that is set aside for one certifier and one adviser until a day, asked by one person and granted by another.

    Only for the grounds that DESIGN §2.3 names. Ended once: by trigger.

    Personal data: for whom it is, by key, and the reason in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    person = reference(Person, index=True)
    adviser = reference(Adviser, index=True)
    ground = Varchar(20, default=None)
    valid_until = Date(default=None)
    reason = Bytea(default=None)
    asked_by = reference(Account)
    asked_at = Timestamptz(default=None)
    granted = Boolean(null=True, default=None)
    closed_by = optional_reference(Account)
    closed_at = Timestamptz(null=True, default=None)

    impartiality_waiver_ground_can_be_waived = one_of("ground", Waivable)
    impartiality_waiver_is_closed_whole = Check(
        "(granted IS NULL) = (closed_at IS NULL) AND (granted IS NULL) = (closed_by IS NULL)",
    )
