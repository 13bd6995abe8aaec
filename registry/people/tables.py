"""People, the advisers among them, where they work, and what they let the public see."""

from piccolo.columns import UUID, Array, BigSerial, Date, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.columns import one_of, reference
from registry.organisations.tables import Organisation
from registry.people.rules import PublicField


class Person(Table, tablename="person"):
    """A human being: candidate, examiner, certifier, official. Never a BSN, birth date or home address.

    Personal data: name and work e-mail. Kept until the person is erased, when they become null.
    """

    id = UUID(primary_key=True)
    given_name = Varchar(100, null=True, default=None)
    family_prefix = Varchar(30, null=True, default=None)
    family_name = Varchar(100, null=True, default=None)
    work_email = Varchar(254, null=True, default=None)
    recorded_at = Timestamptz(default=None)
    erased_at = Timestamptz(null=True, default=None)

    person_is_named_or_erased = Check(
        "(erased_at IS NULL AND given_name IS NOT NULL AND family_name IS NOT NULL)"
        " OR (erased_at IS NOT NULL AND given_name IS NULL AND family_prefix IS NULL"
        " AND family_name IS NULL AND work_email IS NULL)",
    )


class Employment(Table, tablename="employment"):
    """A person works for an organisation from a day, through a last day where one is set.

    Personal data: the employer, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    person = reference(Person, index=True)
    employer = reference(Organisation)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)

    employment_starts_once_a_day = Unique([person, employer, valid_from])
    employment_period_is_ordered = Check("valid_from <= valid_to")


class Adviser(Table, tablename="adviser"):
    """A person with a file in the registry: candidate first, certified later.

    Personal data: the candidate number. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    person = reference(Person, unique=True)
    candidate_number = Varchar(11, default=None, unique=True)
    recorded_at = Timestamptz(default=None)

    adviser_number_is_well_formed = Check("candidate_number ~ '^EA[0-9]{6}-[0-9]{2}$'")


class AdviserProfile(Table, tablename="adviser_profile"):
    """What an adviser says of where they work, in which languages and on what, by codes. Append-only; the latest counts.

    Personal data: provinces, regions, languages, competences and specialisms, by key. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    adviser = reference(Adviser, index=True)
    provinces = Array(Varchar(20), default=list)
    regions = Array(Varchar(40), default=list)
    languages = Array(Varchar(3), default=list)
    competences = Array(Varchar(40), default=list)
    specialisms = Array(Varchar(40), default=list)
    recorded_at = Timestamptz(default=None)


class AdviserMerge(Table, tablename="adviser_merge"):
    """A person found that two files are of one human being: the duplicate counts as the other, until that is undone.

    Nothing is moved: both files stay, and whoever asks for one is given both. A file is merged into one other, which is
    not merged itself: by partial unique index and trigger. Who merged and undid are accounts.

    Personal data: that two numbers are of one person, and who found so, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    duplicate = reference(Adviser)
    counts_as = reference(Adviser, index=True)
    merged_by = UUID(null=True, default=None)
    merged_at = Timestamptz(default=None)
    undone_by = UUID(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)

    adviser_merge_is_of_two = Check("duplicate <> counts_as")
    adviser_merge_is_undone_afterwards = Check("merged_at <= undone_at")


class ConsentEvent(Table, tablename="consent_event"):
    """The adviser gave or withdrew consent to publish one field. Append-only; the latest counts.

    Personal data: who consented to what, as proof. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    adviser = reference(Adviser, index=True)
    field = Varchar(20, default=None)
    kind = Varchar(10, default=None)
    recorded_at = Timestamptz(default=None)

    consent_event_field_is_public = one_of("field", PublicField)
    consent_event_kind_is_known = Check("kind IN ('given', 'withdrawn')")
