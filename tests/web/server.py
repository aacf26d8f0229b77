"""The server of tests.web: `python -m tests.web.server pages.json` prints its port and serves."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import struct
import sys
from collections import Counter
from pathlib import Path
from typing import Any

_LARGE = b"x" * (20 * 1024 * 1024)
_TRICKLE_SECONDS = 0.2
_TLS_HELLO = b"\x16"


class Server:
    """Answers by the table, and counts."""

    def __init__(self, pages: dict[str, Any]) -> None:
        self.pages = pages
        self.requests: Counter[str] = Counter()
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.cookies = 0
        # Made before one is asked for: it takes as long as a hasty client waits for an answer.
        self.bomb = gzip.compress(_LARGE) if any(page["way"] == "bomb" for page in pages.values()) else b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            while await self.answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection goes on."""
        first = await reader.readexactly(1)
        if first == _TLS_HELLO:
            writer.write(b"this is no TLS\r\n")
            await writer.drain()
            return False
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        _, path, _ = head[0].split(" ")
        fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
        if path == "/__seen":
            told = {"requests": self.requests, "now": self.now, "most": self.most, "cookies": self.cookies}
            return await self.send(writer, 200, {}, json.dumps(told).encode())
        host = fields["host"].rpartition(":")[0]
        place = f"{host}{path}"
        self.requests[host] += 1
        self.cookies += "cookie" in fields
        self.now[host] += 1
        self.most[host] = max(self.most[host], self.now[host])
        try:
            return await self.reply(self.page(place), writer)
        finally:
            self.now[host] -= 1

    def page(self, place: str) -> dict[str, Any]:
        """Return what a page does this time."""
        page: dict[str, Any] = self.pages.get(place) or {"status": 404, "body": "", "headers": {}, "way": "answer"}
        if page.get("then"):
            self.pages[place] = page["then"]
        return page

    async def reply(self, page: dict[str, Any], writer: asyncio.StreamWriter) -> bool:
        """Do what the table says."""
        await asyncio.sleep(page.get("delay", 0))
        text = page["body"].encode()
        match page["way"]:
            case "hang":
                await asyncio.sleep(600)
            case "reset":
                linger = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            case "garbage":
                writer.write(b"\x00\x01 this is no HTTP\r\n\r\n")
            case "short":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nabc")
            case "trickle-headers":
                await self.trickle(writer, b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 900)
            case "trickle-body":
                await self.trickle(writer, b"HTTP/1.1 200 OK\r\n\r\n" + b"z" * 900)
            case "large":
                return await self.send(writer, 200, {}, _LARGE)
            case "bomb":
                return await self.send(writer, 200, {"Content-Encoding": "gzip"}, self.bomb)
            case _:
                return await self.send(writer, page["status"], page["headers"], text)
        await writer.drain()
        return False

    async def trickle(self, writer: asyncio.StreamWriter, content: bytes) -> None:
        """Send a few bytes at a time, for ever."""
        for start in range(0, len(content), 8):
            writer.write(content[start : start + 8])
            await writer.drain()
            await asyncio.sleep(_TRICKLE_SECONDS)

    async def send(self, writer: asyncio.StreamWriter, status: int, headers: dict[str, str], body: bytes) -> bool:
        """Send a whole answer; the connection goes on."""
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *[f"{n}: {v}" for n, v in headers.items()]]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        return True


async def main(pages: dict[str, Any]) -> None:
    """Serve until killed."""
    server = Server(pages)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{listening.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with listening:
        await listening.serve_forever()


asyncio.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
