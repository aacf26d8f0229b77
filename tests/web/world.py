"""A portfolio of hundreds of fictive products and the web that they point to, with what is true of each.

Of the stats pages and home pages one in ten fails, in each way that the web does; each page takes 100 to 300 ms.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from startup_stats.probing.web import Limits
from tests.sites import write_site
from tests.web import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PRODUCTS, ON_GITHUB, ON_GITLAB = 600, 302, 60
TEXT = "<p>" + "Un service public numérique, utile et simple. " * 30 + "</p>"
STATS = f"<!doctype html><title>Statistiques</title>{TEXT}"
STATUSES = ("totalement conforme", "partiellement conforme", "non conforme")
# What a page may take: little where the test measures time on a machine that does nothing else, and patience elsewhere,
# since a page that others keep waiting would be told a verdict that is not its own.
HASTY = Limits(connect=1.0, read=1.0, total=2.0)
PATIENT = Limits(connect=8.0, read=3.0, total=5.0)

# A way to fail → what the page does, the state and reason it is, how many requests at what cost each (seconds).
WAYS: dict[str, tuple[Reply | None, str, str, int, float]] = {
    "gone": (Reply(410), "broken", "http-410", 1, 0),
    "not-found": (Reply(404), "broken", "http-404", 1, 0),
    "no-name": (None, "broken", "name-not-found", 0, 0),
    "no-resolver": (None, "unknown", "name-unresolved", 0, 0),
    "login": (Reply(302, headers={"Location": "/login?next=x"}), "unknown", "soft-200", 2, 0),
    "closed": (Reply(401), "unknown", "http-401", 1, 0),
    "forbidden": (Reply(403), "unknown", "http-403", 1, 0),
    "busy": (Reply(429, headers={"Retry-After": "1"}), "unknown", "http-429", 3, 0),
    "failing": (Reply(500), "unknown", "http-500", 3, 0),
    "recovering": (Reply(503, then=Reply(body=STATS)), "ok", "page", 2, 0),
    "empty": (Reply(body=""), "unknown", "soft-200", 1, 0),
    "hanging": (Reply(way="hang"), "unknown", "timeout", 2, HASTY.read),
    "reset": (Reply(way="reset"), "unknown", "reset", 3, 0),
    "garbage": (Reply(way="garbage"), "unknown", "bad-response", 1, 0),
    "cut": (Reply(way="short"), "unknown", "bad-response", 1, 0),
    "slow": (Reply(way="trickle-body"), "unknown", "timeout", 2, HASTY.total),
    "looping": (Reply(302, headers={"Location": "/stats"}), "unknown", "redirect-loop", 1, 0),
    "no-tls": (None, "unknown", "tls", 1, 0),
    "parked": (
        Reply(body="<title>x</title><p>Ce domaine est à vendre : contactez-nous.</p>"),
        "unknown",
        "soft-200",
        1,
        0,
    ),
    "huge": (Reply(way="large"), "ok", "page", 1, 0),
}


_PUBLIC, _MISSING = ("ok", "public"), ("broken", "repository-not-found")


@dataclass
class World:
    """The pages, GitHub's repositories, and what a first run must hold of each product and standard."""

    pages: dict[str, Reply] = field(default_factory=dict)
    github: dict[str, Any] = field(default_factory=dict)
    truth: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    work: float = 0.0
    files: dict[str, str] = field(default_factory=dict)


def make_world(products: int = PRODUCTS, failing: int = 10) -> World:
    """Make the products, of which one in so many is failing; those with the same number are the same every time."""
    world, draw = World(), random.Random(4)  # noqa: S311 - the same each time
    ways = iter(sorted(WAYS) * 20)
    listed: list[dict[str, str]] = []
    for number in range(products):
        way = next(ways) if number % failing == failing - 1 else None
        fields = _stats_page(world, number, way, draw) | _home(world, number, draw) | _repository(world, number, draw)
        if number % 2 == 0:
            listed.append({"url": f"http://www.p{number}.example/", "betaId": ""})
        world.truth[f"p{number}", "dashlord"] = ("ok", "listed") if number % 2 == 0 else ("broken", "not-listed")
        lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
        world.files[f"p{number}"] = lines
    world.truth["voisin", "dashlord"] = ("broken", "not-listed")  # write_site's own product
    world.pages["dashlord.example/report.json"] = Reply(body=json.dumps(listed), delay=0.2)
    return world


