"""Another password for one's own account."""

from datetime import datetime
from uuid import UUID

from registry.accounts import changes, endings, limiter, links, service, signing_in
from registry.accounts.changes import Change
from registry.accounts.errors import SecondFactorNeeded, WrongCode, WrongCredentials
from registry.accounts.limiter import Try
from registry.accounts.passwords import Passwords
from registry.accounts.purposes import CHOOSING
from registry.accounts.schemas import ChangePassword
from registry.accounts.tables import Account
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotAuthenticated
from registry.permissions import Actor
from registry.texts import Text
from registry.transactions import transaction

_NOT_YOURS = Text("Dit is niet uw wachtwoord van nu.", "This is not your present password.")
_CODE_TOO = Text(
    "Vul ook de code uit uw app in, of een herstelcode.", "Enter the code from your app as well, or a recovery code."
)


async def change(
    command: ChangePassword, *, passwords: Passwords, source: str, session: UUID | None, actor: Actor, now: datetime
) -> None:
    """A new password in place of one's own, with a code where there is a second factor; other sessions end, and one is told.

    Raises Invalid for a wrong old password, a missing or wrong code and a poor new one, TooManyTries, NotAllowed for a program.
    """
    actor.must_be_in_person()
    tried = await limiter.count(limiter.try_of(str(actor.account), source), now=now)
    row = await signing_in.credentials_of(Account.id == actor.account)
    if not await passwords.matches(row.password_hash, command.old_password) or row.account is None:
        raise Invalid([Fault("oldPassword", _NOT_YOURS)])
    try:
        await signing_in.expect_code(row.account, command.code, tried, now=now)
    except SecondFactorNeeded as error:
        raise Invalid([Fault("code", _CODE_TOO)]) from error
    try:
        kept = await passwords.hash(command.new_password, about=await service.about(row.account))
    except Invalid:
        await limiter.give_back(tried, now=now)
        raise
    async with transaction():
        await _spend_on_form(row, command.code, tried, now=now)
        await Account.update({Account.password_hash: kept}).where(Account.id == row.account)
        await endings.end_all(row.account, besides=session, now=now)
        await links.withdraw(row.account, CHOOSING, now=now)
        await audit.record(Action.PASSWORD_SET, row.account, actor=actor, at=now)
        await changes.tell(row.account, Change.PASSWORD, at=now)


async def _spend_on_form(proved: signing_in.Credentials, code: str | None, tried: Try, *, now: datetime) -> None:
    """As for a sign-in; what is wrong is told at its field. Raises Invalid."""
    if proved.account is None:
        raise NotAuthenticated
    try:
        await signing_in.hold(proved)
    except WrongCredentials as error:
        raise Invalid([Fault("oldPassword", _NOT_YOURS)]) from error
    try:
        await signing_in.spend(proved.account, code, tried, now=now)
    except WrongCredentials as error:
        raise Invalid([Fault("code", WrongCode.detail)]) from error
