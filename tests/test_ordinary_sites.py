"""Ordinary sites, each with a habit that makes a careless visitor see nothing: three nights, and nothing is lost."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from startup_stats import cli
from tests.sites import PRODUCT, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "<h1>Un service public</h1><p>" + "Des démarches simples, pour tout le monde. " * 12 + "</p>"
MENTION = "<footer><p>Accessibilité : partiellement conforme</p></footer>"
SCRIPT = "<script>void 0</script>"
STREAMED = (
    f'{TEXT}<!--$?--><template id="B:0"></template><!--/$-->{SCRIPT}<div hidden id="S:0">{MENTION}</div>'
    '<script>$RC("B:0","S:0")</script>'
)
SHADOW = f"{TEXT}<x-pied><template shadowrootmode=open>{MENTION}</template></x-pied>{SCRIPT}"
# As brotli would have it, for all that can be told without reading it.
BROTLI = b"\x8b\x1f\x80" + bytes(range(1, 240)) * 3


class Site(BaseHTTPRequestHandler):
    """All seven, by the first step of the path."""

    def do_GET(self) -> None:
        accept, language = self.headers.get("Accept", ""), self.headers.get("Accept-Language", "")
        english = f"{TEXT}<footer>Accessibility: partially compliant</footer>"
        match self.path.strip("/").split("/"):
            case ["accept"]:
                self._send(TEXT + MENTION if "text/html" in accept else "", 200 if "text/html" in accept else 404)
            case ["language"]:
                self._send(TEXT + MENTION if language.startswith("fr") else english)
            case ["location"]:
                # In raw UTF-8, which the base class would not send.
                self.wfile.write("HTTP/1.0 302 Found\r\nLocation: /arrivée\r\nContent-Length: 0\r\n\r\n".encode())
            case ["arriv%C3%A9e"]:
                self._send(TEXT + MENTION)
            case ["brotli"]:
                self._send(BROTLI, encoding="br")
            case ["react"]:
                self._send(STREAMED)
            case ["shadow"]:
                self._send(SHADOW)
            case ["symbol"]:
                self._send(TEXT + MENTION.replace(": ", ": ⚠️ "))
            case _:
                self._send("", 404)

    def _send(self, body: str | bytes, status: int = 200, encoding: str | None = None) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        if encoding is not None:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        pass


SITES = ("accept", "language", "location", "brotli", "react", "shadow", "symbol")


@contextmanager
def served() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.unmeasured
def test_three_nights_lose_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Six are met, by what was seen; the one that can't be read stays unknown, for its statistics page too."""
    with served() as address:
        files = {}
        for name in SITES:
            fields = f"stats_url: {address}/{name}\naccessibility_status: partiellement conforme\n"
            product = PRODUCT.replace("link: https://voisin.example\n", f"link: {address}/{name}\n{fields}")
            product = product.replace("---\nUn texte", "  - name: acceleration\n    start: 2021-01-01\n---\nUn texte")
            files[f"content/_startups/{name}.md"] = product.replace("Marché voisin", name)
        site = write_site(tmp_path / "site", **files)
        (site / "content/_startups/voisin.md").unlink()
        (site / "_data").mkdir()
        for night in ("2026-08-20", "2026-08-21", "2026-08-22"):
            assert cli.main(["probe", str(site), "--as-of", night, "--allow-private", "--quiet"]) == 0
            assert cli.main(["build", str(site), "--as-of", night, "--quiet"]) == 0
            document = json.loads((site / "_data/stats.json").read_text())
            verdicts = {product["id"]: product["standards"] for product in document["products"]}
            for standard in ("accessibility", "stats_page"):
                outcomes = {name: verdicts[name][standard]["verdict"] for name in SITES}
                assert outcomes == dict.fromkeys(SITES, "met") | {"brotli": "unknown"}, (night, capsys.readouterr().err)
            assert verdicts["brotli"]["stats_page"]["reason"] == "encoding"
