"""What municipalities found of engagements, and what advisers answered."""

from piccolo.columns import UUID, Boolean, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.bookings.tables import Booking
from registry.columns import one_of, reference
from registry.evaluations.rules import Outcome
from registry.organisations.tables import Organisation
from registry.people.tables import Adviser


class Evaluation(Table, tablename="evaluation"):
    """The municipality's judgement of a completed engagement: four competences from 1 to 5, once. Append-only.

    Personal data: the scores, about the adviser; the remark, in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    booking = reference(Booking, unique=True)
    municipality = reference(Organisation, index=True)
    adviser = reference(Adviser, index=True)
    municipal_processes = Integer(default=None)
    information_management = Integer(default=None)
    organisation_advice = Integer(default=None)
    change_management = Integer(default=None)
    outcome = Varchar(20, default=None)
    again = Boolean(default=None)
    remark = Bytea(null=True, default=None)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)

    evaluation_scores_are_from_one_to_five = Check(
        "least(municipal_processes, information_management, organisation_advice, change_management) >= 1"
        " AND greatest(municipal_processes, information_management, organisation_advice, change_management) <= 5",
    )
    evaluation_outcome_is_known = one_of("outcome", Outcome)


class EvaluationReply(Table, tablename="evaluation_reply"):
    """What the adviser answered, once. Append-only.

    Personal data: what the adviser answered, in `personal_value`. Kept until the person is erased.
    """

    id = UUID(primary_key=True)
    evaluation = reference(Evaluation, unique=True)
    content = Bytea(default=None)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)
