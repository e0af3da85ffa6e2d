package io.sluice.dataplane.http1;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.http1.ResponseWriter.ConnectionLine;

/// Writes heads to text.
final class Writes {

    static final String REQUEST_ID = "00112233445566778899aabbccddeeff";

    /// What a request of an untrusted client to `a.example` is given on its way.
    static final String FORWARDED = "x-forwarded-for: 192.0.2.7\r\n"
            + "x-real-ip: 192.0.2.7\r\n"
            + "x-forwarded-proto: http\r\n"
            + "x-forwarded-port: 80\r\n"
            + "x-forwarded-host: a.example\r\n"
            + "x-request-id: " + REQUEST_ID + "\r\n";

    private Writes() {}

    static ForwardedFields forwarded(boolean trusted) {
        return new ForwardedFields(InetAddress.ofLiteral("192.0.2.7"), "http", 80, trusted);
    }

    static String request(RequestHead head, ForwardedFields forwarded) {
        HeadWriter writer = new HeadWriter().begin();
        RequestWriter.write(writer, head, forwarded, Octets.ascii(REQUEST_ID));
        return text(writer);
    }

    static InfoFields noInfo() {
        return new InfoFields(false, "p", "s");
    }

    static String response(ResponseHead head, InfoFields info, Framing framing, ConnectionLine connection) {
        HeadWriter writer = new HeadWriter().begin();
        ResponseWriter.write(writer, head, info, framing, connection);
        return text(writer);
    }

    static String text(HeadWriter writer) {
        return new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1);
    }
}
