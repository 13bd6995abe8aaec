"""What accounts refuse."""

from registry.errors import NotAllowed, NotAuthenticated, NotFound, RegistryError, RuleBroken
from registry.texts import Text


class WrongCredentials(NotAuthenticated):
    """E-mail address and password do not belong together; which of them is wrong is not told."""

    code = "wrong-credentials"
    title = Text("Aanmelden is niet gelukt", "Signing in failed")
    detail = Text(
        "Het e-mailadres, het wachtwoord of de code klopt niet. Probeer het opnieuw.",
        "The e-mail address, the password or the code is wrong. Try again.",
    )


class SecondFactorNeeded(NotAuthenticated):
    """The password is right, and this account signs in with a code as well."""

    code = "second-factor-needed"
    title = Text("Er is ook een code nodig", "A code is needed too")
    detail = Text(
        "Vul ook de code uit uw app in, of een herstelcode. Typ uw wachtwoord opnieuw.",
        "Enter the code from your app as well, or a recovery code. Type your password again.",
    )


class SecondFactorNotSetUp(NotAuthenticated):
    """Certifiers, admins, auditors and scheme owners do nothing before their second factor is set up."""

    code = "second-factor-not-set-up"
    title = Text("Stel eerst een tweede factor in", "Set up a second factor first")
    detail = Text(
        "Voor uw rol is een tweede factor nodig. Meld u aan in de browser en stel hem daar in.",
        "Your role needs a second factor. Sign in with a browser and set it up there.",
    )


class TooManyTries(RegistryError):
    """Whoever tries too often waits, for 15 minutes at most, whatever they would have typed."""

    code = "too-many-tries"
    title = Text("Te veel pogingen", "Too many tries")
    detail = Text(
        "U probeerde het te vaak. Wacht {seconds} seconden en probeer het dan opnieuw.",
        "You tried too often. Wait {seconds} seconds and try again.",
    )


class ProveYourselfAgain(NotAllowed):
    """Who decides gave password and code within the last 15 minutes."""

    code = "prove-yourself-again"
    title = Text("Meld u opnieuw aan", "Sign in again")
    detail = Text(
        "Voor deze handeling moet u zich in de laatste 15 minuten hebben aangemeld. Meld u opnieuw aan.",
        "For this act you must have signed in within the last 15 minutes. Sign in again.",
    )


class WrongCode(RuleBroken):
    """The app that was set up shows another code."""

    code = "wrong-code"
    title = Text("De code klopt niet", "The code is wrong")
    detail = Text(
        "De code klopt niet of is al gebruikt. Wacht op de volgende code in uw app.",
        "The code is wrong or was used already. Wait for the next code in your app.",
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


class LinkOver(NotFound):
    """A link from a mail was used, withdrawn or is too old, or never was one: these look alike."""

    code = "link-over"
    title = Text("Deze link werkt niet meer", "This link no longer works")
    detail = Text(
        "De link is al gebruikt, is te oud of klopt niet. Vraag een nieuwe aan.",
        "The link was used already, is too old or is not right. Ask for a new one.",
    )


class LastAdmin(RuleBroken):
    """There is always an admin who can sign in."""

    code = "last-admin"
    title = Text("De laatste beheerder blijft", "The last admin stays")
    detail = Text(
        "Dit is de laatste beheerder die zich kan aanmelden. Maak eerst iemand anders beheerder.",
        "This is the last admin who can sign in. Make somebody else an admin first.",
    )
