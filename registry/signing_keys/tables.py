"""Keys that sign for the registry, by their thumbprints; their private halves are never in the database."""

from piccolo.columns import Text as TextColumn
from piccolo.columns import Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from registry.columns import one_of
from registry.signing_keys.rules import Algorithm, State, Use


class SigningKey(Table, tablename="signing_key"):
    """A key by which the registry signs or signed, and when it came into each of its states. One is active for each use.

    `kid` is the thumbprint (RFC 7638), `public_jwk` the public half. Never deleted: what it signed is checked with it.

    Personal data: none.
    """

    kid = Varchar(43, primary_key=True, default=None)
    use = Varchar(20, default=None)
    algorithm = Varchar(10, default=None)
    public_jwk = TextColumn(default=None)
    state = Varchar(20, default=None)
    published_at = Timestamptz(default=None)
    activated_at = Timestamptz(null=True, default=None)
    retired_at = Timestamptz(null=True, default=None)
    compromised_at = Timestamptz(null=True, default=None)

    signing_key_use_is_ours = one_of("use", Use)
    signing_key_algorithm_is_known = one_of("algorithm", Algorithm)
    signing_key_state_is_known = one_of("state", State)
    signing_key_state_has_its_moment = Check(
        "(state <> 'published' OR num_nonnulls(activated_at, retired_at, compromised_at) = 0) "
        "AND (state <> 'active' OR (activated_at IS NOT NULL AND num_nonnulls(retired_at, compromised_at) = 0)) "
        "AND (state <> 'retired' OR (retired_at IS NOT NULL AND compromised_at IS NULL)) "
        "AND (state <> 'compromised' OR compromised_at IS NOT NULL)"
    )
