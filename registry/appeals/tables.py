"""Appeals and complaints, and every step of handling them."""

from piccolo.columns import JSONB, UUID, BigSerial, Bytea, Timestamptz, Varchar
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.appeals.rules import Against, Kind, Step
from registry.certificates.tables import Certificate
from registry.columns import one_of, optional_reference, reference
from registry.dossiers.tables import Dossier
from registry.organisations.tables import Organisation
from registry.people.tables import Person


class Appeal(Table, tablename="appeal"):
    """An appeal or complaint as it came in; append-only. What is done with it are its events.

    `number` is what the sender is told, with check digits; `body` handles it; `result` is the row of the result it is about.

    Personal data: who complains (a person of their own when they have no file) and what they wrote, in `personal_value`. Kept
    until the person is erased.
    """

    id = UUID(primary_key=True)
    number = Varchar(20, default=None, unique=True)
    kind = Varchar(20, default=None)
    against = Varchar(20, default=None)
    body = reference(Organisation, index=True)
    sender = reference(Person, index=True)
    dossier = optional_reference(Dossier, index=True)
    certificate = optional_reference(Certificate, index=True)
    measure = UUID(null=True, default=None)
    result = UUID(null=True, default=None)
    content = Bytea(default=None)
    received_at = Timestamptz(default=None)

    appeal_kind_is_known = one_of("kind", Kind)
    appeal_against_is_known = one_of("against", Against)


class AppealEvent(Table, tablename="appeal_event"):
    """One step of an appeal or complaint; append-only, in the order of `id`. It ends once: by index.

    `handler` is who it was given to, on the step that assigns it; `personal` the commitment to words about people.

    Personal data: who took the step, by key, and words about people in `personal_value`. Kept until the person is erased.
    """

    id = BigSerial(primary_key=True)
    appeal = reference(Appeal, index=True)
    step = Varchar(20, default=None)
    account = optional_reference(Account)
    handler = optional_reference(Person)
    facts = JSONB(default="{}")
    personal = Bytea(null=True, default=None)
    recorded_at = Timestamptz(default=None)

    appeal_event_step_is_known = one_of("step", Step)
