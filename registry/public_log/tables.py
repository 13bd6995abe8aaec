"""The public log as it is kept: leaves, how they are opened, and what was signed and seen of them. All of it only grows."""

from piccolo.columns import BigInt, BigSerial, Bytea, SmallInt, Timestamptz, Varchar
from piccolo.columns import Text as TextColumn
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.certificates.tables import Certificate, CertificateEvent
from registry.columns import reference


class LogHead(Table, tablename="log_head"):
    """A log and how far it has come: one row, until a backup that was put back makes a next log begin.

    `first` is the place of the log's first leaf among those of all logs, `size` how many it has. Whoever appends holds
    the row of the newest log, so that its leaves have no gaps.

    Personal data: none.
    """

    number = SmallInt(primary_key=True, default=None)
    first = BigInt(default=None)
    size = BigInt(default=None)

    log_head_has_leaves_or_none = Check("number > 0 AND first >= 0 AND size >= 0")


class LogLeaf(Table, tablename="log_leaf"):
    """A leaf, at its place among those of all logs, and its hash. Append-only.

    What is said of a certificate is a salted commitment.

    Personal data: none.
    """

    place = BigInt(primary_key=True, default=None)
    data = Bytea(default=None)
    leaf_hash = Bytea(default=None)

    log_leaf_hash_holds = Check("leaf_hash = sha256('\\x00'::bytea || data)")
    log_leaf_fits_a_bundle = Check("octet_length(data) <= 65535")


class LogOpening(Table, tablename="log_opening"):
    """What a leaf about a certificate commits to: the event as canonical JSON, and its own salt of 32 bytes.

    Personal data: what happened to the certificate of a person. Kept until the person is erased; `erase_person` removes
    the row, and nothing else does.
    """

    id = BigSerial(primary_key=True)
    leaf = reference(LogLeaf, unique=True)
    certificate = reference(Certificate, index=True)
    certificate_event = reference(CertificateEvent, unique=True)
    salt = Bytea(default=None)
    event = TextColumn(default=None)

    log_opening_has_a_salt = Check("octet_length(salt) = 32")


class LogNode(Table, tablename="log_node"):
    """The root of a complete subtree of 256^level leaves of a log that was signed, at its place at that level. Append-only.

    What is below a hash of a leaf needs none, and every other hash follows from these.

    Personal data: none.
    """

    id = BigSerial(primary_key=True)
    log = reference(LogHead)
    level = SmallInt(default=None)
    number = BigInt(default=None)
    hash = Bytea(default=None)

    log_node_is_one = Unique([log, level, number])
    log_node_has_32_bytes = Check("octet_length(hash) = 32 AND level > 0")


class LogCheckpoint(Table, tablename="log_checkpoint"):
    """What the log said of itself: its size and root, as a signed note, and by which key. Append-only; the newest is served.

    Personal data: none.
    """

    id = BigSerial(primary_key=True)
    log = reference(LogHead)
    size = BigInt(default=None, index=True)
    root = Bytea(default=None)
    note = TextColumn(default=None)
    key = Varchar(200, default=None)
    signed_at = Timestamptz(default=None)


class LogCosignature(Table, tablename="log_cosignature"):
    """That a witness saw a checkpoint grow out of all that it had seen before: its line under the note. Append-only.

    Personal data: none.
    """

    id = BigSerial(primary_key=True)
    checkpoint = reference(LogCheckpoint)
    witness = Varchar(200, default=None)
    line = TextColumn(default=None)
    seen_at = Timestamptz(default=None)

    log_cosignature_is_one = Unique([checkpoint, witness])
