"""gRPC's interoperability tests of grpc-java: its server behind each proxy, HTTP/2 on both sides; its client asks directly, with
prior knowledge and by TLS."""
import os
import pathlib
import socket
import subprocess
import time

from .artifacts import java, maven
from .proxies import GRPC_HOST, free_port

CASES = (
    "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong", "empty_stream", "cancel_after_begin",
    "cancel_after_first_response", "timeout_on_sleeping_server", "custom_metadata", "status_code_and_message",
    "special_status_message", "unimplemented_method", "unimplemented_service", "pick_first_unary",
)
SECONDS = 60
PACKAGE = "io.grpc.testing.integration."
PASSWORD = "changeit"


def jars(folder):
    """Class path; empty when it cannot be had."""
    if not (folder / "jars").is_dir():
        pom = pathlib.Path(__file__).resolve().parent / "grpc-pom.xml"
        if not maven("-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={folder / 'jars'}"):
            return ""
    return f"{folder / 'jars'}/*"


class Server:
    """The test service, by HTTP/2 without TLS."""

    def __init__(self, classes, scratch):
        self.port = free_port()
        with open(scratch / "grpc-server.log", "wb") as log:
            self.process = subprocess.Popen(
                [java(), "-Xmx256m", "-cp", classes, PACKAGE + "TestServiceServer", f"--port={self.port}", "--use_tls=false"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def run(classes, scratch, server, proxies, cases=CASES):
    """Prints the score of each; true when Sluice passes every case that the server passes directly."""
    trust = truststore(scratch, proxies.authority.certificate)
    scores = {("direct", "h2c"): server.port}
    scores |= {(name, "h2c"): port for name, port in proxies.h2c.items()}
    scores |= {(name, "tls"): port for name, port in proxies.tls.items()}
    good = True
    for (name, kind), port in scores.items():
        failed = judge(classes, port, kind == "tls", trust, cases)
        print(f"{'grpc-' + kind:12} {name:8} {len(cases) - len(failed)} of {len(cases)}", flush=True)
        print(*(f"    {case}: {why}" for case, why in failed.items()), sep="\n", end="\n" if failed else "")
        good &= name not in ("sluice", "direct") or not failed
    return good


def truststore(scratch, certificate):
    store = scratch / "trust.p12"
    keytool = str(pathlib.Path(os.environ["JAVA_HOME"], "bin/keytool")) if "JAVA_HOME" in os.environ else "keytool"
    if not store.exists():
        subprocess.run(
            [keytool, "-importcert", "-noprompt", "-alias", "bench", "-file", str(certificate), "-keystore", str(store),
             "-storetype", "PKCS12", "-storepass", PASSWORD], check=True, capture_output=True)
    return store


def judge(classes, port, secure, trust, cases):
    """Why, by case that failed. Each case is a client of its own; several run at once."""
    failed, waiting, running = {}, list(cases), {}
    while waiting or running:
        while waiting and len(running) < 3:
            case = waiting.pop(0)
            running[case] = (client(classes, port, secure, trust, case), time.monotonic() + SECONDS)
        for case, (process, deadline) in list(running.items()):
            if process.poll() is None and time.monotonic() < deadline:
                continue
            if process.poll() is None:
                process.kill()
                failed[case] = f"not done after {SECONDS} s"
            said = process.stdout.read()
            if process.wait() and case not in failed:
                failed[case] = reason(said)
            process.stdout.close()
            del running[case]
        time.sleep(0.05)
    return failed


def client(classes, port, secure, trust, case):
    return subprocess.Popen(
        [java(), "-Xmx128m", "-XX:TieredStopAtLevel=1", f"-Djavax.net.ssl.trustStore={trust}",
         f"-Djavax.net.ssl.trustStorePassword={PASSWORD}", "-cp", classes, PACKAGE + "TestServiceClient",
         "--server_host=127.0.0.1", f"--server_host_override={GRPC_HOST}", f"--server_port={port}",
         f"--use_tls={'true' if secure else 'false'}", f"--test_case={case}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def reason(said):
    lines = [line.strip() for line in said.splitlines() if "Exception" in line or "Error" in line or "expected" in line]
    return " | ".join(lines)[:300] or said.strip()[-200:]
