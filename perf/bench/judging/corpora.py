"""Requests of public test suites, taken out of checkouts of their repositories. Nothing of them is kept here."""
import ast
import re

LLHTTP = "https://github.com/nodejs/llhttp"
GARDEN = "https://github.com/narfindustries/http-garden"
PROBE = "https://github.com/MDA2AV/Http11Probe"


def llhttp(folder):
    """The fixtures of its request parser: Markdown with the bytes in blocks of `http`. Most have no Host, which any proxy
    may refuse at once: the first request gets one."""
    cases = []
    for file in sorted((folder / "test/request").glob("*.md")):
        text = file.read_text()
        for match in re.finditer(r"```http\n(.*?)\n```", text, re.S):
            name = f"{file.stem}:{text.count(chr(10), 0, match.start()) + 1}"
            if "${" not in match[1]:
                cases.append((name, with_host(llhttp_bytes(match[1]))))
    return cases


def llhttp_bytes(text):
    text = re.sub(r"\\(\r\n|\r|\n)", "", text)
    text = re.sub(r"\r\n|\r|\n", "\r\n", text)
    for escape, letter in ((r"\r", "\r"), (r"\n", "\n"), (r"\t", "\t"), (r"\f", "\f")):
        text = text.replace(escape, letter)
    text = re.sub(r"\\x([0-9a-fA-F]{2})", lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-8")


def with_host(data):
    line, end, rest = data.partition(b"\r\n")
    if not end or b" HTTP/1." not in line or re.search(rb"\nhost\s*:", data, re.I):
        return data
    return line + end + b"Host: judge.test\r\n" + rest


def garden(folder):
    """The payloads of the bugs that it found: Python byte strings in a list."""
    cases = []
    for number, match in enumerate(re.finditer(r"Payload: `+(.+?)`+\s*$", (folder / "TROPHIES.md").read_text(), re.M)):
        text = match[1].replace('"', '\\"')
        try:
            cases.append((f"trophy {number + 1}", ast.literal_eval(f'b"{text}"')))
        except (SyntaxError, ValueError):
            continue  # abbreviated for the reader
    return cases


STRING = r'\$?"(?:[^"\\]|\\.)*"'


def probe(folder):
    """The requests that its C# suites write as literals; those made by code are left out."""
    cases = []
    for file in sorted((folder / "src/Http11Probe/TestCases/Suites").glob("*.cs")):
        text = file.read_text()
        for match in re.finditer(rf'Id = "([^"]+)"(?:(?!Id = ").)*?MakeRequest\(\s*({STRING}(?:\s*\+\s*{STRING})*)\s*\)', text, re.S):
            literal = "".join(part[part.index('"') + 1:-1] for part in re.findall(STRING, match[2]))
            literal = literal.replace("{ctx.HostHeader}", "localhost:8080")
            if not re.search(r"\{[A-Za-z]", literal):
                cases.append((match[1], csharp(literal)))
    return cases


def csharp(literal):
    simple = {"r": "\r", "n": "\n", "t": "\t", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}

    def letter(match):
        code = match[1]
        return chr(int(code[1:], 16)) if code[0] in "xu" and len(code) > 1 else simple.get(code, code)

    return re.sub(r"\\(x[0-9A-Fa-f]{1,4}|u[0-9A-Fa-f]{4}|.)", letter, literal).encode("latin-1", "replace")
