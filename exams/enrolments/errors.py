"""What enrolments refuse."""

from registry.errors import NotFound, RuleBroken
from registry.texts import Language, Text


class EnrolledAlready(RuleBroken):
    """A candidate is enrolled once in a version of a track with a provider."""

    code = "enrolled-already"
    title = Text("Al ingeschreven", "Enrolled already")
    detail = Text(
        "Deze kandidaat is bij u al voor dit traject ingeschreven.",
        "This candidate is enrolled in this track with you already.",
    )


class TeachingRecorded(RuleBroken):
    """Who taught what from a day is recorded once."""

    code = "teaching-recorded"
    title = Text("Al vastgelegd", "Recorded already")
    detail = Text("Dit is al vastgelegd.", "This has been recorded already.")


class UnknownCandidate(NotFound):
    """A known candidate is found by number and family name together."""

    code = "unknown-candidate"
    title = Text("Kandidaat niet gevonden", "Candidate not found")
    detail = Text(
        "Er is geen kandidaat met dit nummer en deze achternaam. Controleer beide.",
        "There is no candidate with this number and this family name. Check both.",
    )


class PossibleDuplicate(RuleBroken):
    """Whether someone new is someone known is for a person to say; of other providers' candidates nothing is told.

    Facts: `own`, the provider's own candidates of that name or e-mail, and whether there are any `elsewhere`.
    """

    code = "possible-duplicate"
    title = Text("Is dit iemand die al bekend is?", "Is this somebody who is known already?")
    detail = Text(
        "Kijk eerst of het om dezelfde persoon gaat. Bevestig anders dat dit iemand anders is.",
        "First see whether this is the same person. Otherwise confirm that this is somebody else.",
    )
    _own = Text(
        "Bij u staat al: {listed}. Is dit dezelfde persoon, geef dan dat nummer op.",
        "You already have: {listed}. If this is the same person, give that number.",
    )
    _elsewhere = Text(
        "Iemand met deze naam of dit werkadres is al elders bekend. Heeft u het kandidaatnummer, geef dat dan op.",
        "Somebody with this name or work e-mail is known elsewhere. If you have the candidate number, give it.",
    )

    def say(self, language: Language) -> str:
        """The own candidates by number and name; of others only that there are some."""
        own = self.facts["own"]
        listed = [f"{each['candidateNumber']} {each['name']}" for each in own] if isinstance(own, list) else []
        told = [self._own.say(language, listed=listed)] if listed else []
        told += [self._elsewhere.say(language)] if self.facts["elsewhere"] else []
        return " ".join([*told, super().say(language)])


class PrerequisitesMissing(RuleBroken):
    """Who joins a track has passed the tracks that it asks for."""

    code = "prerequisites-missing"
    title = Text("Eerst een ander traject", "Another track first")
    detail = Text(
        "Wie aan dit traject begint, heeft eerst gehaald: {tracks}.",
        "Whoever begins this track has first passed: {tracks}.",
    )


class TrainerKnown(RuleBroken):
    """A trainer whom the provider has already is not registered again."""

    code = "trainer-known"
    title = Text("Is dit iemand die u al heeft?", "Is this somebody you have already?")
    detail = Text(
        "Bij u is al bekend: {names}. Kies die persoon als docent, of bevestig dat dit iemand anders is.",
        "You already have: {names}. Choose that person as trainer, or confirm that this is somebody else.",
    )


class TrainerKnownElsewhere(RuleBroken):
    """Someone of that name is in the registry: who taught and who judges must be recognised as one person."""

    code = "trainer-known-elsewhere"
    title = Text("Is dit iemand die al bekend is?", "Is this somebody who is known already?")
    detail = Text(
        "Iemand met deze naam of dit werkadres is al bekend in het register. Is het dezelfde persoon, vraag dan de beheerder "
        "om die bij u te registreren. Bevestig anders dat dit iemand anders is.",
        "Somebody with this name or work e-mail is known in the registry. If it is the same person, ask the admin to register "
        "them with you. Otherwise confirm that this is somebody else.",
    )


class EnrolmentFileAcceptedBefore(RuleBroken):
    """A file of enrolments is accepted once for each provider."""

    code = "enrolment-file-accepted-before"
    title = Text("Dit bestand is al aangenomen", "This file has been accepted before")
    detail = Text(
        "Deze inschrijvingen zijn al vastgelegd. Er is niets veranderd.",
        "These enrolments are on record already. Nothing has changed.",
    )


class EnrolmentFileHasFaults(RuleBroken):
    """Nothing is recorded while anything is wrong."""

    code = "enrolment-file-has-faults"
    title = Text("Er staan fouten in het bestand", "The file has faults")
    detail = Text(
        "Er staan {count} fouten in het bestand. Verbeter ze en stuur het bestand opnieuw; er is niets vastgelegd.",
        "The file has {count} faults. Correct them and send the file again; nothing has been recorded.",
    )


class NobodyToEnrol(RuleBroken):
    """A file brings at least one enrolment or one teaching that is not on record."""

    code = "nobody-to-enrol"
    title = Text("Er staat niets nieuws in", "There is nothing new in it")
    detail = Text(
        "Alles in dit bestand is al vastgelegd.",
        "Everything in this file is on record already.",
    )


class DuplicatesUndecided(RuleBroken):
    """Of everyone who may be known already a person said that it is somebody else; facts: the `rows` still open."""

    code = "duplicates-undecided"
    title = Text("Beslis eerst over mogelijke dubbelen", "First decide about possible duplicates")
    detail = Text(
        "Zeg voor rij {rows} of dit iemand anders is, of vul daar het kandidaatnummer in en stuur het bestand opnieuw.",
        "Say of row {rows} whether this is somebody else, or fill in the candidate number there and send the file again.",
    )
