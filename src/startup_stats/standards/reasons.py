"""Why a verdict is what it is, in words: every code that stats.json and the ledger may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.language import Text, listed
from startup_stats.standards.catalogue import STANDARDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REASONS: Mapping[str, Text] = {
    # What the file says.
    "declared": Text("la fiche le déclare", "the file declares it"),
    "blank": Text("la fiche ne le renseigne pas", "the file says nothing of it"),
    "denied": Text("la fiche dit que non", "the file says that it does not"),
    "totalement-conforme": Text("totalement conforme", "fully conforms"),
    "partiellement-conforme": Text("partiellement conforme", "conforms in part"),
    "non-conforme": Text("non conforme", "does not conform"),
    "complete": Text("la fiche donne tout ce qu'elle doit", "the file gives all that it must"),
    # What was seen.
    "seen": Text("déclaré et vu en ligne", "declared, and seen online"),
    "seen-undeclared": Text("vu en ligne, mais pas déclaré dans la fiche", "seen online, but not declared in the file"),
    "page": Text("la page répond", "the page answers"),
    "public": Text("le dépôt est public", "the repository is public"),
    "public-empty": Text("le dépôt est public, mais vide", "the repository is public, but empty"),
    "public-repositories": Text("le compte a des dépôts publics", "the account has public repositories"),
    "listed": Text("listé par Dashlord", "listed by Dashlord"),
    "mention": Text("la mention légale est en bas de page", "the legal mention is at the foot of the page"),
    # What proves absence.
    "http-404": Text("la page n'existe pas (404)", "there is no such page (404)"),
    "http-410": Text("la page a été retirée (410)", "the page was removed (410)"),
    "name-not-found": Text("le nom de domaine n'existe pas", "the domain name does not exist"),
    "repository-not-found": Text("le dépôt n'existe pas ou est privé", "the repository does not exist or is private"),
    "no-public-repository": Text("le compte n'a aucun dépôt public", "the account has no public repository"),
    "not-listed": Text("Dashlord ne le liste pas", "Dashlord does not list it"),
    "no-mention": Text("la page n'a pas la mention légale", "the page has no legal mention"),
    # What proves nothing.
    "not-probed": Text("pas encore vérifié", "not verified yet"),
    "pending": Text("à confirmer par une seconde vérification", "to be confirmed by a second look"),
    "timeout": Text("le site n'a pas répondu à temps", "the site did not answer in time"),
    "tls": Text("le certificat du site pose problème", "the site's certificate is at fault"),
    "refused": Text("le site refuse la connexion", "the site refuses the connection"),
    "reset": Text("le site a coupé la connexion", "the site cut the connection"),
    "bad-response": Text("la réponse du site est illisible", "the site's answer is unreadable"),
    "name-unresolved": Text("le nom de domaine n'a pas pu être cherché", "the domain name could not be looked up"),
    "forbidden-address": Text("l'adresse n'est pas publique", "the address is not public"),
    "bad-address": Text("l'adresse est mal écrite", "the address is malformed"),
    "too-many-redirects": Text("trop de redirections", "too many redirections"),
    "redirect-loop": Text("les redirections tournent en rond", "the redirections go round in circles"),
    "budget": Text("le temps prévu n'a pas suffi", "the time allowed was not enough"),
    "internal": Text("l'outil n'a pas su lire la réponse", "the tool could not read the answer"),
    "soft-200": Text(
        "la page répond, mais elle est vide, réservée ou en attente", "the page answers, but is empty, closed or parked"
    ),
    "wall": Text(
        "un pare-feu ou un contrôle anti-robots répond à la place de la page",
        "a firewall or a check for robots answers in the page's place",
    ),
    "encoding": Text("la réponse est compressée sans qu'on l'ait demandé", "the answer is compressed, unasked"),
    "not-html": Text("la réponse n'est pas une page web", "the answer is no web page"),
    "too-complex": Text("la page est trop complexe pour être lue", "the page is too complex to be read"),
    "drawn-in-part": Text("une partie de la page est dessinée par un script", "a script draws a part of the page"),
    "hidden-mention": Text(
        "la page parle de sa conformité là où un script, une image ou une citation la porte",
        "the page tells its conformity in a script, a picture or a quotation",
    ),
    "other-words": Text(
        "la mention est en d'autres mots que ceux prévus par la loi", "the mention is in other words than the law's"
    ),
    "english-mention": Text("la mention est en anglais", "the mention is in English"),
    "no-text": Text("la page est dessinée par un script", "the page is drawn by a script"),
    "ambiguous": Text("la page dit deux choses différentes", "the page says two different things"),
    "truncated": Text("la page est trop longue pour être lue en entier", "the page is too long to be read whole"),
    "shape": Text("la réponse n'a pas la forme attendue", "the answer has not the expected shape"),
}

_MISSING = Text("il manque : {parts}", "missing: {parts}")
_PARTS = {part.id: part.title for standard in STANDARDS.values() for part in standard.parts}
_OF_PARTS, _BETWEEN_PARTS = "missing-", "+"
_BY_STATUS = Text("le site répond par une erreur ({status})", "the site answers with an error ({status})")


def reason_text(code: str) -> Text:
    """Return the words for a code; `http-503` and the like share a sentence, and so do missing parts."""
    if code not in REASONS and code.startswith("http-"):
        return _BY_STATUS.fill(status=code.removeprefix("http-"))
    if code.startswith(_OF_PARTS):
        return _MISSING.fill(parts=listed(_PARTS[part] for part in code.removeprefix(_OF_PARTS).split(_BETWEEN_PARTS)))
    return REASONS[code]


def missing_reason(parts: Iterable[str]) -> str:
    """Return the code that names the parts that a file does not give."""
    return _OF_PARTS + _BETWEEN_PARTS.join(parts)
