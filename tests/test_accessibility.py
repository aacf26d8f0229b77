"""The accessibility mention, as real footers say it, and what only looks like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.probing.accessibility import MIN_CHARACTERS
from startup_stats.probing.html import decode, fold, read_words
from startup_stats.probing.sight import look as see
from startup_stats.probing.web import Page
from startup_stats.standards.ledger import Answer

TEXT = "<p>" + "Un service public numérique, utile et simple. " * 8 + "</p>"
BASE = "https://produit.example/accueil/"
LINK = "https://produit.example/accessibilite"
FULL, PART, NONE = "totalement conforme", "partiellement conforme", "non conforme"


def find_mention(page: bytes, content_type: str | None, base_url: str, *, complete: bool) -> Answer:
    headers = {} if content_type is None else {"content-type": content_type}
    return see(base_url, Page(base_url, 200, headers, page, complete)).mention


def look(html: str, *, complete: bool = True) -> Answer:
    page = f"<!doctype html><html><head><title>Produit</title></head><body>{TEXT}{html}</body></html>"
    return find_mention(page.encode(), "text/html; charset=utf-8", BASE, complete=complete)


# How footers say it → the status, and whether the link is found.
FOOTERS = {
    "the design system's": (
        '<a class="fr-footer__bottom-link" href="/accessibilite">Accessibilité : non conforme</a>',
        NONE,
        True,
    ),
    "in a list": ('<ul><li><a href="/accessibilite">Accessibilité : partiellement conforme</a></li></ul>', PART, True),
    "fully": ("<p>Accessibilité : totalement conforme</p>", FULL, False),
    "a non-breaking space before the colon": ("<p>Accessibilité\u00a0: non conforme</p>", NONE, False),
    "a thin space before the colon": ("<p>Accessibilité\u202f: non conforme</p>", NONE, False),
    "entities": ("<p>Accessibilit&eacute;&nbsp;:&#32;partiellement&nbsp;conforme</p>", PART, False),
    "no space before the colon": ("<p>Accessibilité: non conforme</p>", NONE, False),
    "no space at all": ("<p>Accessibilité:non conforme</p>", NONE, False),
    "a wide colon": ("<p>Accessibilité\uff1a non conforme</p>", NONE, False),
    "capitals": ("<p>ACCESSIBILITÉ : NON CONFORME</p>", NONE, False),
    "capitals without accent": ("<p>ACCESSIBILITE : NON CONFORME</p>", NONE, False),
    "a capital status": ("<p>Accessibilité : Partiellement conforme</p>", PART, False),
    "accents as two characters": ("<p>Accessibilite\u0301 : non conforme</p>", NONE, False),
    "the status in bold": ("<p>Accessibilité : <strong>non conforme</strong></p>", NONE, False),
    "each word in a tag": (
        "<p><b>Accessibilité</b> <i>:</i> <span>totalement</span> <em>conforme</em></p>",
        FULL,
        False,
    ),
    "a link on the topic alone": ('<p><a href="/accessibilite">Accessibilité</a> : non conforme</p>', NONE, True),
    "a link on the status alone": (
        '<p>Accessibilité : <a href="/accessibilite">partiellement conforme</a></p>',
        PART,
        True,
    ),
    "a link after it": ('<p>Accessibilité : non conforme (<a href="../accessibilite">déclaration</a>)</p>', NONE, True),
    "a hyphen in the status": ("<p>Accessibilité : non-conforme</p>", NONE, False),
    "on two lines": ("<p>Accessibilité :\n      non\n      conforme</p>", NONE, False),
    "a line break between": ("<p>Accessibilité :<br/>non conforme</p>", NONE, False),
    "digital accessibility": ("<p>Accessibilité numérique : partiellement conforme</p>", PART, False),
    "of the site": ("<p>Accessibilité du site : non conforme</p>", NONE, False),
    "the site conforms": ("<p>Accessibilité : site partiellement conforme</p>", PART, False),
    "the rules named": ("<p>Accessibilité RGAA 4.1 : totalement conforme</p>", FULL, False),
    "a rate after it": ("<p>Accessibilité : partiellement conforme (72,5 %)</p>", PART, False),
    "a rate before it": ("<p>Accessibilité : 75,5 % partiellement conforme</p>", PART, False),
    "the statement": ("<p>Déclaration d’accessibilité : partiellement conforme</p>", PART, False),
    "brackets": ("<p>Accessibilité (non conforme)</p>", NONE, False),
    "a dash": ("<p>Accessibilité – non conforme</p>", NONE, False),
    "a link without a sign": ('<a href="/accessibilite">Accessibilité non conforme</a>', NONE, True),
    "among other links": (
        '<p>Plan du site | <a href="/accessibilite">Accessibilité : non conforme</a> | Aide</p>',
        NONE,
        True,
    ),
    "a list of definitions": ("<dl><dt>Accessibilité</dt><dd>non conforme</dd></dl>", NONE, False),
    "two blocks": ("<div><div>Accessibilité :</div><div>partiellement conforme.</div></div>", PART, False),
    "a table": ("<table><tr><td>Accessibilité</td><td>Totalement conforme</td></tr></table>", FULL, False),
    "a soft hyphen": ("<p>Accessi&shy;bilité : non conforme</p>", NONE, False),
    "an unclosed paragraph": ("<footer><p>Accessibilité : non conforme", NONE, False),
    "twice the same": ("<p>Accessibilité : non conforme</p><p>Accessibilité : non conforme</p>", NONE, False),
    "invisible characters": ("<p>Accessibilit\u200bé\u2060 :\ufeff non\u200d conforme</p>", NONE, False),
    "a mark of direction": ("<p>\u200eAccessibilité\u200f : partiellement conforme</p>", PART, False),
    "a warning sign between": ("<p>Accessibilité : ⚠️ non conforme</p>", NONE, False),
    "a sign in place of the colon": ("<p>Accessibilité ✅ totalement conforme</p>", FULL, False),
    "a picture before and a sign between": ("<p>♿ Accessibilité → partiellement conforme</p>", PART, False),
    "a bullet": ("<p>Accessibilité • non conforme</p>", NONE, False),
    "a slash": ("<p>Accessibilité / non conforme</p>", NONE, False),
    "a drawing between": (
        '<p>Accessibilité : <svg><title>x</title></svg> <i class="icon"></i> non conforme</p>',
        NONE,
        False,
    ),
    "a share between": ("<p>Accessibilité : 72 % – partiellement conforme</p>", PART, False),
    "a share in brackets between": ("<p>Accessibilité : (72,41 %) partiellement conforme</p>", PART, False),
    "a share and a colon": ("<p>Accessibilité (72 %) : partiellement conforme</p>", PART, False),
    "a share and the wording in brackets": ("<p>Accessibilité : 72 % (partiellement conforme)</p>", PART, False),
    "this site is": ("<p>Accessibilité : ce site est partiellement conforme au RGAA</p>", PART, False),
    "of the service": ("<p>Accessibilité du service numérique : non conforme</p>", NONE, False),
    "of the web site": ("<p>Accessibilité du site internet : non conforme</p>", NONE, False),
    "of what it holds": ("<p>Accessibilité des contenus : partiellement conforme</p>", PART, False),
    "three items": ("<ul><li>Accessibilité</li><li>:</li><li>non conforme</li></ul>", NONE, False),
    "one that is crossed out": ("<p>Accessibilité : <s>non conforme</s> partiellement conforme</p>", PART, False),
    "in bold letters of mathematics": ("<p>Accessibilité : 𝗻𝗼𝗻 𝗰𝗼𝗻𝗳𝗼𝗿𝗺𝗲</p>", NONE, False),
    "the service is": ("<p>Accessibilité : le service est non conforme.</p>", NONE, False),
    "the wording in quotes": ("<p>Accessibilité : « non conforme »</p>", NONE, False),
    "quoted elsewhere, and its own": (
        "<blockquote>Accessibilité : totalement conforme</blockquote><p>Accessibilité : non conforme</p>",
        NONE,
        False,
    ),
    "in a declarative shadow": (
        (
            "<x-footer><template shadowrootmode=open><p>Accessibilité : non conforme</p></template></x-footer>"
            "<script></script>"
        ),
        NONE,
        False,
    ),
    "in a shadow of a shadow": (
        (
            "<x-a><template shadowrootmode=closed><x-b><template shadowrootmode=open><footer>"
            "Accessibilité : totalement conforme</footer></template></x-b></template></x-a>"
        ),
        FULL,
        False,
    ),
    "streamed by React": (
        (
            '<!--$?--><template id="B:0"></template><p>Chargement…</p><!--/$--><script></script>'
            '<div hidden id="S:0"><footer>Accessibilité : non conforme</footer></div><script>$RC("B:0","S:0")</script>'
        ),
        NONE,
        False,
    ),
    "streamed under a prefix": (
        '<template id="app-B:1a"></template><div hidden id="app-S:1a"><p>Accessibilité : non conforme</p></div>',
        NONE,
        False,
    ),
    "hidden from screen readers only": ('<p aria-hidden="true">Accessibilité : non conforme</p>', NONE, False),
}


@pytest.mark.parametrize(("html", "status", "linked"), FOOTERS.values(), ids=FOOTERS)
def test_real_footers(html: str, status: str, *, linked: bool) -> None:
    assert look(html) == Answer("ok", "mention", status, {"link": LINK} if linked else {})


LOOKALIKES = {
    "another topic": "<p>Sécurité : non conforme</p>",
    "a topic alone": "<p>Accessibilité : en cours d'audit</p>",
    "the wordings explained": "<p>Accessibilité : totalement conforme, partiellement conforme ou non conforme</p>",
    "the wordings with a slash": "<p>Accessibilité : non conforme / partiellement conforme</p>",
    "the wordings in a list": "<h2>Accessibilité</h2><ul><li>totalement conforme</li><li>non conforme</li></ul>",
    "one word for all": "<p>Accessibilité : non ou partiellement conforme</p>",
    "a longer word": "<p>Inaccessibilité et conformité : non conformes</p>",
    "the plural": "<p>Accessibilité : non conformes aux attentes</p>",
    "a comment": "<!-- Accessibilité : non conforme -->",
    "a template": "<template><p>Accessibilité : non conforme</p></template>",
    "hidden": "<p hidden>Accessibilité : non conforme</p>",
    "hidden by style": '<div style="Display : NONE"><p>Accessibilité : non conforme</p></div>',
    "a list to choose from": "<select><option>Accessibilité : non conforme</option></select>",
    "a heading before a sentence": "<h2>Accessibilité</h2><p>Non conforme à nos vœux, le site sera refait.</p>",
    "two topics": "<p>Accessibilité : aide. Sécurité : non conforme</p>",
    "a video": '<iframe src="https://video.example/embed/1"></iframe><script src="/a.js"></script>',
    "an image's frame": '<object data="/logo.svg" type="image/svg+xml"></object><script></script>',
    "a custom element without a script": "<x-footer></x-footer>",
    "a custom element with its words": "<x-footer><p>Aide et contact</p></x-footer><script></script>",
    "an empty box": '<div id="carte"></div><script src="/carte.js"></script>',
    "an empty list": "<ul></ul><p></p><script></script>",
    "a streamed page that has come": (
        '<template id="B:0"></template><script>$RC("B:0","S:0")</script><div hidden id="S:0"><p>Aide</p></div>'
    ),
    "a shadow with other words": "<x-f><template shadowrootmode=open><p>Aide</p></template></x-f><script></script>",
    "a script that names it": "<script>const aide = 'Accessibilité du bâtiment'</script>",
    "in progress": "<p>Accessibilité : audit en cours</p>",
    "English of another thing": "<p>Accessibility of our offices: by lift</p>",
}


@pytest.mark.parametrize("html", LOOKALIKES.values(), ids=LOOKALIKES)
def test_what_only_looks_like_it(html: str) -> None:
    assert look(html) == Answer("broken", "no-mention")


# A page that may have its mention, somewhere or in other words, proves nothing → the reason.
DOUBTS = {
    "a status alone": ("<p>Ce site est partiellement conforme.</p>", "other-words"),
    "the rules alone": ("<p>Ce service est non conforme au RGAA</p>", "other-words"),
    "a sentence": ("<p>L'accessibilité non conforme coûte cher à tous.</p>", "other-words"),
    "far apart": ("<p>Accessibilité : notre audit de mai dit que le site est non conforme</p>", "other-words"),
    "conformity as a noun": ("<p>Accessibilité : conformité partielle</p>", "other-words"),
    "no conformity as a noun": ("<p>Accessibilité : non-conformité</p>", "other-words"),
    "no, alone": ("<p>Accessibilité : non</p>", "other-words"),
    "no, in a list of definitions": ("<dl><dt>Accessibilité</dt><dd>Non</dd></dl>", "other-words"),
    "partly, alone": ("<p>Accessibilité : partielle</p>", "other-words"),
    "conforms, alone": ("<p>Accessibilité : conforme</p>", "other-words"),
    "a share alone": ("<p>Accessibilité : 72 %</p>", "other-words"),
    "a share that conforms": ("<p>Accessibilité : 72 % conforme</p>", "other-words"),
    "fully, in another word": ("<p>Accessibilité : entièrement conforme</p>", "other-words"),
    "of the rules, as a noun": ("<p>Conformité RGAA : partielle</p>", "other-words"),
    "by its short name": ("<p>a11y : non conforme</p>", "other-words"),
    "one after the other": (
        "<p>Accessibilité : non conforme (audit de 2023), partiellement conforme (2024)</p>",
        "ambiguous",
    ),
    "a place for a footer": ("<slot name=footer></slot><script></script>", "drawn-in-part"),
    "a component": ("<div data-react-class=Footer></div><script></script>", "drawn-in-part"),
    "not, in another word": ("<p>Accessibilité : pas encore conforme</p>", "other-words"),
    "to a share": ("<p>Accessibilité : conforme à 72 %</p>", "other-words"),
    "conforms to the rules": ("<p>Accessibilité : site conforme au RGAA</p>", "other-words"),
    "on its way": ("<p>Accessibilité : mise en conformité en cours</p>", "other-words"),
    "accessible in part": ("<p>Accessibilité : site partiellement accessible</p>", "other-words"),
    "not yet": ("<p>Accessibilité : non encore conforme</p>", "other-words"),
    "in guillemets, of another": (
        "<p>La mairie affiche « Accessibilité : non conforme » sur son site.</p>",
        "other-words",
    ),
    "in English quotes": ('<p>Il faut écrire "Accessibilité : partiellement conforme".</p>', "other-words"),
    "quoted": ("<blockquote><p>Accessibilité : non conforme</p></blockquote>", "hidden-mention"),
    "quoted in a line": ("<p>Elle dit <q>Accessibilité : non conforme</q>.</p>", "hidden-mention"),
    "as an example": ("<p>Mettez <code>Accessibilité : non conforme</code>.</p>", "hidden-mention"),
    "a picture of it": ('<img alt="Accessibilité : non conforme" src="x.png">', "hidden-mention"),
    "a link's name": ('<a href="/a" aria-label="Accessibilité : non conforme">♿</a>', "hidden-mention"),
    "by style": ("<style>footer::after{content:'Accessibilité : non conforme'}</style>", "hidden-mention"),
    "a script": ("<script>const mention = 'Accessibilité : non conforme'</script>", "hidden-mention"),
    "a script's data": (
        '<script>self.__next_f.push([1,"Accessibilit\\u00e9 : non conforme"])</script>',
        "hidden-mention",
    ),
    "hidden, with a script": ("<p hidden>Accessibilité : non conforme</p><script></script>", "hidden-mention"),
    "a template, with a script": (
        "<template><p>Accessibilité : non conforme</p></template><script></script>",
        "hidden-mention",
    ),
    "in English": ("<footer>Accessibility: partially compliant</footer>", "english-mention"),
    "in English, as a noun": ("<footer>Accessibility status: partial compliance</footer>", "english-mention"),
    "in English, with a hyphen": ("<footer>Accessibility: non-compliant</footer>", "english-mention"),
    "in English, not": ("<footer>Accessibility: not compliant</footer>", "english-mention"),
    "an element that a script fills": ("<x-footer></x-footer><script src=/f.js></script>", "drawn-in-part"),
    "such an element inside a footer": (
        "<footer><app-bottom> </app-bottom></footer><script></script>",
        "drawn-in-part",
    ),
    "an empty footer": ('<footer class="fr-footer"></footer><script></script>', "drawn-in-part"),
    "an empty box for the footer": ('<div id="site-footer"></div><script></script>', "drawn-in-part"),
    "an empty application": ('<div id="__next"></div><script></script>', "drawn-in-part"),
    "an empty landmark": ('<div role="contentinfo"></div><script></script>', "drawn-in-part"),
    "a part to be loaded": ('<div hx-get="/pied" hx-trigger="load">…</div><script></script>', "drawn-in-part"),
    "a part of a template": ("<p>{{ pied.accessibilite }}</p><script></script>", "drawn-in-part"),
    "a part in waiting": ('<div aria-busy="true">…</div><script></script>', "drawn-in-part"),
    "a frame of the site": ('<iframe src="/pied.html"></iframe><script></script>', "drawn-in-part"),
    "a frame with its page": ('<iframe srcdoc="&lt;p&gt;x"></iframe><script></script>', "drawn-in-part"),
    "an object of the site": ('<object data="/pied.html"></object><script></script>', "drawn-in-part"),
    "a streamed part that has not come": ('<template id="B:0"></template><script></script>', "drawn-in-part"),
    "a part left to the browser": ('<!--$!--><template data-dgst="1"></template><script></script>', "drawn-in-part"),
}


@pytest.mark.parametrize(("html", "reason"), DOUBTS.values(), ids=DOUBTS)
def test_what_may_be_a_mention_proves_nothing(html: str, reason: str) -> None:
    assert look(html) == Answer("unknown", reason)


LINKS = {
    "in another block": ('<p>Accessibilité : non conforme</p><p><a href="/aide">Aide</a></p>', None),
    "too far": ("<p>Accessibilité : non conforme " + "x " * 30 + '<a href="/aide">Aide</a></p>', None),
    "the nearest": ('<p><a href="/plan">Plan</a> - Accessibilité : non conforme <a href="/a11y">*</a></p>', "/a11y"),
    "a script": ('<a href="javascript:alert(1)">Accessibilité : non conforme</a>', None),
    "no address": ("<a>Accessibilité : non conforme</a>", None),
    "a broken address": ('<a href="http://[x">Accessibilité : non conforme</a>', None),
    "a broken address and another": ('<p><a href="//[">Accessibilité : non conforme</a> <a href="/b">b</a></p>', "/b"),
}


@pytest.mark.parametrize(("html", "path"), LINKS.values(), ids=LINKS)
def test_the_link(html: str, path: str | None) -> None:
    details = {} if path is None else {"link": f"https://produit.example{path}"}
    assert look(html) == Answer("ok", "mention", NONE, details)


def test_what_proves_nothing() -> None:
    """A page that says two things, that was cut, or that a script draws."""
    assert look("<p>Accessibilité : non conforme</p><p>Accessibilité : totalement conforme</p>").reason == "ambiguous"
    assert look("", complete=False) == Answer("unknown", "truncated")
    assert look("<p>Accessibilité : non conforme</p>", complete=False).status == NONE
    drawn = b'<html><head><title>App</title></head><body><div id="root"></div><noscript>Activez JavaScript</noscript>'
    assert find_mention(drawn, None, BASE, complete=True) == Answer("unknown", "no-text")
    assert find_mention(b"", "text/html", BASE, complete=True) == Answer("unknown", "no-text")
    assert find_mention(b"%PDF-1.7", "application/pdf", BASE, complete=True) == Answer("unknown", "not-html")
    assert find_mention(b"{}", None, BASE, complete=True) == Answer("unknown", "not-html")
    enough = f"<p>{'x' * MIN_CHARACTERS}</p>".encode()
    assert find_mention(enough, None, BASE, complete=True) == Answer("broken", "no-mention")


SENTENCE = "<p>Accessibilité : non conforme</p>"
ENCODINGS: dict[str, tuple[bytes, str | None]] = {
    "told by the header": (SENTENCE.encode("cp1252"), "text/html; charset=ISO-8859-1"),
    "told by the page": (b'<meta charset="iso-8859-15">' + SENTENCE.encode("iso-8859-15"), "text/html"),
    "told by neither": (SENTENCE.encode("cp1252"), None),
    "UTF-8 told by neither": (SENTENCE.encode(), None),
    "a byte order mark": (SENTENCE.encode("utf-8-sig"), None),
    "UTF-16": (SENTENCE.encode("utf-16"), None),
    "an unknown name": (SENTENCE.encode(), "text/html; charset=klingon"),
    "a codec that is no page's": (SENTENCE.encode(), "text/html; charset=zlib"),
    "cut inside a character": (SENTENCE.encode() + "é".encode()[:1], None),
}


@pytest.mark.parametrize(("page", "content_type"), ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(page: bytes, content_type: str | None) -> None:
    assert find_mention(page, content_type, BASE, complete=True).status == NONE


def test_text_is_folded() -> None:
    assert fold("  É\u00a0À\u2011ﬁn\u2019\x01x") == " e a-fin' x"
    assert decode(b"\xe9t\xe9 \x80", None) == "été €"
    assert read_words("<p>un <a href=/x>deux</a><br>trois<p>quatre").seen == "un deux trois quatre"


# Pages of the size that is read, written to keep a search busy. The parser looks at all open elements for each new one,
# as the standard's algorithm does: the deep page is as deep as it bears in half a second, and deeper ones are in
# test_confined.py.
HOSTILE = {
    "open links": "<a>" * 80_000,
    "deep": "<div>" * 16_000,
    "topics": "Accessibilité " * 18_000,
    "topics and signs": "Accessibilité : " * 16_000,
    "a topic and signs": "Accessibilité " + ":" * 250_000,
    "rates": "Accessibilité " + "1 % <a></a>" * 20_000,
    "links between": "Accessibilité" + "<a> </a>" * 30_000 + "non",
    "blocks between": "<p>Accessibilité</p>" + "<p></p>" * 36_000,
    "topics in blocks": "<p>Accessibilité</p>" * 12_000,
    "mentions": "<p>Accessibilité : non conforme" * 8_000,
    "mentions and links": '<a href="x">Accessibilité : non conforme</a>' * 5_000,
    "comments": "<!--" * 60_000,
}


@pytest.mark.unmeasured
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_no_page_takes_long(body: str) -> None:
    started = time.process_time()  # what other programs take meanwhile is not its fault
    find_mention(body.encode()[: 256 * 1024], None, BASE, complete=True)
    assert time.process_time() - started < 5


@given(st.binary(max_size=400), st.sampled_from([None, "text/html; charset=utf-8", "charset=latin1"]))
def test_no_bytes_make_it_fail(page: bytes, content_type: str | None) -> None:
    assert find_mention(page, content_type, BASE, complete=True).state in {"ok", "broken", "unknown"}


INLINE = st.sampled_from(["", "<b>", "</b>", "<!-- x -->", "<span class=y>", "</span>", "\u00a0", "&nbsp;", " ", "\n"])


@given(st.lists(INLINE, min_size=5, max_size=5), st.sampled_from([FULL, PART, NONE]), st.booleans())
def test_inline_marks_never_hide_it(marks: list[str], status: str, capitals: bool) -> None:  # noqa: FBT001 - drawn by place
    """However a template splits the sentence within its block, the mention is read."""
    first, second = status.split(" ")
    sentence = f"{marks[0]}Accessibilité{marks[1]} :{marks[2]} {first} {marks[3]}{second}{marks[4]}"
    sentence = (
        sentence.replace("Accessibilité", "ACCESSIBILITÉ").replace(status, status.upper()) if capitals else sentence
    )
    assert look(f"<p>{sentence}</p>").status == status
