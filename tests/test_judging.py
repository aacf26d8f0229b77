"""What a page, or its absence, means."""

from __future__ import annotations

import pytest

from startup_stats.probing.engine import Visit
from startup_stats.probing.forges import find_repository
from startup_stats.probing.judging import visit_home, visit_page, visit_repository
from startup_stats.probing.sight import look
from startup_stats.probing.web import Failure, Page
from startup_stats.standards.ledger import Answer

ASKED = "https://produit.example/stats"
HTML = {"content-type": "text/html; charset=utf-8"}
LONG = "<p>" + "Nombre de démarches en ligne par mois. " * 60 + "</p>"


def page(body: str, status: int = 200, url: str = ASKED, headers: dict[str, str] | None = None) -> Page:
    return Page(url, status, HTML if headers is None else headers, body.encode())


JSON_TYPE = {"content-type": "application/json"}

# What came in place of a page → the answer, for every kind of visit.
WITHOUT = {
    "not found": (page("", 404), "broken", "http-404"),
    "gone": (page("", 410), "broken", "http-410"),
    "closed": (page("", 401), "unknown", "http-401"),
    "forbidden": (page("", 403), "unknown", "http-403"),
    "busy": (page("", 429), "unknown", "http-429"),
    "failing": (page("", 500), "unknown", "http-500"),
    "nothing": (page("", 204), "unknown", "http-204"),
    "no such name": (Failure("name-not-found"), "broken", "name-not-found"),
    "resolver": (Failure("name-unresolved"), "unknown", "name-unresolved"),
    "time-out": (Failure("timeout"), "unknown", "timeout"),
    "certificate": (Failure("tls"), "unknown", "tls"),
    "refused": (Failure("refused"), "unknown", "refused"),
    "forbidden address": (Failure("forbidden-address"), "unknown", "forbidden-address"),
}


@pytest.mark.parametrize(("outcome", "state", "reason"), WITHOUT.values(), ids=WITHOUT)
def test_without_a_page(outcome: Page | Failure, state: str, reason: str) -> None:
    """Only what proves absence is broken."""
    expected = (state, reason)
    for visit in (visit_page(ASKED), visit_home(ASKED)):
        answer = visit.judge(outcome)
        assert isinstance(answer, Answer)
        assert (answer.state, answer.reason) == expected
    forge = visit_repository(find_repository("https://codeberg.org/a/b", {})).judge(outcome)
    absent = isinstance(outcome, Page) and outcome.status in {404, 410}
    assert forge == (Answer("broken", "repository-not-found") if absent else Answer(state, reason))  # type: ignore[arg-type]


SOFT = {
    "empty": page(""),
    "white": page(" \n" * 90),
    "tiny": page("ok"),
    "a body without words": page("<!doctype html><title>Statistiques</title><body></body>"),
    "a login page": page('<form>Mot de passe <input id=a type="password" name=p></form>'),
    "a login page without quotes": page("<form><label>Mot de passe</label> <input name=p type=password></form>"),
    "sent to a login": page(LONG, url="https://produit.example/login?next=/stats"),
    "sent to a login in French": page(LONG, url="https://produit.example/fr/connexion"),
    "sent to another's login": page(LONG, url="https://login.fournisseur.example/abc"),
    "sent home": page(LONG, url="https://produit.example/"),
    "for sale": page("<p>Ce domaine est à vendre. Contactez-nous pour l'acheter.</p>"),
    "for sale in English": page("<h1>produit.example</h1><p>This domain is for sale!</p>"),
    "a server's first page": page("<h1>Welcome to nginx!</h1><p>If you see this page</p>"),
    "a soft 404": page("<h1>Page introuvable</h1><p>Retour à l'accueil</p>"),
    "no type and no words": page("<div></div>" * 9, headers={}),
}
HARD = {
    "a page on errors": page(f"<title>Statistiques des erreurs 404</title><h1>Nos erreurs en 2025</h1>{LONG}"),
    "a page on maintenance": page(f"<title>Maintenance des bâtiments publics</title>{LONG}"),
    "Cloudflare's script on a page": page(
        LONG + "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"
    ),
    "a script that names a firewall": page(LONG + "<script>const a = 'datadome captcha-delivery.com'</script>"),
    "data of which one is an error": page('{"visites": 3, "message": "à jour"}' + " " * 20, headers=JSON_TYPE),
    "much data of which one part is errors": page('{"errors": [' + "1, " * 9_000 + "1]}", headers=JSON_TYPE),
    "a list of data": page("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]", headers=JSON_TYPE),
    "what only begins as JSON": page("{ statistiques } sont publiées ici chaque mois", headers={}),
    "sent to a service named connexion": page(LONG, url="https://produit.example/connexions-2025"),
    "a page": page(LONG),
    "a short page": page("<h1>Statistiques</h1><p>12 démarches</p>"),
    "a page drawn by a script": page('<body><div id="app"></div><script src="/app.js"></script></body>'),
    "a frame": page('<body><iframe src="https://metabase.example/public/1"></iframe></body>'),
    "data": page('{"visites": [1, 2, 3], "mois": "août 2026"}', headers={"content-type": "application/json"}),
    "a document": page("%PDF-1.7 and what follows it in there", headers={"content-type": "application/pdf"}),
    "no type": page(LONG, headers={}),
    "a long page that names a password": page(LONG + "<input type=password>"),
    "a long page that says a notice": page(LONG + "<p>Site en construction</p>"),
    "sent to another page": page(LONG, url="https://produit.example/statistiques"),
    "sent to a page of figures on authentication": page(
        LONG, url="https://produit.example/authentification-en-chiffres"
    ),
    "sent home with a question": page(LONG, url="https://produit.example/?page=stats"),
}


