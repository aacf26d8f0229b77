"""Pages that answer 200 and are not what was asked for: a wall, a sign-in, a notice, an error, an empty body."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from startup_stats.probing.walls import LONGEST_NOTICE, is_error_heading, is_notice, is_wall

if TYPE_CHECKING:
    from startup_stats.probing.html import Words
    from startup_stats.probing.web import Page

# Less than this is no page, whatever it is.
TINY_BYTES = 32
_LARGEST_ERROR = 16_384
# Where sites send who is not signed in; whole steps of a path, so that « /authentification-en-chiffres » is none.
_LOGIN_STEPS = frozenset(
    (
        *("login", "log-in", "signin", "sign-in", "sign_in", "connexion", "connecter", "se-connecter", "auth", "oauth"),
        *("oauth2", "sso", "cas", "saml", "saml2", "adfs", "authorize", "openid-connect", "identification"),
        *("authentification", "agentconnect", "agent-connect", "proconnect", "pro-connect", "franceconnect"),
        *("authenticate",),
    )
)
_LOGIN_LABELS = frozenset(
    (
        *("login", "auth", "sso", "accounts", "account", "connexion", "idp", "keycloak", "identite", "signin"),
        *("agentconnect", "proconnect", "franceconnect", "cas", "authentification"),
    )
)
_HOMES = frozenset(("", "fr", "en", "home", "accueil", "index.html", "index.php", "fr/accueil", "fr/home", "en/home"))
_PASSWORD = re.compile(r"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_DRAWN = re.compile(r"<(?:script|iframe|frame|img|svg|canvas|object|embed)\b", re.IGNORECASE)
_ERROR_KEYS = frozenset(("error", "errors", "message", "msg", "detail", "details", "code", "status", "statuscode"))


def soft_reason(asked: str, page: Page, source: str, words: Words) -> str | None:
    """Say why a page that answered 200 is not what was asked for; None when it is. An address may have led there."""
    if len(page.body.strip()) < TINY_BYTES or _leads_astray(asked, page.url):
        return "soft-200"
    content_type = page.headers.get("content-type", "text/html").lower()
    if "json" in content_type or source.lstrip()[:1] == "{":
        return "soft-200" if _is_json_error(source) else None
    if not any(kind in content_type for kind in ("html", "text/plain")):
        return None
    seen = words.seen
    is_short = len(seen) < LONGEST_NOTICE
    if is_short and is_wall(source.lower()):
        return "wall"
    is_notable = is_short and (_PASSWORD.search(source) is not None or is_notice(f"{seen}\n{words.headings}"))
    is_blank = not seen and "html" in content_type and _DRAWN.search(source) is None
    return "soft-200" if is_notable or is_blank or is_error_heading(words.headings) else None


def _is_json_error(source: str) -> bool:
    """Say whether a JSON answer tells of an error: nothing but the keys that errors have, or a status of one."""
    if len(source) > _LARGEST_ERROR:
        return False
    try:
        told = json.loads(source)
    except (ValueError, RecursionError):
        return False
    if not isinstance(told, dict) or not told:
        return False
    keys = {str(key).lower() for key in told}
    return bool(keys & {"error", "errors"}) or keys <= _ERROR_KEYS


def _leads_astray(asked: str, reached: str) -> bool:
    """Say whether redirects ended at a login, or at the home page when a page inside was asked for."""
    before, after = urlsplit(asked), urlsplit(reached)
    if not _is_home(before.path) and _is_home(after.path) and not after.query:
        return True
    return _is_login(after.hostname, after.path) and not _is_login(before.hostname, before.path)


def _is_home(path: str) -> bool:
    return path.strip("/").lower() in _HOMES


def _is_login(host: str | None, path: str) -> bool:
    labels = (host or "").split(".")
    return not _LOGIN_LABELS.isdisjoint(labels[:-1]) or not _LOGIN_STEPS.isdisjoint(path.lower().split("/"))
