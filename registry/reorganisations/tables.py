"""Mergers and splits of municipalities: to whom rights and duties passed (Wet algemene regels herindeling, art. 44)."""

from piccolo.columns import JSONB, UUID, Date, Timestamptz
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.columns import optional_reference, reference
from registry.organisations.tables import Organisation


class Reorganisation(Table, tablename="reorganisation"):
    """One operation: what the predecessors had passed to the successor on a day. Append-only; `facts` tell what moved.

    Personal data: who carried it out, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    successor = reference(Organisation, index=True)
    effective_on = Date(default=None)
    facts = JSONB(default="{}")
    account = optional_reference(Account)
    recorded_at = Timestamptz(default=None)


class ReorganisedMunicipality(Table, tablename="reorganised_municipality"):
    """A municipality that ended; what it had passed once, to one successor. Append-only.

    Personal data: none.
    """

    id = UUID(primary_key=True)
    reorganisation = reference(Reorganisation, index=True)
    municipality = reference(Organisation, unique=True)
