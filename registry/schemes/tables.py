"""Certification schemes: the rules for one certificate, in immutable versions that two parties sign."""

from piccolo.columns import JSONB, UUID, Bytea, Date, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.columns import one_of, optional_reference, reference
from registry.organisations.tables import Organisation
from registry.schemes.rules import Party


class Scheme(Table, tablename="scheme"):
    """A certification scheme, by its code.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    code = Varchar(40, default=None, unique=True)
    name_nl = Varchar(100, default=None)
    name_en = Varchar(100, default=None)
    owner = reference(Organisation)
    recorded_at = Timestamptz(default=None)

    scheme_code_is_kebab_case = Check("code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'")


class SchemeVersion(Table, tablename="scheme_version"):
    """One version of a scheme; append-only. It takes effect when owner and certification body have both signed it.

    `content` is the canonical form of SchemeRules and `content_hash` its SHA-256.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    scheme = reference(Scheme, index=True)
    number = Integer(default=None)
    effective_from = Date(default=None)
    certification_body = reference(Organisation)
    supersedes = optional_reference(Scheme)
    supersedes_on = Date(null=True, default=None)
    content = JSONB(default=None)
    content_hash = Bytea(default=None)
    recorded_at = Timestamptz(default=None)

    scheme_version_number_is_unique = Unique([scheme, number])
    scheme_version_number_counts_from_one = Check("number >= 1")
    scheme_version_supersedes_on_a_day = Check("(supersedes IS NULL) = (supersedes_on IS NULL)")


class SchemeSignature(Table, tablename="scheme_signature"):
    """One party's signature under a version; append-only.

    Personal data: who signed, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    scheme_version = reference(SchemeVersion)
    party = Varchar(20, default=None)
    organisation = reference(Organisation)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)

    scheme_signature_party_is_known = one_of("party", Party)
    scheme_signature_is_given_once = Unique([scheme_version, party])
