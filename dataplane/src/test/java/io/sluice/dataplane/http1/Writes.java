package io.sluice.dataplane.http1;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.ForwardingRules;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.HttpDate;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.http1.ResponseWriter.ConnectionLine;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.Limits;

/// Writes heads to text.
final class Writes {

    static final String REQUEST_ID = "00112233445566778899aabbccddeeff";

    /// Of responses that came without one.
    static final String DATE = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

    /// What a request of an untrusted client to `a.example` is given on its way.
    static final String FORWARDED = "x-forwarded-for: 192.0.2.7\r\n"
            + "x-real-ip: 192.0.2.7\r\n"
            + "x-forwarded-proto: http\r\n"
            + "x-forwarded-port: 80\r\n"
            + "x-forwarded-host: a.example\r\n"
            + "x-request-id: " + REQUEST_ID + "\r\n";

    private Writes() {}

    static ForwardedFields forwarded(boolean trusted) {
        return forwarded(trusted ? "192.0.2.0/24" : "203.0.113.0/24");
    }

    /// @param trustedNetworks separated by commas
    static ForwardedFields forwarded(String trustedNetworks) {
        List<Cidr> networks =
                Arrays.stream(trustedNetworks.split(",")).map(Cidr::parse).toList();
        return new ForwardedFields(
                new ForwardingRules(networks, Limits.DEFAULT.forwardedHops(), ""),
                "http",
                new InetSocketAddress("192.0.2.7", 4711),
                new InetSocketAddress("192.0.2.1", 80));
    }

    static String request(RequestHead head, ForwardedFields forwarded) {
        HeadWriter writer = new HeadWriter().begin();
        RequestWriter.write(writer, head, forwarded, Octets.ascii(REQUEST_ID));
        return text(writer);
    }

    static InfoFields noInfo() {
        return info(false, "p", "s");
    }

    static InfoFields info(boolean shown, String proxyId, String serverInfo) {
        return new InfoFields(shown, proxyId, serverInfo, new HttpDate(() -> 784_111_777_000L), "");
    }

    /// Without the Date that the proxy adds.
    static String response(ResponseHead head, InfoFields info, Framing framing, ConnectionLine connection) {
        HeadWriter writer = new HeadWriter().begin();
        ResponseWriter.write(writer, head, info, framing, connection);
        return text(writer).replace(DATE, "");
    }

    static String text(HeadWriter writer) {
        return new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1);
    }
}