def error_page(heading: str, title: str = "") -> Page:
    """The design system's error page: a header and a footer as long as those of any page."""
    around = "<nav>" + "<a href=/x>Une rubrique du site</a> " * 90 + "</nav>"
    return page(f"<title>{title or heading} - Produit</title><header>{around}</header><main><h1>{heading}</h1></main>")


# What answers 200 in a page's place, and the software or the kind of site that does → the reason.
WALLS: dict[str, tuple[Page, str]] = {
    "F5 BIG-IP": (
        page(
            "<title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator."
            "<br>Your support ID is: 1234567890"
        ),
        "wall",
    ),
    "Imperva Incapsula": (
        page('<META NAME="robots"><iframe src="/_Incapsula_Resource?CWUDNSAI=9" width="100%"></iframe>'),
        "wall",
    ),
    "Anubis": (
        page('<title>Un instant</title><script id="anubis_challenge" type="application/json">{}</script>'),
        "wall",
    ),
    "Cloudflare": (page("<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script>"), "wall"),
    "Akamai": (page("<H1>Access Denied</H1>Reference #18.2 https://errors.edgesuite.net/18.2"), "wall"),
    "DataDome": (page('<script src="https://ct.captcha-delivery.com/c.js"></script><p>Patientez</p>'), "wall"),
    "AWS WAF": (page("<script>window.awsWafCookieDomainList = [];</script><p>Patientez</p>"), "wall"),
    "Azure Front Door": (page("<h2>Our services aren't available right now</h2><p>Please retry.</p>"), "wall"),
    "Sucuri": (page("<title>Sucuri WebSite Firewall - Access Denied</title><p>Block</p>"), "wall"),
    "FortiWeb": (page("<h2>Web Page Blocked!</h2><p>The page cannot be displayed.</p>"), "wall"),
    "Vercel": (page("<title>Vercel Security Checkpoint</title><p>Patientez</p>"), "wall"),
    "Wordfence": (page("<h1>Accès limité</h1><p>Generated by Wordfence at today</p>"), "wall"),
    "HAProxy": (page("<h1>Interdit</h1>Request forbidden by administrative rules."), "wall"),
    "a check for robots": (page("<p>Vérifiez que vous êtes humain pour continuer vers le site.</p>"), "soft-200"),
    "WordPress in maintenance": (page("<p>Brièvement indisponible pour cause de maintenance prévue.</p>"), "soft-200"),
    "Drupal in maintenance": (page("<h1>Site en maintenance</h1><p>Merci de votre patience.</p>"), "soft-200"),
    "a closed service": (page("<h1>Produit</h1><p>Ce service est fermé depuis le 1er mars.</p>"), "soft-200"),
    "a service that ended": (page("<h1>Produit</h1><p>L'expérimentation a pris fin en 2024. Merci !</p>"), "soft-200"),
    "no longer there": (page("<p>Le simulateur n'est plus disponible.</p>"), "soft-200"),
    "the design system's 404": (error_page("Page non trouvée"), "soft-200"),
    "the design system's 500": (error_page("Erreur inattendue"), "soft-200"),
    "the design system's 503": (error_page("Service indisponible"), "soft-200"),
    "an error named by the title alone": (error_page("Oups !", "Erreur 404"), "soft-200"),
    "Next.js": (page("<title>404: This page could not be found.</title><h1>404</h1>"), "soft-200"),
    "a forbidden page": (error_page("Accès refusé"), "soft-200"),
    "a site in maintenance": (error_page("Le site est en cours de maintenance"), "soft-200"),
    "Traefik": (page("404 page not found, and nothing else here", headers={"content-type": "text/plain"}), "soft-200"),
    "Kubernetes": (
        page("default backend - 404, as the cluster says", headers={"content-type": "text/plain"}),
        "soft-200",
    ),
    "Heroku": (page("<h1>Application error</h1><p>An error occurred in the application.</p>"), "soft-200"),
    "Azure App Service": (page("<h1>Error 403 - This web app is stopped.</h1><p>Contact us</p>"), "soft-200"),
    "Netlify": (page("<h1>Site not found</h1><p>Looks like you followed a broken link</p>"), "soft-200"),
    "Caddy": (page("<h1>Congratulations!</h1><p>Caddy works! Now configure it.</p>"), "soft-200"),
    "IIS": (page("<title>IIS Windows Server</title><img src=iisstart.png alt=IIS>"), "soft-200"),
    "an error in JSON": (
        page('{"statusCode": 404, "message": "Not Found", "error": "Not Found"}', headers=JSON_TYPE),
        "soft-200",
    ),
    "a message in JSON": (page('{"message": "Cannot GET /stats", "code": 404}', headers=JSON_TYPE), "soft-200"),
    "an error in JSON without its type": (
        page('{"errors": [{"title": "Introuvable", "x": 1}]}', headers={}),
        "soft-200",
    ),
    "sent to sign in": (page(LONG, url="https://produit.example/se-connecter"), "soft-200"),
    "sent to sign in, by Devise": (page(LONG, url="https://produit.example/users/sign_in"), "soft-200"),
    "sent to ProConnect": (page(LONG, url="https://auth.proconnect.example/session/start"), "soft-200"),
    "sent to AgentConnect": (page(LONG, url="https://auth.agentconnect.example/api/v2/x"), "soft-200"),
    "sent to Keycloak": (page(LONG, url="https://id.example/realms/a/protocol/openid-connect/auth"), "soft-200"),
    "a page that offers ProConnect": (page("<h1>Espace</h1><button>S’identifier avec ProConnect</button>"), "soft-200"),
    "sent to the French home": (page(LONG, url="https://produit.example/fr/"), "soft-200"),
    "sent to the home's file": (page(LONG, url="https://produit.example/index.html"), "soft-200"),
    "sent to a home of another name": (page(LONG, url="https://autre.example/accueil"), "soft-200"),
}


