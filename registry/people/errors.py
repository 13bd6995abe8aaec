"""What people refuse."""

from registry.errors import NotFound, RuleBroken
from registry.texts import Text


class EmploymentRecorded(RuleBroken):
    """That a person works somewhere from a day is recorded once."""

    code = "employment-recorded"
    title = Text("Al vastgelegd", "Recorded already")
    detail = Text(
        "Dat deze persoon daar vanaf {day} werkt, is al vastgelegd.",
        "That this person works there from {day} has been recorded already.",
    )


class UnknownFile(NotFound):
    """Files are merged by their candidate numbers."""

    code = "unknown-file"
    title = Text("Kandidaatnummer niet gevonden", "Candidate number not found")
    detail = Text("Er is geen dossier met nummer {number}.", "There is no file with number {number}.")


class OneFile(RuleBroken):
    """A file is merged with another, never with itself."""

    code = "merge-of-one-file"
    title = Text("Twee keer hetzelfde nummer", "The same number twice")
    detail = Text(
        "U noemt twee keer {number}. Noem twee verschillende nummers.",
        "You name {number} twice. Name two different numbers.",
    )


class MergedAlready(RuleBroken):
    """A file counts as one other; until that is undone it is merged with nothing else."""

    code = "merged-already"
    title = Text("Al samengevoegd", "Merged already")
    detail = Text(
        "{number} telt al als {counts_as}. Gebruik dat nummer, of maak die samenvoeging eerst ongedaan.",
        "{number} counts as {counts_as} already. Use that number, or undo that merge first.",
    )


class OthersCountAsIt(RuleBroken):
    """A file that others count as does not itself count as another: merges make no chains."""

    code = "merge-makes-a-chain"
    title = Text("Andere nummers tellen als dit nummer", "Other numbers count as this one")
    detail = Text(
        "{others} telt al als {number}. Voeg de andere kant op samen, of maak die samenvoeging eerst ongedaan.",
        "{others} counts as {number} already. Merge the other way round, or undo that merge first.",
    )


class TwoCertificates(RuleBroken):
    """One person holds one certificate of a scheme; which of two stays is for certifiers to decide, not for a merge."""

    code = "merge-of-two-certificates"
    title = Text("Beide nummers hebben een certificaat", "Both numbers hold a certificate")
    detail = Text(
        "{duplicate} en {counts_as} hebben allebei een lopend certificaat van hetzelfde schema. "
        "Een certificeerder moet er eerst één beëindigen; daarna kunt u samenvoegen.",
        "{duplicate} and {counts_as} both hold a running certificate of the same scheme. "
        "A certifier has to end one of them first; after that you can merge.",
    )


class MergeUndone(RuleBroken):
    """A merge is undone once."""

    code = "merge-undone"
    title = Text("Al ongedaan gemaakt", "Undone already")
    detail = Text("Deze samenvoeging is al ongedaan gemaakt.", "This merge has been undone already.")
