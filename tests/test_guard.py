"""Which addresses may be asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.probing.guard import ForbiddenAddressError, check_url, is_public, permitted

PUBLIC = ["93.184.216.34", "1.1.1.1", "8.8.8.8", "2606:4700::1111", "2a00:1450:4007::1", "::ffff:1.1.1.1",
          "64:ff9b::1.1.1.1", "2002:101:101::1"]  # fmt: skip
PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.1", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "169.254.0.1", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "100::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1",
    "2002:a00:1::1", "2002:7f00:1::1", "", "localhost", "999.1.1.1",
    "168.63.129.16", "::ffff:168.63.129.16", "64:ff9b::168.63.129.16", "fec0::1", "feff::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    assert not is_public(address)


# address → what is asked; None when it never is.
ADDRESSES = {
    "http://a.example": "http://a.example/",
    "https://a.example/b?c=d#e": "https://a.example/b?c=d",
    " https://a.example/b ": "https://a.example/b",
    "HTTPS://A.Example:443/": "https://a.example/",
    "http://a.example:8080/b": "http://a.example:8080/b",
    "https://élan.example/é": "https://xn--lan-9la.example/é",
    "http://[2606:4700::1111]/": "http://[2606:4700::1111]/",
    "http://127.0.0.1/": "http://127.0.0.1/",
    "http://a.example.": "http://a.example./",
    "ftp://a.example/": None,
    "file:///etc/passwd": None,
    "gopher://a.example/": None,
    "javascript:alert(1)": None,
    "//a.example/": None,
    "a.example": None,
    "": None,
    "http://": None,
    "http://./": None,
    "HTTP://․": None,
    "http:///a": None,
    "http://user@a.example/": None,
    "http://user:word@a.example/": None,
    "http://a.example\\@b.example/": None,
    "http://a.example/\nHost: b.example": None,
    "http://a.example/a b": None,
    "http://a.example:22/": None,
    "http://a.example:99999/": None,
    "http://a.example:x/": None,
    "http://[::1": None,
    "http://a..example/": None,
    f"http://{'a' * 64}.example/": None,
    f"http://{'a.' * 130}example/": None,
    "http://a.example/\u202e": None,
}


@pytest.mark.parametrize(("url", "asked"), ADDRESSES.items())
def test_addresses(url: str, asked: str | None) -> None:
    target = check_url(url)
    assert (target.url if target else None) == asked


def test_a_host_is_told_with_its_port() -> None:
    hosts = [check_url(url) for url in ("https://A.example/x", "http://a.example:8080", "https://[::1]:8443/")]
    assert [target.host for target in hosts if target] == ["a.example", "a.example:8080", "[::1]:8443"]


def test_tests_may_use_any_port_of_this_machine() -> None:
    assert check_url("http://a.example:39999/") is None
    assert check_url("http://a.example:39999/", allow_private=True) is not None


RESOLVED = {
    "public": (["1.1.1.1", "1.1.1.1", "2606:4700::1111"], ["1.1.1.1", "2606:4700::1111"]),
    "private": (["10.0.0.1"], None),
    "both": (["1.1.1.1", "10.0.0.1"], None),
    "no address": ([], []),
    "what a resolver makes of 0x7f.1": (["127.0.0.1"], None),
}


@pytest.mark.parametrize(("addresses", "allowed"), RESOLVED.values(), ids=RESOLVED)
def test_a_name_is_permitted_whole_or_not_at_all(addresses: list[str], allowed: list[str] | None) -> None:
    if allowed is None:
        with pytest.raises(ForbiddenAddressError):
            permitted("a.example", lambda _: addresses)
    else:
        assert permitted("a.example", lambda _: addresses) == allowed
    assert permitted("a.example", lambda _: addresses, allow_private=True) == list(dict.fromkeys(addresses))


@given(st.one_of(st.text(), st.text().map("http://".__add__), st.from_regex(r"https?://[^/]*:?[0-9]*/.*")))
def test_no_text_is_too_odd(url: str) -> None:
    target = check_url(url)
    if target is not None:
        again = check_url(target.url)
        assert again == target
