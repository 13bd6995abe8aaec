"""Why an uploaded file is refused before a single cell is judged: what is wrong, and what to do.

A refusal is about the whole file; whatever is wrong with one cell is a finding of the reading, never an error.
"""

from registry.errors import RegistryError
from registry.texts import Text


class UploadRefused(RegistryError):
    """The file as a whole cannot be taken; nothing of it is recorded."""

    code = "upload-refused"
    title = Text("Het bestand is niet aangenomen", "The file was not taken")
    detail = Text("Het bestand kan niet worden gelezen.", "The file cannot be read.")


class FileEmpty(UploadRefused):
    """A file holds at least one byte."""

    code = "file-empty"
    detail = Text(
        "Het bestand is leeg. Kies het bestand met de gegevens opnieuw.",
        "The file is empty. Choose the file with the data again.",
    )


class FileTooLarge(UploadRefused):
    """Facts: `size` and `limit` in megabytes."""

    code = "file-too-large"
    detail = Text(
        "Het bestand is {size} MB groot; {limit} MB is het meeste. Verwijder afbeeldingen of verdeel de gegevens.",
        "The file is {size} MB; {limit} MB is the most. Remove pictures or split the data.",
    )


class FileDamaged(UploadRefused):
    """The file is cut off or altered: its parts cannot be unpacked."""

    code = "file-damaged"
    detail = Text(
        "Het bestand is beschadigd of niet helemaal aangekomen. Sla het opnieuw op en stuur het nog een keer.",
        "The file is damaged or did not arrive whole. Save it again and send it once more.",
    )


class TooManyParts(UploadRefused):
    """Facts: `count` and `limit`."""

    code = "file-too-many-parts"
    detail = Text(
        "Het bestand bestaat uit {count} delen; {limit} is het meeste. Kopieer het blad met gegevens naar een nieuwe werkmap.",
        "The file has {count} parts; {limit} is the most. Copy the sheet with data into a new workbook.",
    )


class UnsafeParts(UploadRefused):
    """A part with a name that occurs twice, or that points outside the file; or stored in an unknown way. Fact: `part`."""

    code = "file-unsafe-parts"
    detail = Text(
        "Het deel ‘{part}’ hoort niet in een gewoon rekenblad. Kopieer de gegevens naar een nieuwe werkmap.",
        "The part ‘{part}’ does not belong in an ordinary spreadsheet. Copy the data into a new workbook.",
    )


class FileEncrypted(UploadRefused):
    """Some part is encrypted."""

    code = "file-encrypted"
    detail = Text(
        "Er zit een wachtwoord op het bestand. Haal het wachtwoord weg en stuur het opnieuw.",
        "The file has a password. Remove the password and send it again.",
    )


class UnpacksTooLarge(UploadRefused):
    """Facts: `size` and `limit` in megabytes, unpacked."""

    code = "file-unpacks-too-large"
    detail = Text(
        "Uitgepakt is het bestand {size} MB; {limit} MB is het meeste. Verdeel de gegevens over meer bestanden.",
        "Unpacked the file is {size} MB; {limit} MB is the most. Split the data over more files.",
    )


class PackedTooTightly(UploadRefused):
    """The mark of a file made to swell. Facts: `part`, `ratio` and `limit`."""

    code = "file-packed-too-tightly"
    detail = Text(
        "Het deel ‘{part}’ is {ratio} keer zo klein gemaakt; {limit} keer is het meeste. "
        "Kopieer de gegevens als waarden naar een nieuwe werkmap.",
        "The part ‘{part}’ is packed {ratio} times; {limit} is the most. Copy the data as values into a new workbook.",
    )


class MacrosInside(UploadRefused):
    """A workbook of results holds no programs."""

    code = "file-macros"
    detail = Text(
        "Er zitten macro’s in het bestand. Sla het op als gewone werkmap zonder macro’s (.xlsx).",
        "The file holds macros. Save it as an ordinary workbook without macros (.xlsx).",
    )


class ExternalLinks(UploadRefused):
    """What a result is may not depend on another file."""

    code = "file-external-links"
    detail = Text(
        "Het bestand haalt gegevens uit een ander bestand. Plak die cellen als waarden en verbreek de koppelingen.",
        "The file takes data from another file. Paste those cells as values and break the links.",
    )


class LiveLinks(UploadRefused):
    """DDE: cells that another program on the reader's computer would fill."""

    code = "file-live-links"
    detail = Text(
        "Het bestand haalt gegevens uit een ander programma (DDE). Plak die cellen als waarden en verbreek de koppelingen.",
        "The file takes data from another program (DDE). Paste those cells as values and break the links.",
    )


