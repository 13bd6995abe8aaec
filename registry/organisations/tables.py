"""Organisations of every kind, municipalities with their dates and successors, and partnerships."""

from enum import StrEnum

from piccolo.columns import UUID, Date, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.columns import one_of, reference


class Kind(StrEnum):
    """What an organisation is; one organisation is one thing."""

    PROVIDER = "provider"
    SCHEME_OWNER = "scheme-owner"
    CERTIFICATION_BODY = "certification-body"
    MUNICIPALITY = "municipality"
    PARTNERSHIP = "partnership"
    COORDINATION = "coordination"
    OPERATOR = "operator"
    EMPLOYER = "employer"


class Organisation(Table, tablename="organisation"):
    """A legal person or public body that takes part in the registry.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    kind = Varchar(30, default=None)
    name = Varchar(200, default=None)
    recorded_at = Timestamptz(default=None)

    organisation_kind_is_known = one_of("kind", Kind)


class Municipality(Table, tablename="municipality"):
    """A municipality that existed at some time since 2006, by its CBS code (`GM0363`); `valid_to` is its last day.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    organisation = reference(Organisation, unique=True)
    code = Varchar(6, default=None, unique=True)
    province = Varchar(20, default=None, index=True)
    valid_from = Date(null=True, default=None)
    valid_to = Date(null=True, default=None)

    municipality_code_is_cbs = Check("code ~ '^GM[0-9]{4}$'")
    municipality_period_is_ordered = Check("valid_from <= valid_to")


class MunicipalitySuccession(Table, tablename="municipality_succession"):
    """The successor took over territory of the predecessor on the day after the predecessor's last.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    predecessor = reference(Municipality)
    successor = reference(Municipality)

    municipality_succession_is_named_once = Unique([predecessor, successor])
    municipality_succeeds_another = Check("predecessor <> successor")


class PartnershipMember(Table, tablename="partnership_member"):
    """A municipality belongs to a partnership from a day, through a last day where one is set.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    partnership = reference(Organisation)
    municipality = reference(Organisation)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)

    partnership_member_joins_once_a_day = Unique([partnership, municipality, valid_from])
    partnership_member_period_is_ordered = Check("valid_from <= valid_to")


class Region(Table, tablename="region"):
    """A named set of municipalities, kept by admins; who is in it is dated.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    code = Varchar(40, default=None, unique=True)
    name = Varchar(100, default=None)
    recorded_at = Timestamptz(default=None)


class RegionMember(Table, tablename="region_member"):
    """A municipality belongs to a region from a day, through a last day where one is set.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    region = reference(Region)
    municipality = reference(Organisation, index=True)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)

    region_member_joins_once_a_day = Unique([region, municipality, valid_from])
    region_member_period_is_ordered = Check("valid_from <= valid_to")
