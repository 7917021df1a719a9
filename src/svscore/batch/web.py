"""Files at web addresses, read within bounds of size and time; a server may send on to nobody but itself."""

from __future__ import annotations

import re
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Event, Timer
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

WAIT = 20
"""Seconds to wait for a connection, and for more of an answer."""
MOST_TIME = 300
"""Seconds that one answer may take in all."""
MOST_REDIRECTS = 5
MOST_PAGES = 200
"""Pages of a folder, and of those below it, that are looked through for links."""
PAGE = 4_000_000
"""Bytes of such a page."""
PIECE = 1 << 20

NOTHING_THERE = frozenset({404, 410})
FOUND, ELSEWHERE = 200, frozenset({301, 302, 303, 307, 308})
DEFAULT_PORTS = {"http": 80, "https": 443}
PATTERN = re.compile(r"[*\[]")


class WebError(OSError):
    """A server cannot be reached, or answers what it should not; the text says it without any address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says of an address."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    address: str
    """Where it was found in the end."""
    body: bytes = b""


def fetched(address: str, most: int) -> bytes:
    """The bytes at an address; where there are more than ``most``, those and some more.

    Raises:
        WebError: there is no such file, or it does not come.
    """
    answer = _asked("GET", address, most)
    if answer.status != FOUND:
        raise WebError(f"the server answers {answer.status}")
    return answer.body


def state(address: str) -> str:
    """What tells one state of a file from another, as the server gives it; nothing where it does not say."""
    try:
        answer = _asked("HEAD", address, 0)
    except WebError:
        return ""
    names = ("content-length", "last-modified", "etag")
    return " ".join(answer.headers.get(name, "") for name in names) if answer.status == FOUND else ""


def files_at(address: str, endings: tuple[str, ...]) -> list[str]:
    """The addresses of files that an address stands for: itself, a folder's and those below, or a pattern's.

    Raises:
        WebError: the server cannot be reached.
    """
    path = _split(address).path
    if sign := PATTERN.search(path):
        folder = path[: sign.start()].rpartition("/")[0] + "/"
        meant = re.compile(_expression(unquote(path)))
        linked = _below(urljoin(address, folder), deep="/" in path[len(folder) :])
        return sorted(found for found in linked if meant.fullmatch(unquote(urlsplit(found).path)))
    if path.lower().endswith(endings):
        return [] if _asked("HEAD", address, 0).status in NOTHING_THERE else [address]
    return sorted(_below(urljoin(address, path.rstrip("/") + "/"), deep=True))


def _expression(pattern: str) -> str:
    """A pattern as a regular expression: ``*`` stays in a folder, ``**`` goes below."""
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    pieces = re.split(r"(\*\*/|\*\*|\*|\[[^\]/]{1,100}\])", re.sub(r"\*{3,}", "**", pattern))
    return "".join(signs.get(piece) or (piece if piece[:1] == "[" else re.escape(piece)) for piece in pieces)


def _below(folder: str, *, deep: bool) -> Iterator[str]:
    """The files that a folder's page links to, and with ``deep`` those of the folders below."""
    waiting, seen = [folder], {folder}
    while waiting and len(seen) <= MOST_PAGES:
        answer = _asked("GET", waiting.pop(), PAGE)
        if answer.status != FOUND:
            continue
        for link in _links(answer, folder):
            if link not in seen:
                seen.add(link)
                if not link.endswith("/"):
                    seen.discard(link)
                    yield link
                elif deep:
                    waiting.append(link)


class _Hrefs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.update((value, None) for name, value in attrs if name == "href" and value)


def _links(answer: Answer, folder: str) -> Iterator[str]:
    """What a page links to below a folder of the same server."""
    page, top = _Hrefs(), urlsplit(folder)
    page.feed(answer.body[:PAGE].decode("utf-8", "replace"))
    for link in page.found:
        with suppress(ValueError):
            whole = urlsplit(urljoin(answer.address, link))
            is_below = whole.path.startswith(top.path) and whole.path != top.path
            if is_below and is_same_server(whole, top):
                yield top._replace(path=whole.path, query="", fragment="").geturl()


