package io.sluice.dataplane.tls;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.ClientCertificates.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientCertificateLinesTest {

    private static X509Certificate certificate() throws CertificateException, IOException {
        try (InputStream in = ClientCertificateLinesTest.class.getResourceAsStream("/tls/client.crt")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /// No client may send a name under which the proxy speaks.
    @Test
    void allNamesAreGuarded() throws Exception {
        for (String line :
                ClientCertificateLines.lines(certificate(), Told.CERTIFICATE).split("\r\n")) {
            byte[] name = Octets.ascii(line.substring(0, line.indexOf(':')));
            assertThat(FieldId.of(name, 0, name.length)).as(line).isEqualTo(FieldId.CLIENT_CERT);
        }
    }

    /// RFC 9440, 2.2: a byte sequence (RFC 8941, 3.3.5) of the certificate in DER.
    @Test
    void wholeCertificateIsAByteSequence() throws Exception {
        String[] parts =
                ClientCertificateLines.lines(certificate(), Told.CERTIFICATE).split("\r\nclient-cert: :|:\r\n$");

        assertThat(parts).hasSize(2);
        assertThat(Base64.getDecoder().decode(parts[1])).isEqualTo(certificate().getEncoded());
        assertThat(ClientCertificateLines.lines(certificate(), Told.SUBJECT)).isEqualTo(parts[0] + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "CN=ann, O=Shop            | CN=ann,O=Shop",
                "CN=\"a,b\"                | CN=a\\,b",
                "CN=Zo\u00eb               | CN=Zo\\C3\\AB",
                "CN=\u043b                 | CN=\\D0\\BB",
                "CN=a\\0D\\0Ax-forged: 1   | CN=a\\0D\\0Ax-forged: 1",
                "CN=a\\00b\\7F             | CN=a\\00b\\7F",
                "CN=a\\\\b                 | CN=a\\\\b",
                "CN=\\ a                   | CN=\\ a",
                "CN=a=b\\+c                | CN=a\\=b\\+c"
            })
    void namesAreOneLineOfAscii(String name, String written) {
        assertThat(ClientCertificateLines.name(new X500Principal(name))).isEqualTo(written);
    }
}
