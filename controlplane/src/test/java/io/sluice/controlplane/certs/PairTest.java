package io.sluice.controlplane.certs;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.dataplane.model.HostPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.certs.TestCertificates.bytes;
import static io.sluice.controlplane.certs.TestCertificates.certificate;
import static io.sluice.controlplane.certs.TestCertificates.key;
import static io.sluice.controlplane.certs.TestCertificates.rsa;
import static io.sluice.controlplane.certs.TestCertificates.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PairTest {

    private final KeyPair key = CertificateWriter.newKey();
    private final String leaf = certificate(writer("a.local").signed(key.getPublic(), "a.local", key.getPrivate()));

    private static Pair read(String certificates, String key) {
        return Pair.read(bytes(certificates), bytes(key));
    }

    private static String keyCode(String certificates, String key) {
        return catchThrowableOfType(Pair.BadKey.class, () -> read(certificates, key))
                .bad()
                .code();
    }

    private static String code(String certificates) {
        return catchThrowableOfType(BadSecret.class, () -> read(certificates, ""))
                .code();
    }

    private static List<String> codes(Pair pair) {
        return ChainRules.problems(pair.chain(), "secret 'x'").stream()
                .map(CertificateProblem::code)
                .toList();
    }

    @Test
    void readsWhatIsPublic() {
        CertificateFacts facts = read(
                        certificate(writer("A.local", "*.b.local").signed(key.getPublic(), "The CA", key.getPrivate())),
                        key(key))
                .chain()
                .facts();

        assertThat(facts.names()).containsExactly("a.local", "*.b.local");
        assertThat(facts.issuer()).isEqualTo("The CA");
        assertThat(facts.keyType()).isEqualTo("EC P-256");
        assertThat(facts.digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void keyMayBeInTheSameTextAndHaveWordsAround() {
        String text = "Certificate:\n    Data:\n" + leaf.replace("\n", "\r\n") + "\n\nBag Attributes\n" + key(key);

        Pair pair = read(text, text);

        assertThat(new String(pair.identity().privateKey(), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo(key(key));
        assertThat(pair.identity().toString() + pair).doesNotContain("PRIVATE");
    }

    @Test
    void readsOlderFormsOfKeys() {
        KeyPair rsa = rsa(2048);
        String rsaLeaf = certificate(writer("a.local").signed(rsa.getPublic(), "a.local", rsa.getPrivate()));

        assertThat(read(rsaLeaf, Chain.pem("RSA PRIVATE KEY", inner(rsa))).key())
                .isEqualTo(rsa.getPrivate());
        assertThat(read(leaf, Chain.pem("EC PRIVATE KEY", inner(key))).key()).isEqualTo(key.getPrivate());
    }

    /// What PKCS#8 has in its OCTET STRING, which is its last part.
    private static byte[] inner(KeyPair pair) {
        byte[] info = pair.getPrivate().getEncoded();
        for (int i = 20; i < 30; i++) {
            if (info[i] == Der.OCTET_STRING && info[i + 1] != 0) {
                int header = (info[i + 1] & 0x80) == 0 ? 2 : 2 + (info[i + 1] & 0x7f);
                byte[] rest = Arrays.copyOfRange(info, i + header, info.length);
                if (rest[0] == Der.SEQUENCE) {
                    return rest;
                }
            }
        }
        throw new AssertionError("no key inside");
    }

    @Test
    void readsEdwardsCurves() throws Exception {
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String text = certificate(writer("a.local").signed(edwards.getPublic(), "a.local", edwards.getPrivate()));

        assertThat(read(text, key(edwards)).chain().facts().keyType()).isEqualTo("EdDSA");
    }

    @Test
    void refusesKeysOfOthers() {
        assertThat(keyCode(leaf, key(CertificateWriter.newKey()))).isEqualTo("key-mismatch");
        assertThat(keyCode(leaf, key(rsa(2048)))).isEqualTo("key-mismatch");
        assertThat(keyCode(leaf, Chain.pem("RSA PRIVATE KEY", inner(rsa(2048)))))
                .isEqualTo("key-mismatch");
        assertThat(keyCode(leaf, leaf)).isEqualTo("no-key");
        assertThat(keyCode(leaf, key(key) + key(key))).isEqualTo("many-keys");
        assertThat(keyCode(leaf, Chain.pem("DSA PRIVATE KEY", new byte[] {1}))).isEqualTo("unsupported-key");
        assertThat(keyCode(leaf, Chain.pem("PRIVATE KEY", new byte[] {1, 2, 3})))
                .isEqualTo("key-mismatch");
    }

    @Test
    void refusesKeysWithPasswordsAndSaysWhatToDo() {
        String legacy =
                key(key).replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n");

        assertThat(keyCode(leaf, key(key).replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")))
                .isEqualTo("encrypted-key");
        Pair.BadKey bad = catchThrowableOfType(Pair.BadKey.class, () -> read(leaf, firstHeader(legacy)));
        assertThat(bad.bad().code()).isEqualTo("encrypted-key");
        assertThat(bad.bad().remedy()).contains("openssl pkey");
    }

    /// The replacement above hits the END line, too.
    private static String firstHeader(String text) {
        int end = text.indexOf("-----END");
        return text.substring(0, end) + "-----END PRIVATE KEY-----\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE-----\nMIIB",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END PRIVATE KEY-----",
                "-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----",
                "0\u0082\u0001"
            })
    void refusesWhatIsNotPem(String text) {
        assertThat(code(text)).isEqualTo("not-pem");
    }

    @Test
    void refusesWhatIsNoCertificate() {
        assertThat(code("")).isEqualTo("no-certificate");
        assertThat(code("hello")).isEqualTo("no-certificate");
        assertThat(code(key(key))).isEqualTo("no-certificate");
        assertThat(code(certificate(new byte[] {1, 2, 3}))).isEqualTo("bad-certificate");
        assertThat(code(leaf.repeat(101))).isEqualTo("too-many-certificates");
    }

    @Test
    void tellsWhenTheLeafIsNotFirst() {
        KeyPair authority = CertificateWriter.newKey();
        String issued = certificate(writer("a.local").signed(key.getPublic(), "CA", authority.getPrivate()));
        String root = certificate(writer("CA").signed(authority.getPublic(), "CA", authority.getPrivate()));

        assertThat(codes(read(issued + root, key(key)))).isEmpty();
        assertThat(keyCode(root + issued, key(key))).isEqualTo("chain-order");
        assertThat(codes(read(issued + leaf + root, key(key)))).containsExactly("chain-order");
    }

    @Test
    void tellsWhenTheChainEndsNowhere() {
        KeyPair authority = CertificateWriter.newKey();
        Pair pair =
                read(certificate(writer("a.local").signed(key.getPublic(), "CA", authority.getPrivate())), key(key));

        assertThat(ChainRules.problems(pair.chain(), "x")).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("chain-incomplete");
            assertThat(problem.severity()).isEqualTo(Severity.NOTICE);
        });
        assertThat(codes(read(leaf, key(key)))).isEmpty();
    }

    @Test
    void tellsOfWeakKeysAndSignatures() {
        KeyPair weak = rsa(1024);
        String text = certificate(writer("a.local")
                .signed(weak.getPublic(), "a.local", weak.getPrivate(), CertificateWriter.SignatureKind.RSA_SHA1));

        assertThat(codes(read(text, key(weak)))).containsExactly("weak-key", "weak-signature");
    }

    @ParameterizedTest
    @CsvSource({
        "a.local, a.local, true",
        "a.local, b.local, false",
        "*.a.local, x.a.local, true",
        "*.a.local, a.local, false",
        "*.a.local, x.y.a.local, false",
        "*.a.local, *.a.local, true",
        "x.a.local, *.a.local, false",
        "*.local, *.a.local, false"
    })
    void coversHostsAsClientsDo(String name, String host, boolean covers) {
        String text = certificate(writer(name).signed(key.getPublic(), name, key.getPrivate()));

        assertThat(read(text, key(key)).chain().facts().covers(HostPattern.of(host)))
                .isEqualTo(covers);
    }

    @Test
    void theCommonNameCountsWhereThereIsNoOther() {
        CertificateWriter old = new CertificateWriter(
                "Old.local", List.of(), writer("a").notBefore(), writer("a").notAfter(), false);
        String text = certificate(old.signed(key.getPublic(), "Old.local", key.getPrivate()));

        assertThat(read(text, key(key)).chain().facts().names()).containsExactly("old.local");
    }
}
