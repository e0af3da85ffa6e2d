package io.sluice.perf.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sluice.controlplane.certs.CertificateWriter;
import io.sluice.perf.proxy.SluiceProcess;
import io.sluice.perf.task.TaskServer;
import io.sluice.perf.wire.Wire;

import static org.assertj.core.api.Assertions.assertThat;

/// The product in front of one task, with hosts that differ in their TLS. No host takes what nobody else does.
final class ClientSite implements AutoCloseable {

    static final String PAGE = "page.test";
    /// Of the same certificate and service as [#PAGE]; clients find its address by themselves.
    static final String LOCAL = "localhost";
    /// Of another certificate.
    static final String OTHER = "other.test";
    /// Lets in only clients with a certificate of the authority `clients.pem`.
    static final String CLOSED = "closed.test";

    private static final String ROOT = "Sluice test root";
    private static final Pattern H2C = Pattern.compile("listening on [^ ]+, 127\\.0\\.0\\.1:(\\d+) ");

    private final Path folder;
    private final TaskServer task;
    private final SluiceProcess product;
    private final int h2cPort;

    private ClientSite(Path folder, TaskServer task, List<String> flags) throws IOException {
        this.folder = folder;
        this.task = task;
        writeCertificates();
        Path compose = Files.writeString(folder.resolve("stack.yml"), compose());
        Path log = Path.of("target", "failsafe-reports", "clients-" + folder.getFileName() + ".log");
        product = SluiceProcess.start(compose, log, flags);
        Matcher addresses = H2C.matcher(product.said());
        assertThat(addresses.find()).as(product.said()).isTrue();
        h2cPort = Integer.parseInt(addresses.group(1));
    }

    /// @param drain how long requests may take after the stop signal
    static ClientSite start(String drain) throws IOException {
        Path folder = Files.createTempDirectory("sluice-clients-");
        List<String> flags =
                List.of("--loops", "1", "--drain", drain, "--http", "127.0.0.1:0+h2c", "--cert-dir", folder.toString());
        TaskServer task = TaskServer.start(new WebTask());
        try {
            return new ClientSite(folder, task, flags);
        } catch (IOException | RuntimeException e) {
            task.close();
            throw e;
        }
    }

    private void writeCertificates() throws IOException {
        KeyPair root = CertificateWriter.newKey();
        String rootPem = authority(ROOT).selfSigned(root);
        write("root.pem", withoutKey(rootPem));
        leaf("page", root, PAGE, "www." + PAGE, LOCAL);
        leaf("other", root, OTHER);
        leaf("closed", root, CLOSED);
        KeyPair clients = CertificateWriter.newKey();
        write("clients.pem", withoutKey(authority("Sluice test clients").selfSigned(clients)));
        KeyPair good = CertificateWriter.newKey();
        write("good.pem", certificate("good client").issued(good, "Sluice test clients", clients.getPrivate()));
        KeyPair bad = CertificateWriter.newKey();
        write("bad.pem", certificate("bad client").issued(bad, ROOT, root.getPrivate()));
    }

    private void leaf(String name, KeyPair root, String... hosts) throws IOException {
        write(name + ".pem", certificate(hosts).issued(CertificateWriter.newKey(), ROOT, root.getPrivate()));
    }

    private static CertificateWriter authority(String name) {
        Instant now = Instant.now();
        return new CertificateWriter(name, List.of(), now.minusSeconds(3600), now.plus(Duration.ofDays(90)), true);
    }

    /// Named by the first host.
    private static CertificateWriter certificate(String... hosts) {
        Instant now = Instant.now();
        return new CertificateWriter(
                hosts[0], List.of(hosts), now.minusSeconds(3600), now.plus(Duration.ofDays(90)), false);
    }

    private static String withoutKey(String pem) {
        return pem.substring(0, pem.indexOf("-----BEGIN PRIVATE KEY-----"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String compose() {
        String hosts = String.join(",", PAGE, "www." + PAGE, LOCAL);
        return "services:\n"
                + service("page", hosts, "com.docker.lb.ssl_cert: page.pem")
                + service("other", OTHER, "com.docker.lb.ssl_cert: other.pem")
                + service("closed", CLOSED, """
                        com.docker.lb.ssl_cert: closed.pem
                                com.docker.lb.ssl_client_ca: clients.pem""")
                + "networks:\n  front: {}\n";
    }

    private String service(String name, String hosts, String tls) {
        return """
                  %s:
                    networks: [front]
                    deploy:
                      labels:
                        com.docker.lb.hosts: %s
                        com.docker.lb.port: 8080
                        %s
                    x-sluice:
                      tasks: ['%s']
                """.formatted(name, hosts, tls, task.address()).indent(2);
    }

    SluiceProcess product() {
        return product;
    }

    /// Where HTTP/2 is served without TLS.
    int h2cPort() {
        return h2cPort;
    }

    int tlsPort() {
        return product.tlsPort();
    }

    /// `root.pem` is whom clients believe; `good.pem` and `bad.pem` are those that clients may show, with their keys.
    String file(String name) {
        return folder.resolve(name).toString();
    }

    /// A sum over the loops, by its name in `/metrics` without `sluice_`.
    long count(String metric) throws IOException {
        try (Wire wire = Wire.connect(product.adminPort())) {
            wire.sendRaw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Wire.Head head = wire.readHead().orElseThrow();
            String text = new String(wire.readBody(head));
            return text.lines()
                    .filter(line ->
                            line.startsWith("sluice_" + metric + " ") || line.startsWith("sluice_" + metric + "{"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    @Override
    public void close() {
        product.close();
        task.close();
        assertThat(product.said()).doesNotContain("LEAK:").doesNotContain("Exception");
    }
}