@pytest.mark.parametrize(("outcome", "reason"), WALLS.values(), ids=WALLS)
def test_what_answers_in_a_page_s_place(outcome: Page, reason: str) -> None:
    assert visit_page(ASKED).judge(outcome) == Answer("unknown", reason)
    assert visit_home(ASKED).judge(outcome).state == "unknown"  # type: ignore[union-attr]


@pytest.mark.parametrize("outcome", SOFT.values(), ids=SOFT)
def test_pages_that_say_nothing(outcome: Page) -> None:
    assert visit_page(ASKED).judge(outcome) == Answer("unknown", "soft-200")
    assert visit_home(ASKED).judge(outcome).state == "unknown"  # type: ignore[union-attr]


@pytest.mark.parametrize("outcome", HARD.values(), ids=HARD)
def test_pages(outcome: Page) -> None:
    assert visit_page(ASKED).judge(outcome) == Answer("ok", "page")


def test_a_product_whose_own_address_is_a_login_or_its_home() -> None:
    """Nobody was led astray where the address asked for is such a page itself."""
    assert look("https://connexion.example/login", page(LONG, url="https://connexion.example/login/")).doubt is None
    assert look("https://produit.example", page(LONG, url="https://www.produit.example/")).doubt is None


def test_a_home_page_with_its_mention() -> None:
    """A mention counts wherever it stands, also beside a login form; its absence only on a page."""
    visit = visit_home("https://produit.example/")
    mention = "<footer>Accessibilité : non conforme</footer>"
    at_home = "https://produit.example/"
    assert visit.judge(page(LONG + mention, url=at_home)) == Answer("ok", "mention", "non conforme")
    assert visit.judge(page(f"<input type=password>{mention}", url=at_home)) == Answer("ok", "mention", "non conforme")
    assert visit.judge(page(LONG, url=at_home)) == Answer("broken", "no-mention")
    assert visit.judge(page(LONG, url="https://sso.example/x")) == Answer("unknown", "soft-200")


