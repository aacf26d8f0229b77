"""Pages that answer 200 and say nothing: a login wall, a parked domain, a server's first page, an empty body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from startup_stats.probing.html import decode, read_words

if TYPE_CHECKING:
    from startup_stats.probing.web import Page

# Less than this is no page, whatever it is.
TINY_BYTES = 32
# A page with more text than this is one, whatever words it holds.
_LONGEST_NOTICE = 1_500
# Where sites send who is not signed in; whole steps of a path, so that « /authentification-en-chiffres » is none.
_LOGIN_STEPS = frozenset(
    ("login", "log-in", "signin", "sign-in", "sign_in", "connexion", "auth", "oauth", "oauth2", "sso", "cas")
)
_LOGIN_HOSTS = ("login.", "auth.", "sso.", "accounts.", "connexion.", "idp.", "keycloak.", "identite.")
_PASSWORD = re.compile(r"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_DRAWN = re.compile(r"<(?:script|iframe|frame|img|svg|canvas|object|embed)\b", re.IGNORECASE)
# Of parked domains, closed sites and servers without one; folded, as read_words gives them.
_NOTICES = (
    *("domain is for sale", "domaine est a vendre", "buy this domain", "acheter ce domaine", "domain is parked"),
    *("domaine est parque", "this domain has expired", "nom de domaine a expire", "domaine est reserve"),
    *("site en construction", "site under construction", "site en maintenance", "under maintenance"),
    *("welcome to nginx", "apache2 default page", "apache2 debian default page", "it works!", "index of /"),
    *("no such app", "application error", "there isn't a github pages site here", "page introuvable", "page not found"),
)


def is_soft(asked: str, page: Page) -> bool:
    """Say whether a page that answered 200 is not what was asked for; an address led to it by redirects, maybe."""
    if len(page.body.strip()) < TINY_BYTES or _leads_astray(asked, page.url):
        return True
    content_type = page.headers.get("content-type", "text/html")
    if "html" not in content_type.lower():
        return False
    source = decode(page.body, content_type)
    seen = read_words(page.body, content_type).seen
    if not seen:
        return _DRAWN.search(source) is None
    return len(seen) < _LONGEST_NOTICE and (
        _PASSWORD.search(source) is not None or any(notice in seen for notice in _NOTICES)
    )


def _leads_astray(asked: str, reached: str) -> bool:
    """Say whether redirects ended at a login, or at the home page when a page inside was asked for."""
    before, after = urlsplit(asked), urlsplit(reached)
    if before.path.strip("/") and not after.path.strip("/") and not after.query:
        return True
    return _is_login(after.hostname, after.path) and not _is_login(before.hostname, before.path)


def _is_login(host: str | None, path: str) -> bool:
    return (host or "").startswith(_LOGIN_HOSTS) or not _LOGIN_STEPS.isdisjoint(path.lower().split("/"))
