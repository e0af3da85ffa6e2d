"""Local ports whose connections go on by TLS: for judges that speak none themselves."""
import contextlib
import socket
import ssl
import threading

from .proxies import HOST

PIECE = 65536


@contextlib.contextmanager
def by_tls(ports):
    """Plain ports by name, for TLS ports by name."""
    listeners, wrapped = [], {}
    try:
        for name, port in ports.items():
            listener = socket.create_server(("127.0.0.1", 0), backlog=128)
            listeners.append(listener)
            wrapped[name] = listener.getsockname()[1]
            threading.Thread(target=accept, args=(listener, port), daemon=True).start()
        yield wrapped
    finally:
        for listener in listeners:
            listener.close()


def accept(listener, port):
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return  # closed: the judge is done
        threading.Thread(target=serve, args=(plain, port), daemon=True).start()


def serve(plain, port):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    with plain:
        try:
            secure = context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=10), server_hostname=HOST)
        except OSError:
            return  # the judge sees a closed connection
        with secure:
            secure.settimeout(None)
            back = threading.Thread(target=copy, args=(secure, plain), daemon=True)
            back.start()
            copy(plain, secure)
            back.join()


def copy(source, sink):
    """Until the source ends or the sink is gone; either ends both."""
    with contextlib.suppress(OSError, ValueError):
        while data := source.recv(PIECE):
            sink.sendall(data)
    for end in (sink, source):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
