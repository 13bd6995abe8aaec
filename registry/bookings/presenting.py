"""Allotments, judgements and bookings as people read them: days instead of quarters."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from registry.allotments.ledger import AccountKind
from registry.allotments.schemas import AllotmentOut
from registry.bookings.checks import Check, CheckCode
from registry.bookings.matters import Pool
from registry.bookings.rules import Judgement
from registry.bookings.schemas import CheckOut, JudgementOut, PoolOut
from registry.bookings.service import Standing, Weighed
from registry.quarters import days
from registry.texts import Language


def allotment(standing: Standing) -> AllotmentOut:
    """An allotment with its balances in days."""
    balance = standing.balances
    return AllotmentOut(
        id=standing.id,
        programme=standing.programme,
        holder=standing.holder,
        holder_name=standing.holder_name,
        granted=days(-balance[AccountKind.GRANTED]),
        available=days(balance[AccountKind.AVAILABLE]),
        reserved=days(balance[AccountKind.RESERVED]),
        used=days(balance[AccountKind.USED]),
        expired=days(balance[AccountKind.EXPIRED]),
    )


def named(weighed: Weighed, names: Mapping[str, str]) -> Weighed:
    """The same with parts of a certificate by name instead of by code."""
    return replace(weighed, judgement=by_name(weighed.judgement, names))


def by_name(judgement: Judgement, names: Mapping[str, str]) -> Judgement:
    """The same with parts of a certificate by name instead of by code."""
    checks = (
        replace(check, named=tuple(names.get(code, code) for code in check.named))
        if check.code is CheckCode.SCOPE_COVERED
        else check
        for check in judgement.checks
    )
    return replace(judgement, checks=tuple(checks))


def judgement(weighed: Weighed, language: Language) -> JudgementOut:
    """The judge's answer with every check in words."""
    return JudgementOut(
        passed=weighed.judgement.passed,
        allotment=weighed.pool.id,
        holder_name=weighed.pool.holder_name,
        checks=[_check(check, language) for check in weighed.judgement.checks],
        alternatives=[_pool(pool) for pool in weighed.alternatives],
    )


def _check(check: Check, language: Language) -> CheckOut:
    return CheckOut(
        code=check.code,
        passed=check.passed,
        text=check.say(language),
        changed_by=check.changed_by.say(language),
        needed_days=_days(check.needed),
        available_days=_days(check.available),
        needed_on=_day(check.needed),
        available_on=_day(check.available),
        passes_from=check.passes_from,
        passes_with=check.passes_with,
        passes_until=check.passes_until,
        successor_codes=[code for code, _ in check.successors],
    )


def _days(number: Decimal | date | None) -> Decimal | None:
    return number if isinstance(number, Decimal) else None


def _day(number: Decimal | date | None) -> date | None:
    return number if isinstance(number, date) else None


def _pool(pool: Pool) -> PoolOut:
    return PoolOut(allotment=pool.id, holder_name=pool.holder_name, available=days(pool.available))
