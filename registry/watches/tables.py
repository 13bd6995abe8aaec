"""Whom and what municipalities follow, and what they were told of it."""

from piccolo.columns import UUID, BigSerial, Date, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.certificates.rules import Status
from registry.certificates.tables import Certificate
from registry.columns import one_of, optional_reference, reference
from registry.organisations.tables import Organisation
from registry.people.tables import Adviser


class Watch(Table, tablename="watch"):
    """An organisation follows one certificate, or whatever certificates an adviser has; until it is ended.

    One that lasts per organisation and what it follows: by partial unique indexes.

    Personal data: who follows whom, by key. Kept as long as the registry.
    """

    id = UUID(primary_key=True)
    organisation = reference(Organisation, index=True)
    certificate = optional_reference(Certificate)
    adviser = optional_reference(Adviser)
    account = reference(Account)
    recorded_at = Timestamptz(default=None)
    ended_by = optional_reference(Account)
    ended_at = Timestamptz(null=True, default=None)

    watch_is_of_one = Check("num_nonnulls(certificate, adviser) = 1")
    watch_is_ended_by_someone = Check("(ended_at IS NULL) = (ended_by IS NULL)")


class WatchNotice(Table, tablename="watch_notice"):
    """The status in which a watch last saw a certificate; the first is what it was when following began. Append-only.

    `day` is the first day on which it was seen so. One that says what the last one said is refused: by trigger.

    Personal data: what somebody was told of whom, by key. Kept as long as the registry.
    """

    id = BigSerial(primary_key=True)
    watch = reference(Watch, index=True)
    certificate = reference(Certificate)
    status = Varchar(20, default=None)
    day = Date(default=None)
    recorded_at = Timestamptz(default=None)

    watch_notice_status_is_known = one_of("status", Status)
