"""Intakes: planning, participants, the proposition and the plan that follows; which coordinator works in which region."""

from piccolo.columns import JSONB, UUID, BigSerial, Date, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.allotments.tables import Allotment
from registry.columns import one_of, optional_reference, reference
from registry.intakes.rules import IntakeStep
from registry.organisations.tables import Organisation, Region
from registry.people.tables import Person
from registry.programmes.tables import Programme


class Intake(Table, tablename="intake"):
    """The conversation of a coordinator with one or more municipalities that must be completed before days exist.

    Personal data: who coordinated it, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    programme = reference(Programme)
    coordinator = reference(Person)
    holder = reference(Organisation, index=True)
    region = optional_reference(Region)
    held_on = Date(default=None)
    recorded_at = Timestamptz(default=None)


class IntakeMember(Table, tablename="intake_member"):
    """A municipality that the intake names; the days are for those.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    intake = reference(Intake)
    municipality = reference(Organisation, index=True)

    intake_member_is_named_once = Unique([intake, municipality])


class IntakeParticipant(Table, tablename="intake_participant"):
    """Somebody who took part in the conversation, and as what (*wethouder*, *gemeentesecretaris*). Append-only.

    Personal data: who took part, by key, and as what. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    intake = reference(Intake, index=True)
    person = reference(Person, index=True)
    capacity = Varchar(100, default=None)
    recorded_at = Timestamptz(default=None)

    intake_participant_is_named_once = Unique([intake, person])


class IntakeEvent(Table, tablename="intake_event"):
    """One step of an intake; append-only.

    Personal data: who took the step, by key. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    intake = reference(Intake, index=True)
    step = Varchar(20, default=None)
    account = reference(Account)
    facts = JSONB(default="{}")
    recorded_at = Timestamptz(default=None)

    intake_event_is_a_known_step = one_of("step", IntakeStep)
    intake_event_happens_once = Unique([intake, step])


class Proposition(Table, tablename="proposition"):
    """What a completed intake came to: its reference, who does what, and until when its days may be used. Append-only.

    Personal data: who recorded it, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    intake = reference(Intake, unique=True)
    reference_number = Varchar(60, default=None)
    role_split = Varchar(2000, null=True, default=None)
    valid_until = Date(null=True, default=None)
    account = optional_reference(Account)
    recorded_at = Timestamptz(default=None)


class PropositionShare(Table, tablename="proposition_share"):
    """The days of a proposition for one allotment, in quarters: one row when pooled, one a member when shared. Append-only.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    proposition = reference(Proposition)
    allotment = reference(Allotment, index=True)
    quarters = Integer(default=None)

    proposition_share_is_one_per_allotment = Unique([proposition, allotment])
    proposition_share_has_days = Check("quarters > 0")


class RealisationPlan(Table, tablename="realisation_plan"):
    """A version of the plan (*realisatieplan*) by which a municipality carries the proposition out. Append-only.

    Personal data: who recorded it, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    intake = reference(Intake)
    version = Integer(default=None)
    first_day = Date(default=None)
    last_day = Date(default=None)
    council_decided_on = Date(null=True, default=None)
    reference_number = Varchar(60, default=None)
    account = optional_reference(Account)
    recorded_at = Timestamptz(default=None)

    realisation_plan_versions_count_up = Unique([intake, version])
    realisation_plan_period_is_ordered = Check("first_day <= last_day AND version > 0")


class RegionCoordinator(Table, tablename="region_coordinator"):
    """A coordinator works in a region from a day, through a last day where one is set.

    Personal data: who works where, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    region = reference(Region)
    coordinator = reference(Person, index=True)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)
    account = optional_reference(Account)
    recorded_at = Timestamptz(default=None)

    region_coordinator_starts_once_a_day = Unique([region, coordinator, valid_from])
    region_coordinator_period_is_ordered = Check("valid_from <= valid_to")