def follow(address: str, *outcomes: Page | Failure) -> tuple[list[str], Answer]:
    """Visit a repository, and what is asked next, until there is an answer."""
    visit, asked = visit_repository(find_repository(address, {})), []
    for outcome in outcomes:
        asked.append(visit.url)
        judged = visit.judge(outcome)
        if isinstance(judged, Answer):
            return asked, judged
        assert isinstance(judged, Visit)
        visit = judged
    raise AssertionError(asked)


PUBLIC = {"archived": False, "licence": None, "last_push": None}
PROJECT = "https://gitlab.com/api/v4/projects/g%2Fp?license=true"
GROUP = "https://gitlab.com/api/v4/groups/g%2Fp/projects?visibility=public&per_page=1&include_subgroups=true"
FOLLOWED: dict[str, tuple[str, tuple[Page | Failure, ...], list[str], Answer]] = {
    "a project": ("https://gitlab.com/g/p", (page("{}"),), [PROJECT], Answer("ok", "public", details=PUBLIC)),
    "a group": (
        "https://gitlab.com/g/p", (page("", 404), page("[{}]")), [PROJECT, GROUP], Answer("ok", "public-repositories"),
    ),
    "neither": (
        "https://gitlab.com/g/p", (page("", 404), page("", 404)), [PROJECT, GROUP], Answer("broken", "repository-not-found"),
    ),
    "a forge that wants a login": ("https://gitlab.com/g/p", (page("", 401),), [PROJECT], Answer("unknown", "http-401")),
    "a group that does not answer": (
        "https://gitlab.com/g/p", (page("", 404), Failure("timeout")), [PROJECT, GROUP], Answer("unknown", "timeout"),
    ),
    "a person": (
        "https://gitlab.com/moi",
        (page("", 404), page("", 404), page(LONG, url="https://gitlab.com/moi")),
        [PROJECT.replace("g%2Fp", "moi"), GROUP.replace("g%2Fp", "moi"), "https://gitlab.com/moi"],
        Answer("ok", "page"),
    ),
    "github without a token": (
        "https://github.com/o/r/tree/main", (page(LONG),), ["https://github.com/o/r"], Answer("ok", "page"),
    ),
    "github, private or missing": (
        "https://github.com/o/r", (page("", 404),), ["https://github.com/o/r"], Answer("broken", "repository-not-found"),
    ),
    "gitea": (
        "https://codeberg.org/o/r", (page("{}"),), ["https://codeberg.org/api/v1/repos/o/r"],
        Answer("ok", "public", details=PUBLIC),
    ),
    "no forge": ("https://pad.example/x", (page(LONG, url="https://pad.example/x"),), ["https://pad.example/x"], Answer("ok", "page")),
}  # fmt: skip


@pytest.mark.parametrize(("address", "outcomes", "asked", "answer"), FOLLOWED.values(), ids=FOLLOWED)
def test_repositories(address: str, outcomes: tuple[Page | Failure, ...], asked: list[str], answer: Answer) -> None:
    assert follow(address, *outcomes) == (asked, answer)