class ObjectsInside(UploadRefused):
    """A workbook of results holds no files or controls of other programs (OLE, ActiveX)."""

    code = "file-objects"
    detail = Text(
        "In de werkmap zit een ander bestand of een knop (een ingesloten object). Verwijder het en stuur de werkmap opnieuw.",
        "The workbook holds another file or a control (an embedded object). Remove it and send the workbook again.",
    )


class UnsafeXml(UploadRefused):
    """XML as no spreadsheet program writes it: entities, comments, another encoding. Fact: `part`."""

    code = "file-unsafe-xml"
    detail = Text(
        "Het deel ‘{part}’ is niet zo opgebouwd als een rekenprogramma dat doet. "
        "Open het bestand in Excel of LibreOffice en sla het opnieuw op.",
        "The part ‘{part}’ is not built as a spreadsheet program does. "
        "Open the file in Excel or LibreOffice and save it again.",
    )


class NoSheet(UploadRefused):
    """A workbook has at least one sheet with cells."""

    code = "file-no-sheet"
    detail = Text(
        "Er staat geen blad met gegevens in het bestand. Zet de gegevens op het eerste blad.",
        "There is no sheet with data in the file. Put the data on the first sheet.",
    )


class TooManyRows(UploadRefused):
    """Facts: `cell` that lies too low, and `limit`."""

    code = "sheet-too-many-rows"
    detail = Text(
        "Cel {cell} is gevuld, en na rij {limit} wordt niet gelezen. Wis die cel of verdeel de gegevens.",
        "Cell {cell} is filled, and nothing is read after row {limit}. Clear that cell or split the data.",
    )


class TooManyColumns(UploadRefused):
    """Facts: `cell` that lies too far right, and `limit`, the last column read."""

    code = "sheet-too-many-columns"
    detail = Text(
        "Cel {cell} is gevuld, en na kolom {limit} wordt niet gelezen. Wis die cel.",
        "Cell {cell} is filled, and nothing is read after column {limit}. Clear that cell.",
    )


class TooManyCells(UploadRefused):
    """Facts: `count` and `limit`."""

    code = "sheet-too-many-cells"
    detail = Text(
        "Het eerste blad beslaat {count} cellen; {limit} is het meeste. Verdeel de gegevens over meer bestanden.",
        "The first sheet spans {count} cells; {limit} is the most. Split the data over more files.",
    )


class TooManyFormulas(UploadRefused):
    """So many cells without a plain value are not told one by one. Facts: `count` seen so far, and `limit`."""

    code = "sheet-too-many-formulas"
    detail = Text(
        "Het blad heeft meer dan {limit} formules of foutwaarden. Kopieer alles en plak het als waarden in een nieuwe werkmap.",
        "The sheet has more than {limit} formulas or error values. Copy everything and paste it as values into a new workbook.",
    )


class TooManyMerged(UploadRefused):
    """So many merged cells are not told one by one. Facts: `count` seen so far, and `limit`."""

    code = "sheet-too-many-merged"
    detail = Text(
        "Er zijn meer dan {limit} cellen samengevoegd. Selecteer het blad en hef het samenvoegen op.",
        "More than {limit} cells are merged. Select the sheet and unmerge its cells.",
    )


class UnknownLetters(UploadRefused):
    """A text file is UTF-8, UTF-16 with a mark, or Windows-1252."""

    code = "file-unknown-letters"
    detail = Text(
        "De tekens in dit tekstbestand zijn niet te lezen. Sla het in Excel op als ‘CSV UTF-8’.",
        "The characters in this text file cannot be read. Save it in Excel as ‘CSV UTF-8’.",
    )


class OpenQuotes(UploadRefused):
    """Every quotation mark in a text file is closed before the next cell. Fact: `row`."""

    code = "file-open-quotes"
    detail = Text(
        "Bij rij {row} klopt een aanhalingsteken niet. Sla het bestand opnieuw op vanuit Excel of LibreOffice.",
        "Near row {row} a quotation mark is wrong. Save the file again from Excel or LibreOffice.",
    )


class TooLargeToMark(UploadRefused):
    """A file may be read and still be too long to be given back with its faults marked in time."""

    code = "file-too-large-to-mark"
    detail = Text(
        "Dit bestand is te groot om gemarkeerd terug te geven. Gebruik de lijst met fouten, of verdeel de gegevens.",
        "This file is too large to be given back marked. Use the list of faults, or split the data.",
    )


class TooDemanding(UploadRefused):
    """Reading takes more time or memory than any file of results needs."""

    code = "file-too-demanding"
    detail = Text(
        "Het lezen van dit bestand kost te veel tijd of geheugen. Kopieer de gegevens als waarden naar een nieuwe werkmap.",
        "Reading this file takes too much time or memory. Copy the data as values into a new workbook.",
    )
