"""Conversations that a reload of the page finds again, in memory and bounded."""

from collections import OrderedDict

from ui.web.conversation import Conversation
from ui.web.language import ENGLISH

MOST_CONVERSATIONS = 200
"""So many are kept; of more, those that have been silent longest are forgotten."""
FORGOTTEN = ENGLISH("told.error.forgotten", n=MOST_CONVERSATIONS)
"""Said of every id that is not known, whatever it is."""


class KeptConversations:
    """Conversations by their id, which only the page that they belong to has been told."""

    def __init__(self, most: int = MOST_CONVERSATIONS) -> None:
        self._most = most
        self._kept: OrderedDict[str, Conversation] = OrderedDict()

    def add(self, conversation: Conversation) -> None:
        """Keeps a conversation that something was asked in, as the latest one."""
        self._kept[conversation.id] = conversation
        self._kept.move_to_end(conversation.id)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def resume(self, conversation_id: str, owner: str = "") -> Conversation:
        """The conversation with this id, if it is its owner's, or else a new one, which says so
        where there was an id."""
        found = self._kept.get(conversation_id)
        if found is not None and found.owner == owner:
            return found
        return Conversation(remark=FORGOTTEN if conversation_id else "", owner=owner)

    def forget(self, conversation: Conversation) -> None:
        """Keeps a conversation no longer; one that is not kept is no error."""
        self._kept.pop(conversation.id, None)
