"""Signing in without beginning anything."""

from datetime import datetime

from registry.accounts import signing_in
from registry.accounts.passwords import Passwords
from registry.accounts.schemas import SignIn
from registry.accounts.signing_in import SignedIn


async def sign_in(command: SignIn, *, passwords: Passwords, source: str, now: datetime) -> SignedIn:
    """Who these credentials let in; raises as the sign-in does."""
    async with signing_in.sign_in(command, passwords=passwords, source=source, now=now) as signed:
        return signed
