"""HTTP/2 frames as a client writes them, without a library: the point is to write what none would."""
import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 2, 3, 4, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS = 1, 1, 4
INITIAL_WINDOW_SIZE = 4
CANCEL = 8


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes((kind, flags)) + struct.pack(">I", stream) + payload


def settings(**values):
    return frame(SETTINGS, 0, 0, b"".join(struct.pack(">HI", int(key[1:]), value) for key, value in values.items()))


def integer(prefix, bits, value):
    """RFC 7541, 5.1."""
    most = (1 << bits) - 1
    if value < most:
        return bytes((prefix | value,))
    out, value = [prefix | most], value - most
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    return bytes([*out, value])


def text(value):
    raw = value.encode()
    return integer(0, 7, len(raw)) + raw


def literal(name, value, indexed=False):
    return (b"\x40" if indexed else b"\x00") + text(name) + text(value)


def request(method, path, authority="localhost"):
    """A block of fields."""
    return literal(":method", method) + literal(":scheme", "http") + literal(":path", path) + literal(":authority", authority)


def read_frames(buffer):
    """Whole frames as (kind, flags, stream, payload), and what is left."""
    found = []
    while len(buffer) >= 9:
        length = int.from_bytes(buffer[:3], "big")
        if len(buffer) < 9 + length:
            break
        found.append((buffer[3], buffer[4], int.from_bytes(buffer[5:9], "big"), buffer[9:9 + length]))
        buffer = buffer[9 + length:]
    return found, buffer
