"""What a credential that was signed here is worth on a day: by the register, and for now by its published lists as well."""

from collections.abc import Mapping
from dataclasses import replace

from registry.certificates.rules import Status
from registry.credentials.verifying import Check, Judged, Verdict

_ON_RECORD: Mapping[Status, Verdict] = {
    Status.VALID: Verdict.VALID,
    Status.NOT_YET_VALID: Verdict.NOT_YET_VALID,
    Status.EXPIRED: Verdict.EXPIRED,
}
_FAILS: Mapping[Verdict, Check] = {
    Verdict.UNKNOWN_STATUS: Check.STATUS,
    Verdict.REVOKED: Check.STATUS,
    Verdict.NOT_YET_VALID: Check.PERIOD,
    Verdict.EXPIRED: Check.PERIOD,
}
_WORST_FIRST = list(Verdict)


def on_record(judged: Judged, status: Status, *, day_is_over: bool) -> Judged:
    """The credential of a certificate that had this status on the day, as the register knows it now.

    Of a day that is over the register alone says what held (DESIGN §2.2): what was voided never did, and what was dated back
    counts from its day, whatever the lists said then. Of today and of days to come the lists count too, and the worse is told.
    """
    known = _ON_RECORD.get(status, Verdict.REVOKED)
    verdict = known if day_is_over else min(known, judged.verdict, key=_WORST_FIRST.index)
    failed = {_FAILS[each] for each in (known, verdict) if each in _FAILS} | set(() if day_is_over else judged.failed)
    held = [each for each in judged.passed if each not in {Check.STATUS, Check.PERIOD}]
    looked_at = [each for each in (Check.STATUS, Check.PERIOD) if each not in failed]
    return replace(judged, verdict=verdict, passed=(*held, *looked_at), failed=tuple(each for each in Check if each in failed))
