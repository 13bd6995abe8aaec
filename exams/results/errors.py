"""What accepting, declining and retracting an upload refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class AcceptedBefore(RuleBroken):
    """One file is accepted once per provider, as long as it is not retracted."""

    code = "upload-accepted-before"
    title = Text("Dit bestand is al verwerkt", "This file was taken before")
    detail = Text(
        "Precies dit bestand is al aangenomen. Er is niets veranderd.",
        "Exactly this file has been accepted before. Nothing has changed.",
    )


class HasFaults(RuleBroken):
    """A file is recorded whole or not at all, but for faulty rows that are set aside by name."""

    code = "upload-has-faults"
    title = Text("Het bestand bevat fouten", "The file has faults")
    detail = Text(
        "Aantal fouten: {count}. Er is niets vastgelegd. Herstel ze in uw bestand en lever het opnieuw aan, of zet de rijen "
        "met een fout apart.",
        "Number of faults: {count}. Nothing was recorded. Correct them in your file and upload it again, or set the rows "
        "with a fault aside.",
    )


class NothingNew(RuleBroken):
    """A file without a new result changes nothing, and is not accepted."""

    code = "upload-has-nothing-new"
    title = Text("Niets nieuws in het bestand", "Nothing new in the file")
    detail = Text(
        "In dit bestand staat geen uitslag die nog niet is vastgelegd.",
        "This file has no result that is not on record already.",
    )


class SecondPersonNeeded(RuleBroken):
    """Who proposed to correct a result on which a certificate rests does not accept it as well."""

    code = "upload-needs-second-person"
    title = Text("Een tweede persoon is nodig", "A second person is needed")
    detail = Text(
        "U heeft dit voorgesteld op {at}. Op een uitslag die wijzigt, rust een certificaat: daarom beslist een collega. "
        "Dat kan: {who}.",
        "You proposed this on {at}. A certificate rests on a result that changes: therefore a colleague decides. "
        "Who can: {who}.",
    )


class OtherProposal(RuleBroken):
    """What a colleague proposed is accepted as it is, or declined."""

    code = "upload-has-other-proposal"
    title = Text("Een collega heeft al iets voorgesteld", "A colleague has proposed something already")
    detail = Text(
        "{by} heeft op {at} andere keuzes voorgesteld. Neem dat voorstel aan zoals het is, of wijs het af.",
        "{by} proposed other choices on {at}. Accept that proposal as it is, or decline it.",
    )


class NothingProposed(RuleBroken):
    """Only a proposal that stands can be declined."""

    code = "upload-has-no-proposal"
    title = Text("Er is geen voorstel", "There is no proposal")
    detail = Text(
        "Voor deze aanlevering wacht geen voorstel op een tweede persoon.",
        "No proposal for this upload waits for a second person.",
    )


class NotAccepted(RuleBroken):
    """Only what is on record can be taken back."""

    code = "upload-not-accepted"
    title = Text("Dit bestand is niet aangenomen", "This file was not accepted")
    detail = Text(
        "Er is van dit bestand niets vastgelegd, dus er valt niets terug te nemen.",
        "Nothing of this file is on record, so there is nothing to take back.",
    )


class RetractedBefore(RuleBroken):
    """An upload is taken back once; the same file can be sent anew."""

    code = "upload-retracted-before"
    title = Text("Deze aanlevering is teruggetrokken", "This upload was retracted")
    detail = Text(
        "Deze aanlevering is al teruggetrokken. Lever het bestand opnieuw aan als het toch klopt.",
        "This upload has been retracted already. Send the file again if it is right after all.",
    )
