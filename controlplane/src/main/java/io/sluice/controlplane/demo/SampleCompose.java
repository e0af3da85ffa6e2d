package io.sluice.controlplane.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import io.sluice.controlplane.certs.CertificateWriter;
import io.sluice.controlplane.text.AddressText;

/// The Compose file of a running sample stack, in a directory of its own, for the operator to play with.
public final class SampleCompose implements AutoCloseable {

    private static final String TEMPLATE = "compose.yml";
    private static final String CERTIFICATE = "demo-cert.pem";
    private static final List<String> HOSTS = List.of("demo.localhost", "counter.localhost", "localhost");
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final Duration VALIDITY = Duration.ofDays(60);

    private final Path file;

    private SampleCompose(Path file) {
        this.file = file;
    }

    public static SampleCompose write(SampleStack stack) {
        String text = template();
        for (String service : List.of("web", "app", "demo")) {
            text = text.replace("{{" + service + "}}", list(stack.addresses(service)));
        }
        try {
            Path file = Files.createTempDirectory("sluice-demo").resolve(TEMPLATE);
            writeCertificate(file.resolveSibling(CERTIFICATE));
            return new SampleCompose(Files.writeString(file, text));
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's Compose file cannot be written", e);
        }
    }

    /// Self-signed, for two months; the directory is its owner's alone, as the file is.
    private static void writeCertificate(Path file) throws IOException {
        Instant now = Instant.now();
        String pem = new CertificateWriter("Sluice demo", HOSTS, now.minus(CLOCK_SKEW), now.plus(VALIDITY), false)
                .selfSigned(CertificateWriter.newKey());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, pem);
    }

    public Path file() {
        return file;
    }

    /// Removes the file; a directory that holds other files by now stays.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(CERTIFICATE));
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null && isEmpty(directory)) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be removed", e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static String list(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(address -> "\"" + AddressText.format(address) + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String template() {
        try (InputStream in = SampleCompose.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException(TEMPLATE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(TEMPLATE, e);
        }
    }
}