def _page(world: World, place: str, reply: Reply, draw: random.Random) -> None:
    delay = draw.uniform(0.1, 0.3)
    world.work += delay
    world.pages[place] = Reply(reply.status, reply.body, reply.headers, delay, reply.way, reply.then)


def _stats_page(world: World, number: int, way: str | None, draw: random.Random) -> dict[str, str]:
    host, scheme = f"stats.p{number}.example", "http"
    state, reason = "ok", "page"
    if way is None:
        _page(world, f"{host}/stats", Reply(body=STATS), draw)
    else:
        reply, state, reason, requests, cost = WAYS[way]
        host = {"no-name": f"p{number}.missing", "no-resolver": f"p{number}.unresolved"}.get(way, host)
        scheme = "https" if way == "no-tls" else "http"
        world.work += requests * cost
        if reply is not None:
            for _ in range(requests - 1):
                world.work += 0.2
            _page(world, f"{host}/stats", reply, draw)
        if way == "login":
            _page(world, f"{host}/login?next=x", Reply(body=STATS), draw)
    world.truth[f"p{number}", "stats_page"] = (state, reason)
    return {"stats_url": f"{scheme}://{host}:PORT/stats"}


def _home(world: World, number: int, draw: random.Random) -> dict[str, str]:
    status = STATUSES[number % 3]
    footer = f'<footer><a href="/a11y">Accessibilité : {status}</a></footer>' if number % 7 else ""
    _page(world, f"p{number}.example/", Reply(body=f"<!doctype html>{TEXT}{footer}"), draw)
    world.truth[f"p{number}", "accessibility"] = ("ok", status) if footer else ("broken", "no-mention")
    return {"link": f"http://p{number}.example:PORT/", "accessibility_status": f"'{status}'"}


def _repository(world: World, number: int, draw: random.Random) -> dict[str, str]:
    if number < ON_GITHUB:
        is_there = number % 13 != 0
        if is_there:
            world.github[f"o/p{number}"] = {
                "isPrivate": False,
                "isArchived": number % 5 == 0,
                "pushedAt": None,
                "licenseInfo": None,
            }
        world.truth[f"p{number}", "open_source"] = ("ok", "public") if is_there else ("broken", "repository-not-found")
        return {"repository": f"https://github.com/o/p{number}"}
    if number < ON_GITHUB + ON_GITLAB:
        host = f"gitlab.g{number % 20}.example"
        place = f"{host}/api/v4/projects/o%2Fp{number}?license=true"
        if number % 11:
            _page(world, place, Reply(body='{"id": 1, "archived": false}'), draw)
        else:
            group = f"{host}/api/v4/groups/o%2Fp{number}/projects?visibility=public&per_page=1&include_subgroups=true"
            _page(world, place, Reply(404), draw)
            _page(world, group, Reply(404), draw)
        world.truth[f"p{number}", "open_source"] = (
            ("ok", "public") if number % 11 else ("broken", "repository-not-found")
        )
        return {"repository": f"http://{host}:PORT/o/p{number}"}
    return {}


def write_world(root: Path, world: World, port: int, config: str = "") -> Path:
    """Write the site whose addresses lead to a port."""
    head = "phases:\n- {name: acceleration, start: 2024-01-01}\n"
    files = {f"content/_startups/{name}.md": _product(lines, head, port) for name, lines in world.files.items()}
    dashlord = f"dashlord:\n- report: http://dashlord.example:{port}/report.json\n"
    write_site(root, **files, **{"startup-stats.yml": dashlord + config})
    (root / "_data").mkdir(exist_ok=True)
    return root


def _product(lines: str, head: str, port: int) -> str:
    required = "title: T\nmission: M\nincubator: atelier\ncontact: a@b.example\n"
    return f"---\n{required}{head}{lines.replace('PORT', str(port))}---\n"


def told(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield what a ledger's document holds of each product and standard, pending or not."""
    for product, standards in entries.items():
        for standard, entry in standards.items():
            claim = entry.get("pending", entry)
            reason = claim.get("status") or claim["reason"]
            yield (product, standard), (claim["state"], reason)
