"""What accounts refuse."""

from registry.errors import NotAuthenticated, RuleBroken
from registry.texts import Text


class WrongCredentials(NotAuthenticated):
    """E-mail address and password do not belong together; which of them is wrong is not told."""

    code = "wrong-credentials"
    title = Text("Aanmelden is niet gelukt", "Signing in failed")
    detail = Text(
        "Het e-mailadres of het wachtwoord klopt niet. Probeer het opnieuw.",
        "The e-mail address or the password is wrong. Try again.",
    )


class AccountExists(RuleBroken):
    """One account per person, one per e-mail address."""

    code = "account-exists"
    title = Text("Account bestaat al", "Account exists")
    detail = Text(
        "Deze persoon of dit e-mailadres heeft al een account.",
        "This person or this e-mail address already has an account.",
    )


class RolesClash(RuleBroken):
    """Nobody holds scheme owner and certifier, or provider and certifier (DESIGN §1)."""

    code = "roles-clash"
    title = Text("Rollen gaan niet samen", "Roles do not go together")
    detail = Text(
        "Deze rol gaat niet samen met een rol die dit account al heeft.",
        "This role does not go together with a role that this account already holds.",
    )


class RoleNeedsOrganisation(RuleBroken):
    """A role is held for an organisation of the right kind; an adviser holds theirs for themselves."""

    code = "role-needs-organisation"
    title = Text("Rol en organisatie passen niet", "Role and organisation do not fit")
    detail = Text(
        "Deze rol hoort bij een ander soort organisatie.",
        "This role belongs to another kind of organisation.",
    )
