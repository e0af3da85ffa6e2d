package io.sluice.controlplane.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import io.sluice.dataplane.model.IdentityUnavailableException;
import io.sluice.dataplane.model.TlsIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.sluice.controlplane.certs.TestCertificates.certificate;
import static io.sluice.controlplane.certs.TestCertificates.combined;
import static io.sluice.controlplane.certs.TestCertificates.key;
import static io.sluice.controlplane.certs.TestCertificates.replace;
import static io.sluice.controlplane.certs.TestCertificates.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CertificateStoreTest {

    @TempDir
    Path directory;

    private CertificateStore store() {
        return new CertificateStore(directory, InstantSource.system());
    }

    private static PairReading pair(CertificateView view, String name) {
        SecretFile file = view.secret(name).orElseThrow();
        return view.pair(file, file);
    }

    private static PairReading.Usable usable(CertificateView view, String name) {
        return (PairReading.Usable) pair(view, name);
    }

    private static List<String> codes(PairReading reading) {
        return reading.problems().stream().map(CertificateProblem::code).toList();
    }

    @Test
    void aChangedFileIsAnotherIdentity() {
        CertificateStore store = store();
        replace(directory.resolve("web"), combined("a.local"));
        CertificateView before = store.view();
        String first = usable(before, "web").identity();
        assertThat(store.hasChanged()).isFalse();

        replace(directory.resolve("web"), combined("a.local"));

        assertThat(store.hasChanged()).isTrue();
        assertThat(store.hasChanged()).isFalse();
        assertThat(usable(before, "web").identity()).isEqualTo(first).startsWith("web@");
        assertThat(usable(store.view(), "web").identity()).isNotEqualTo(first);
    }

    @Test
    void aFileThatAppearsIsAChange() {
        CertificateStore store = store();
        assertThat(store.view().secret("web")).isEmpty();

        replace(directory.resolve("web"), combined("a.local"));

        assertThat(store.hasChanged()).isTrue();
        assertThat(store.view().secret("web")).isPresent();
    }

    /// F35: bad PEM, expired, wrong key, rotated a hundred times.
    @Test
    void aBadFileDoesNotTakeThePlaceOfAGoodOne() throws IOException {
        CertificateStore store = store();
        Path file = directory.resolve("web");
        replace(file, combined("a.local"));
        String good = usable(store.view(), "web").identity();
        TlsIdentity loaded = store.load(good);
        String expired = writer(Instant.now().minusSeconds(60), "a.local").selfSigned(CertificateWriter.newKey());

        for (String bad : List.of("", "garbage", certificate(new byte[9]), leafWithOtherKey(), expired)) {
            replace(file, bad);
            assertThat(usable(store.view(), "web").identity()).as(bad).isEqualTo(good);
            assertThat(codes(pair(store.view(), "web"))).as(bad).isNotEmpty();
            assertThat(store.load(good)).isSameAs(loaded);
        }
        Files.delete(file);
        assertThat(store.load(good)).isSameAs(loaded);

        for (int i = 0; i < 100; i++) {
            replace(file, combined("a.local"));
            PairReading.Usable next = usable(store.view(), "web");
            assertThat(next.identity()).isNotEqualTo(good);
            assertThat(next.problems()).isEmpty();
        }
    }

    private static String leafWithOtherKey() {
        KeyPair own = CertificateWriter.newKey();
        return certificate(writer("a.local").signed(own.getPublic(), "a.local", own.getPrivate()))
                + key(CertificateWriter.newKey());
    }

    @Test
    void expiryIsToldBeforeAndAfter() {
        Instant now = Instant.now();
        CertificateFacts soon = facts(now.plus(Duration.ofDays(10)));
        CertificateFacts late = facts(now.minus(Duration.ofDays(1)));

        assertThat(soon.problems("x", now)).extracting(CertificateProblem::code).containsExactly("expires-soon");
        assertThat(soon.daysLeft(now)).isEqualTo(10);
        assertThat(late.problems("x", now)).extracting(CertificateProblem::code).containsExactly("expired");
        assertThat(soon.problems("x", now.minus(Duration.ofDays(1000))))
                .extracting(CertificateProblem::code)
                .containsExactly("not-yet-valid");
        assertThat(facts(now.plus(Duration.ofDays(31))).problems("x", now)).isEmpty();
    }

    private static CertificateFacts facts(Instant notAfter) {
        return new CertificateFacts(
                List.of("a.local"), "CA", notAfter.minus(Duration.ofDays(90)), notAfter, "EC P-256", "00");
    }

    @Test
    void namesThatLeadElsewhereAreNoSecrets() {
        replace(directory.resolve("web"), "x");

        for (String name : List.of("../" + directory.getFileName() + "/web", ".", "..", "", "/etc/passwd", "web\0")) {
            assertThat(store().view().secret(name)).isEmpty();
        }
    }

    @Test
    void whatIsNotThereIsSaid() {
        CertificateStore store = store();
        SecretFile missing = new SecretFile("gone", directory.resolve("gone"));
        SecretFile folder = new SecretFile("folder", directory);

        assertThat(codes(store.view().pair(missing, missing))).containsExactly("no-secret");
        assertThat(codes(store.view().pair(folder, folder))).containsExactly("no-secret");
        assertThat(store.view().authorities(missing)).isInstanceOf(AuthoritiesReading.Unusable.class);
        assertThatThrownBy(() -> store.load("gone@00")).isInstanceOf(IdentityUnavailableException.class);
    }

    @Test
    void aFileThatIsTooLongIsNotRead() throws IOException {
        Files.write(directory.resolve("web"), new byte[FileStamp.MAX_BYTES + 1]);

        assertThat(codes(pair(store().view(), "web"))).containsExactly("secret-too-large");
    }

    @Test
    void authoritiesAreReadWithoutTheirKeys() {
        replace(directory.resolve("ca"), combined("CA"));
        CertificateView view = store().view();

        assertThat(view.authorities(view.secret("ca").orElseThrow()))
                .isInstanceOfSatisfying(
                        AuthoritiesReading.Usable.class,
                        authorities -> assertThat(authorities.pem())
                                .contains("BEGIN CERTIFICATE")
                                .doesNotContain("PRIVATE"));
    }

    /// Ten thousand: only what is public stays, some hundred bytes of each.
    @Test
    void manyCertificatesStayInBoundedMemory() throws IOException {
        int count = 10_000;
        String text = combined("a.local");
        for (int i = 0; i < count; i++) {
            Files.writeString(directory.resolve("cert-" + i), text);
        }
        CertificateStore store = store();
        long before = usedBytes();

        CertificateView view = store.view();
        String last = "";
        for (int i = 0; i < count; i++) {
            last = usable(view, "cert-" + i).identity();
            if (i % 25 == 0) {
                store.load(last);
            }
        }

        long grown = usedBytes() - before;
        System.out.println("10,000 certificates: " + grown / 1024 + " KiB");
        assertThat(grown).isLessThan(40L << 20);
        assertThat(store.load(last).certificates()).isNotEmpty();
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
