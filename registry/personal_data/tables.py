"""Personal values of rows that never change: kept apart, so that a person can be erased and the rows stay."""

from piccolo.columns import UUID, Bytea, Text, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table


class PersonalValue(Table, tablename="personal_value"):
    """One value about one person. Rows that need it hold only the commitment, SHA-256(salt ‖ value).

    The database checks the commitment, and refuses to change or delete a row except by `erase_person(person)`.

    Personal data: yes, all of it. Kept until the person is erased (AVG, art. 17).
    """

    commitment = Bytea(primary_key=True, default=None)
    person = UUID(default=None, index=True)
    salt = Bytea(default=None)
    value = Text(default=None)
    recorded_at = Timestamptz(default=None)

    personal_value_salt_is_long = Check("length(salt) = 32")
    personal_value_commitment_holds = Check("commitment = sha256(salt || convert_to(value, 'UTF8'))")
