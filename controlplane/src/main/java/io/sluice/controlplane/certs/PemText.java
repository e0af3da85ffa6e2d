package io.sluice.controlplane.certs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Takes PEM apart (RFC 7468). What stands outside of blocks is passed over, as everybody does: OpenSSL writes the
/// certificate in words there. Bounded by the length of the text.
final class PemText {

    static final int MAX_BLOCKS = 100;
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int DER_SEQUENCE = 0x30;

    private PemText() {}

    /// @throws BadSecret for what is not PEM
    static List<PemBlock> blocks(byte[] content) {
        if (content.length > 0 && content[0] == DER_SEQUENCE) {
            throw new BadSecret(
                    "not-pem",
                    "is DER or PKCS#12, not PEM",
                    "convert it: openssl x509 -inform der, openssl pkey -inform der or openssl pkcs12 -nodes");
        }
        List<PemBlock> blocks = new ArrayList<>();
        String label = "";
        StringBuilder body = new StringBuilder();
        for (String line : lines(content)) {
            if (line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length()) {
                requireOutside(label);
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                body.setLength(0);
            } else if (line.startsWith(END)) {
                requireEnd(label, line);
                blocks.add(block(label, body.toString()));
                label = "";
            } else if (!label.isEmpty()) {
                body.append(line).append('\n');
            }
            if (blocks.size() > MAX_BLOCKS) {
                throw new BadSecret(
                        "too-many-certificates",
                        "holds more than " + MAX_BLOCKS + " blocks",
                        "leave only the certificate, those that lead to its root, and the key");
            }
        }
        requireOutside(label);
        return blocks;
    }

    private static String[] lines(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return text.lines().map(String::strip).toArray(String[]::new);
    }

    private static void requireOutside(String label) {
        if (!label.isEmpty()) {
            throw cutOff();
        }
    }

    private static void requireEnd(String label, String line) {
        if (label.isEmpty() || !line.equals(END + label + DASHES)) {
            throw cutOff();
        }
    }

    private static BadSecret cutOff() {
        return new BadSecret(
                "not-pem",
                "has a BEGIN line without its END line, or the other way round",
                "see whether it was cut off or pasted together wrongly");
    }

    /// A block may begin with header lines and an empty one.
    private static PemBlock block(String label, String body) {
        boolean encrypted = body.contains("ENCRYPTED");
        int headersEnd = body.contains(":") ? body.indexOf("\n\n") : -1;
        String base64 = headersEnd < 0 ? body : body.substring(headersEnd);
        try {
            return new PemBlock(label, Base64.getDecoder().decode(base64.replaceAll("\\s", "")), encrypted);
        } catch (IllegalArgumentException e) {
            throw new BadSecret("not-pem", "has a block that is not base64", "see whether it was changed by an editor");
        }
    }
}
