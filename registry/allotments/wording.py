"""What the pages of allotments call things."""

from registry.allotments.ledger import PostingKind
from registry.texts import Text

KINDS = {
    PostingKind.GRANT: Text("Toegekend", "Granted"),
    PostingKind.RESERVE: Text("Gereserveerd", "Reserved"),
    PostingKind.USE: Text("Gebruikt", "Used"),
    PostingKind.RELEASE: Text("Vrijgegeven", "Released"),
    PostingKind.EXPIRE: Text("Verlopen", "Expired"),
    PostingKind.TRANSFER: Text("Overgezet", "Transferred"),
    PostingKind.CORRECT: Text("Teruggedraaid", "Reversed"),
}
LABELS = {
    "days": Text("Aantal dagen", "Number of days"),
    "reason": Text("Reden", "Reason"),
    "to": Text("Naar welk dagenbudget?", "To which allotment?"),
}
NEWS = {
    "teruggedraaid": Text("De dagen zijn teruggedraaid.", "The days are reversed."),
    "overgezet": Text("De dagen zijn overgezet.", "The days are transferred."),
}
