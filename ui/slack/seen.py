"""What was taken on already, so that a repeated request is answered once."""

from collections import OrderedDict
from collections.abc import Hashable


class Seen:
    """The keys last met, `capacity` of them; the oldest are forgotten first."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._keys: OrderedDict[Hashable, None] = OrderedDict()

    def first_time(self, *keys: Hashable) -> bool:
        """Whether none of these keys was met before. All of them are from now on."""
        is_new = self._keys.keys().isdisjoint(keys)
        for key in keys:
            self._keys[key] = None
            self._keys.move_to_end(key)
        while len(self._keys) > self._capacity:
            self._keys.popitem(last=False)
        return is_new

    def forget(self, key: Hashable) -> None:
        """Takes a key for new again, because what it stood for did not happen."""
        self._keys.pop(key, None)
