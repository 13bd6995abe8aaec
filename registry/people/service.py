"""People and advisers, as other topics use them: registering, finding, their own file and who employs them."""

from registry.people.employments import employ, employers_of, record_employment
from registry.people.locking import lock, lock_all
from registry.people.names import names_of, persons_of
from registry.people.own_file import change_consent, consent_before, consents, consents_since, own_file
from registry.people.profiles import change_profile, profile_of, show_own_file
from registry.people.registering import add, open_file, open_files, register
from registry.people.renaming import rename

__all__ = [
    "add",
    "change_consent",
    "change_profile",
    "consent_before",
    "consents",
    "consents_since",
    "employ",
    "employers_of",
    "lock",
    "lock_all",
    "names_of",
    "open_file",
    "open_files",
    "own_file",
    "persons_of",
    "profile_of",
    "record_employment",
    "register",
    "rename",
    "show_own_file",
]
