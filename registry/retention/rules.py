"""How long what may go is kept: one table of terms (AVG, art. 5(1)(e)).

What is not in it stays: rows that are append-only, the audit trail and certificates go by erasing a person, or never. The
docstring of each table says the same in words, and a test compares them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

_FAMILY_IS_OVER = "expires_at < $1 OR ended_at < $1 OR reused_at < $1 - interval '29 days'"
_NEVER_ACCEPTED = """
upload IN (SELECT id FROM upload WHERE recorded_at < $1 AND accepted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM acceptance_proposal WHERE acceptance_proposal.upload = upload.id)
    AND NOT EXISTS (SELECT 1 FROM upload_work WHERE upload_work.upload = upload.id AND ending IS NULL))
"""


@dataclass(frozen=True, slots=True)
class Term:
    """Rows of a table that go some time after they are over.

    `over` says in SQL which those are: `$1` is the moment that lies `after` ago. Rows that hold on to each other have the
    same `key`, and go together. Of a row that stays, `emptied` is the column that goes. `unlocked_by` is the setting under
    which the table's guard lets rows go.
    """

    table: str
    after: timedelta
    over: str
    key: str = "id"
    emptied: str | None = None
    unlocked_by: str | None = None

    @property
    def count(self) -> str:
        """In SQL, how many rows those are."""
        return f"SELECT count(*) AS number FROM {self.table} WHERE {self.over}"  # noqa: S608  our own text

    @property
    def let_go(self) -> str:
        """In SQL, that some of them go, `$2` at most but for what goes together; what another holds is left to them."""
        some = f"SELECT {self.key} FROM {self.table} WHERE {self.over} LIMIT $2 FOR UPDATE SKIP LOCKED"  # noqa: S608  likewise
        act = f"UPDATE {self.table} SET {self.emptied} = NULL" if self.emptied else f"DELETE FROM {self.table}"  # noqa: S608
        return f"{act} WHERE {self.key} IN ({some})"


TERMS: Sequence[Term] = (
    Term("password_request", timedelta(minutes=15), "asked_at < $1"),
    Term("idempotent_answer", timedelta(days=2), "recorded_at < $1"),
    Term(
        "sign_in_try",
        timedelta(days=1),
        "used_until < $1 AND (signed_in_at IS NULL OR signed_in_at < $1 - interval '89 days')",
    ),
    Term(
        "refresh_token",
        timedelta(days=1),
        f"family IN (SELECT id FROM refresh_family WHERE {_FAMILY_IS_OVER})",  # noqa: S608  our own text
        key="family",
    ),
    Term("refresh_family", timedelta(days=1), _FAMILY_IS_OVER),
    Term(
        "session",
        timedelta(days=30),
        "coalesce(ended_at, least(last_seen_at + interval '30 minutes', started_at + interval '12 hours')) < $1",
    ),
    Term("account_link", timedelta(days=30), "coalesce(used_at, withdrawn_at, expires_at) < $1"),
    Term("upload_work", timedelta(days=90), "ended_at < $1"),
    Term("upload_reading", timedelta(days=180), _NEVER_ACCEPTED),
    Term("upload_file", timedelta(days=180), _NEVER_ACCEPTED, unlocked_by="registry.erasing_files"),
    Term(
        "enrolment_file",
        timedelta(days=180),
        "recorded_at < $1 AND accepted_at IS NULL AND content IS NOT NULL",
        emptied="content",
    ),
)
"""In the order in which they go: what points at another first."""
