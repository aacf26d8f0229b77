"""Which addresses may be asked: public ones, over http and https, without credentials.

What a file says is other people's text: it must not make this program ask the machine it runs on, its
network, or its cloud's metadata. A name is resolved once, and the connection goes to the very address that was
looked at (probing.web), so that a name which answers otherwise the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # A host's name → its addresses; raises OSError.
    Resolver = Callable[[str], Sequence[str]]

# Ports of the web and of what answers in its place; others belong to services that no product's page is on.
PORTS = (80, 443, 8000, 8080, 8443)
# After IDNA: letters, digits, hyphens and dots of a name (an underscore is seen too), colons of an IPv6 address.
_HOST = re.compile(r"[a-z0-9_.:-]{1,253}")

# Prefixes that carry an IPv4 address inside: NAT64 (RFC 6052, RFC 8215), which is_global lets through.
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
_IPV4_BITS = 2**32 - 1
# Not public, whatever the registry says: the metadata of Azure's machines, and IPv6's former private networks.
_NEVER = (ipaddress.ip_network("168.63.129.16/32"), ipaddress.ip_network("fec0::/10"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class ForbiddenAddressError(OSError):
    """A name leads to an address that must not be asked."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked, in its plain form, and the host it belongs to, with its port."""

    url: str
    host: str


def check_url(url: str, *, allow_private: bool = False) -> Target | None:
    """Return what an address points to; None when it is malformed or of a kind that is never asked."""
    try:
        split = urlsplit(url.strip())
        port = split.port or (443 if split.scheme == "https" else 80)
        host = (split.hostname or "").encode("idna" if "[" not in split.netloc else "ascii").decode()
    except ValueError:
        return None
    sound = (
        split.scheme in ("http", "https")
        and _HOST.fullmatch(host)
        and host.strip(".")  # some characters are dots once they are plain
        and split.username is None
        and split.password is None
        and (port in PORTS or allow_private)
        and not any(char.isspace() or not char.isprintable() or char == "\\" for char in url.strip())
    )
    if not sound:
        return None
    shown = f"[{host}]" if ":" in host else host
    default = port == (443 if split.scheme == "https" else 80)
    netloc = shown if default else f"{shown}:{port}"
    plain = split._replace(netloc=netloc, path=split.path or "/", fragment="")
    return Target(plain.geturl(), netloc)


def permitted(host: str, resolve: Resolver, *, allow_private: bool = False) -> list[str]:
    """Resolve a name once and return its addresses; raises ForbiddenAddressError when one of them is not public.

    A name with public and private addresses is refused whole: it is either a mistake or a trick. Raises what
    the resolver raises.
    """
    addresses = list(dict.fromkeys(resolve(host)))
    if not allow_private and not all(is_public(address) for address in addresses):
        raise ForbiddenAddressError
    return addresses


def is_public(text: str) -> bool:
    """Say whether an IP address is one of the public Internet, also the one that it may carry inside."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _carried(address)
    if inner is not None:
        return is_public(str(inner))
    if any(address in network for network in _NEVER):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address inside an IPv6 one: mapped, NAT64, 6to4."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if any(address in network for network in _NAT64):
        return ipaddress.IPv4Address(int(address) & _IPV4_BITS)
    if address in _SIX_TO_FOUR:
        return address.sixtofour
    return None
