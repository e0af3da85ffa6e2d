"""A strict reader of HTTP/1.1 requests: RFC 9110 and 9112 without any leniency that they allow."""
import re
from dataclasses import dataclass

TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\x7e]+) HTTP/1\.([01])")
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)")
HOST = re.compile(rb"([A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?")
CHUNK = re.compile(rb"([0-9A-Fa-f]{1,16})((?:;[^\r\n\0]*)?)")


class Unclear(Exception):
    """Two readers could understand it differently.

    framing: the doubt is about where the message ends, and not only about a line of it
    """

    def __init__(self, what, framing=False):
        super().__init__(what)
        self.framing = framing


class Incomplete(Exception):
    """Nothing is wrong with it so far."""


@dataclass(frozen=True)
class Message:
    method: bytes
    target: bytes
    fields: tuple
    body: bytes
    version: int

    def values(self, name):
        return [value for key, value in self.fields if key.lower() == name]


def read_all(data):
    """The messages, and what stopped the reading: None at a clean end, or Unclear or Incomplete."""
    messages = []
    while data:
        try:
            message, data = read(data)
        except (Unclear, Incomplete) as end:
            return messages, end
        messages.append(message)
    return messages, None


def read(data):
    """The first message and the bytes behind it."""
    lines, rest = head(data)
    match = LINE.fullmatch(lines[0])
    if not match:
        raise Unclear(f"request line {lines[0][:60]!r}")
    fields = []
    for line in lines[1:]:
        field = FIELD.fullmatch(line)
        if not field:
            hides = re.match(rb"\s*(content-length|transfer-encoding)", line, re.I)
            raise Unclear(f"field line {line[:60]!r}", framing=bool(hides) or b"\n" in line)
        fields.append((field[1], field[2].strip(b" \t")))
    version = int(match[3])
    body, rest = read_body(version, fields, rest)
    message = Message(match[1], match[2], tuple(fields), body, version)
    hosts = message.values(b"host")
    if len(hosts) > 1 or version == 1 and not hosts or hosts and not HOST.fullmatch(hosts[0]):
        raise Unclear(f"hosts {hosts}")
    return message, rest


def head(data):
    end = data.find(b"\r\n\r\n")
    if end < 0:
        if re.search(rb"(?<!\r)\n|\r(?!\n|$)|\0", data):
            raise Unclear("a line that does not end in CRLF", framing=bool(re.search(rb"\r(?!\n|$)|\0", data)))
        raise Incomplete
    lines = data[:end].split(b"\r\n")
    if any(b"\n" in line or b"\r" in line for line in lines):
        # a recipient may take a bare LF for the end of a line (RFC 9112, 2.2), but never a bare CR
        raise Unclear("bare CR or LF", framing=any(b"\r" in line for line in lines))
    return lines, data[end + 4:]


def read_body(version, fields, rest):
    lengths = [value for name, value in fields if name.lower() == b"content-length"]
    codings = [value for name, value in fields if name.lower() == b"transfer-encoding"]
    if codings:
        if lengths or version == 0 or len(codings) > 1 or codings[0].lower() != b"chunked":
            raise Unclear(f"lengths {lengths}, codings {codings}", framing=True)
        return read_chunks(rest)
    if not lengths:
        return b"", rest
    if len(lengths) > 1 or not re.fullmatch(rb"[0-9]{1,18}", lengths[0]):
        # the same length several times may be taken for one (RFC 9110, 8.6)
        values = {value.strip() for length in lengths for value in length.split(b",")}
        raise Unclear(f"lengths {lengths}", framing=len(values) > 1 or not values.pop().isdigit())
    length = int(lengths[0])
    if len(rest) < length:
        raise Incomplete
    return rest[:length], rest[length:]


def read_chunks(rest):
    body = b""
    while True:
        end = rest.find(b"\r\n")
        line = rest if end < 0 else rest[:end]
        if not CHUNK.fullmatch(line) and (end >= 0 or not re.fullmatch(rb"[0-9A-Fa-f]{0,16}(;[^\r\n\0]*)?\r?", line)):
            raise Unclear(f"chunk line {line[:40]!r}", framing=True)
        if end < 0:
            raise Incomplete
        size, rest = int(CHUNK.fullmatch(line)[1], 16), rest[end + 2:]
        if size == 0:
            return body, read_trailers(rest)
        if len(rest) < size + 2:
            raise Incomplete
        if rest[size:size + 2] != b"\r\n":
            raise Unclear("no CRLF behind a chunk", framing=True)
        body, rest = body + rest[:size], rest[size + 2:]


def read_trailers(rest):
    while True:
        end = rest.find(b"\r\n")
        if end < 0:
            raise Incomplete
        line, rest = rest[:end], rest[end + 2:]
        if not line:
            return rest
        if not FIELD.fullmatch(line):
            raise Unclear(f"trailer {line[:40]!r}", framing=True)


def same(sent, received):
    """Whether the endpoint was asked what the client asked. Targets that a proxy may normalise are not compared."""
    plain = re.fullmatch(rb"/[A-Za-z0-9_/-]*(\?[A-Za-z0-9_=&-]*)?", sent.target)
    return (
        sent.method == received.method
        and sent.body == received.body
        and (not plain or sent.target == received.target)
    )
