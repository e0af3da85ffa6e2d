"""Certificates for the measurements: an authority of their own, and leaves that it signs. Made by openssl, kept in a folder."""
import pathlib
import subprocess

DAYS = "90"


class Authority:
    """Makes what is asked for once.

    certificate: PEM of the root, for clients
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificate, self.key = self.folder / "ca.crt", self.folder / "ca.key"
        if not self.certificate.exists():
            openssl("req", "-x509", *new_key("ec"), "-nodes", "-days", DAYS, "-subj", "/CN=Sluice bench root",
                    "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", self.key, "-out", self.certificate)

    def leaf(self, name, hosts, kind="ec"):
        """Paths of NAME.crt (the leaf, then the root), NAME.key and NAME.pem, which is both."""
        certificate, key, both = (self.folder / f"{name}.{end}" for end in ("crt", "key", "pem"))
        if not both.exists():
            request, extensions = self.folder / f"{name}.csr", self.folder / f"{name}.ext"
            openssl("req", *new_key(kind), "-nodes", "-subj", f"/CN={hosts[0]}", "-keyout", key, "-out", request)
            names = ",".join(f"{'IP' if host[0].isdigit() else 'DNS'}:{host}" for host in hosts)
            extensions.write_text(f"subjectAltName={names}\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n"
                                  "extendedKeyUsage=serverAuth,clientAuth\n")
            openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial",
                    "-days", DAYS, "-extfile", extensions, "-out", certificate)
            certificate.write_text(certificate.read_text() + self.certificate.read_text())
            both.write_text(certificate.read_text() + key.read_text())
        return certificate, key, both


def new_key(kind):
    return ["-newkey", "rsa:2048"] if kind == "rsa" else ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]


def openssl(*arguments):
    said = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if said.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {said.stderr.strip()[-500:]}")
