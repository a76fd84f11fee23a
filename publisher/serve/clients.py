"""How many requests one client may have at once, so that none takes every place of the queue."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import AddressValueError, IPv6Address

from starlette.types import Scope


class TooManyError(Exception):
    """The client has as many requests as one client may have."""


class Clients:
    """The requests to the query endpoint that are being answered, by client."""

    def __init__(self, most: int) -> None:
        """Allow each client so many at once; 0 allows any number."""
        self._most = most
        self._counts: Counter[str] = Counter()

    @contextmanager
    def one_more(self, scope: Scope) -> Iterator[None]:
        """Count a request for as long as it is answered.

        Raises:
            TooManyError: when the client has enough already.

        """
        client = scope.get("client")
        if not self._most or not client:
            yield
            return
        name = client_name(client[0])
        if self._counts[name] >= self._most:
            raise TooManyError
        self._counts[name] += 1
        try:
            yield
        finally:
            self._counts[name] -= 1
            if not self._counts[name]:
                del self._counts[name]


def client_name(address: str) -> str:
    """Return what stands for a client: its address, or of IPv6 the 64 bits that are one customer's.

    >>> client_name("192.0.2.1"), client_name("2001:db8:1:2:3:4:5:6")
    ('192.0.2.1', '2001:db8:1:2::')

    """
    if ":" not in address:
        return address
    try:
        return str(IPv6Address(int(IPv6Address(address.partition("%")[0])) >> 64 << 64))
    except AddressValueError:
        return address
