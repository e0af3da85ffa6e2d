package io.sluice.dataplane.http;

import java.net.InetAddress;

/// What the proxy tells an endpoint about the client (`X-Forwarded-*`, `X-Real-IP`), for one client connection. From an
/// untrusted peer the fields of that name are replaced; a trusted peer's are kept and its own address appended. Where
/// the route takes a prefix off the path, a line says which, behind those of trusted peers.
public final class ForwardedFields {

    private static final byte[] FORWARDED_FOR = Octets.ascii("x-forwarded-for: ");
    private static final byte[] FORWARDED_HOST = Octets.ascii("x-forwarded-host: ");
    private static final byte[] FORWARDED_PREFIX = Octets.ascii("x-forwarded-prefix: ");
    private static final byte[] REQUEST_ID = Octets.ascii("x-request-id: ");
    private static final byte[] LIST_SEPARATOR = {',', ' '};

    private final boolean trusted;
    private final byte[] peer;
    private final byte[] realIpLine;
    private final byte[] protoLine;
    private final byte[] portLine;

    /// @param scheme `http` or `https`, as the client connected
    /// @param listenerPort that the client connected to
    public ForwardedFields(InetAddress client, String scheme, int listenerPort, boolean trusted) {
        this.trusted = trusted;
        String address = withoutZone(client.getHostAddress());
        peer = Octets.ascii(address);
        realIpLine = Octets.ascii("x-real-ip: " + address + "\r\n");
        protoLine = Octets.ascii("x-forwarded-proto: " + scheme + "\r\n");
        portLine = Octets.ascii("x-forwarded-port: " + listenerPort + "\r\n");
    }

    /// A zone (`fe80::1%eth0`) means something on this host only.
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /// Whether a field received with that id goes on to the endpoint.
    public boolean isKept(byte id) {
        return trusted && id != FieldId.X_FORWARDED_FOR;
    }

    public void appendTo(HeadWriter writer, RequestHead head, byte[] requestId) {
        Fields fields = head.fields();
        writer.append(FORWARDED_FOR);
        if (trusted) {
            appendReceived(writer, fields);
        }
        writer.append(peer).crlf();
        appendUnlessKept(writer, fields, FieldId.X_REAL_IP, realIpLine);
        appendUnlessKept(writer, fields, FieldId.X_FORWARDED_PROTO, protoLine);
        appendUnlessKept(writer, fields, FieldId.X_FORWARDED_PORT, portLine);
        if (head.hostStart() >= 0 && !isKeptHere(fields, FieldId.X_FORWARDED_HOST)) {
            writer.append(FORWARDED_HOST)
                    .append(fields.bytes(), head.hostStart(), head.hostEnd())
                    .crlf();
        }
        if (head.sentTargetStart() > head.targetStart()) {
            writer.append(FORWARDED_PREFIX)
                    .append(fields.bytes(), head.targetStart(), head.sentTargetStart())
                    .crlf();
        }
        writer.append(REQUEST_ID).append(requestId).crlf();
    }

    private static void appendReceived(HeadWriter writer, Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.id(i) == FieldId.X_FORWARDED_FOR && fields.valueEnd(i) > fields.valueStart(i)) {
                writer.append(fields.bytes(), fields.valueStart(i), fields.valueEnd(i))
                        .append(LIST_SEPARATOR);
            }
        }
    }

    private void appendUnlessKept(HeadWriter writer, Fields fields, byte id, byte[] line) {
        if (!isKeptHere(fields, id)) {
            writer.append(line);
        }
    }

    private boolean isKeptHere(Fields fields, byte id) {
        return trusted && fields.find(id) >= 0;
    }
}
