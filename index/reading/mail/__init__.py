"""Mail: messages (.eml) and mailboxes (.mbox), with what is attached to them."""

from index.reading.mail.mailbox import begins_a_mailbox, read_mailbox
from index.reading.mail.message import read_message

__all__ = ["begins_a_mailbox", "read_mailbox", "read_message"]