def _asked(method: str, address: str, most: int) -> Answer:
    """What the server says, sent on within itself at most five times.

    Raises:
        WebError: it cannot be reached, takes too long, or sends on elsewhere.
    """
    end = time.monotonic() + MOST_TIME
    first = _split(address)
    for _ in range(MOST_REDIRECTS + 1):
        try:
            answer = _answer(method, address, most, end)
        except ssl.SSLError as error:
            raise WebError(f"no secure connection: {error.reason or 'unknown reason'}".lower()) from None
        except TimeoutError:
            raise WebError(f"the server says nothing for {WAIT} seconds") from None
        except HTTPException as error:
            raise WebError(f"the server's answer is broken ({type(error).__name__})") from None
        except (OSError, ValueError) as error:
            raise error if isinstance(error, WebError) else WebError(_reason(error)) from None
        if answer.status not in ELSEWHERE:
            return answer
        address = urljoin(address, answer.headers.get("location", ""))
        if not is_same_server(_split(address), first):
            raise WebError("the server sends on to another one, which is not followed")
        address = _split(address)._replace(netloc=first.netloc).geturl()
    raise WebError(f"the server sends on more than {MOST_REDIRECTS} times")


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "there is no such server"
    return (getattr(error, "strerror", None) or "it is no web address").lower()


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname or parts.port == 0:
            raise ValueError
    except ValueError:
        raise WebError("it is no web address") from None
    return parts


def is_same_server(parts: SplitResult, first: SplitResult) -> bool:
    """Whether it is the host and port of ``first``, and no less secure; a host may send its own on to https."""
    port, own = parts.port or DEFAULT_PORTS.get(parts.scheme), first.port or DEFAULT_PORTS[first.scheme.lower()]
    if parts.hostname != first.hostname:
        return False
    if parts.scheme == first.scheme.lower():
        return port == own
    return (parts.scheme, port, own) == ("https", DEFAULT_PORTS["https"], DEFAULT_PORTS["http"])


def _answer(method: str, address: str, most: int, end: float) -> Answer:
    parts = _split(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=min(WAIT, _left(end)))
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~[]") + f"?{parts.query}" * bool(parts.query)
    headers = {"User-Agent": "svscore", "Accept": "*/*", "Accept-Encoding": "identity"}
    if parts.username is not None:
        words = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {b64encode(words.encode()).decode()}"
    with _ended_in_time(connection, end):
        connection.request(method, target, headers=headers)
        answer = connection.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        body = _body(answer, most, said) if method == "GET" and answer.status == FOUND else b""
    return Answer(answer.status, said, address, body)


def _body(answer: HTTPResponse, most: int, headers: Mapping[str, str]) -> bytes:
    body = bytearray()
    while len(body) <= most and (piece := answer.read(PIECE)):
        body += piece
    length = headers.get("content-length", "")
    if len(body) <= most and length.isdecimal() and len(body) < int(length):
        raise WebError("the server's answer ends in the middle")
    return bytes(body)


@contextmanager
def _ended_in_time(connection: HTTPConnection, end: float) -> Iterator[None]:
    """Breaks a connection off when its time is up, however slowly something comes."""
    is_late = Event()
    connection.connect()
    line: socket.socket = connection.sock  # which the connection lets go of while the rest of an answer comes

    def break_off() -> None:
        is_late.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = Timer(_left(end), break_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException, ValueError):
        if not is_late.is_set():
            raise
    finally:
        timer.cancel()
        connection.close()
    if is_late.is_set():
        raise WebError(f"the server's answer is not whole after {MOST_TIME} seconds")


def _left(end: float) -> float:
    return max(0.1, end - time.monotonic())
