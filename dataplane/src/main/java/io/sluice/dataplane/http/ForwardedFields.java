package io.sluice.dataplane.http;

import java.net.InetSocketAddress;

import io.sluice.dataplane.loop.RequestIds;
import org.jspecify.annotations.Nullable;

/// What the proxy tells an endpoint about the client (`X-Forwarded-*`, `X-Real-IP`, `X-Request-Id`, and of its
/// certificate), for one client connection. From an untrusted peer the fields of that name are replaced; a trusted
/// peer's are kept, its own address
/// is appended, and its word is taken for who the client is. Where the route takes a prefix off the path, a line says
/// which, behind those of trusted peers.
public final class ForwardedFields {

    private static final byte[] FORWARDED_FOR = Octets.ascii("x-forwarded-for: ");
    private static final byte[] FORWARDED_HOST = Octets.ascii("x-forwarded-host: ");
    private static final byte[] FORWARDED_PREFIX = Octets.ascii("x-forwarded-prefix: ");
    private static final byte[] REAL_IP = Octets.ascii("x-real-ip: ");
    private static final byte[] REQUEST_ID = Octets.ascii("x-request-id: ");
    private static final int MAX_REQUEST_ID_BYTES = 64;

    private final ForwardingRules rules;
    private final InetSocketAddress source;
    private final InetSocketAddress destination;
    private final boolean trusted;
    private final @Nullable ForwardedFor list; // of a trusted peer
    private final IpAddress peerAddress;
    private final IpAddress client = new IpAddress();
    private final byte[] peer;
    private final byte[] realIpLine;
    private final byte[] protoLine;
    private final byte[] portLine;
    private byte[] certificateLines = {};
    private final byte[] ownId = new byte[RequestIds.LENGTH];
    private byte[] receivedId = {};
    private byte @Nullable [] proxyHeader;
    private int realIpStart;
    private int realIpEnd;

    /// @param scheme `http` or `https`, as the client connected
    /// @param source where the peer connected from
    /// @param destination what it connected to
    public ForwardedFields(
            ForwardingRules rules, String scheme, InetSocketAddress source, InetSocketAddress destination) {
        this.rules = rules;
        this.source = source;
        this.destination = destination;
        peerAddress = IpAddress.of(source.getAddress());
        trusted = rules.trusted().contains(peerAddress);
        list = trusted ? new ForwardedFor(rules) : null;
        client.set(peerAddress);
        String address = withoutZone(source.getAddress().getHostAddress());
        peer = Octets.ascii(address);
        realIpLine = Octets.ascii("x-real-ip: " + address + "\r\n");
        protoLine = Octets.ascii("x-forwarded-proto: " + scheme + "\r\n");
        portLine = Octets.ascii("x-forwarded-port: " + destination.getPort() + "\r\n");
    }

    private ForwardedFields(ForwardedFields connection) {
        rules = connection.rules;
        source = connection.source;
        destination = connection.destination;
        peerAddress = connection.peerAddress;
        trusted = connection.trusted;
        list = trusted ? new ForwardedFor(rules) : null;
        client.set(peerAddress);
        peer = connection.peer;
        realIpLine = connection.realIpLine;
        protoLine = connection.protoLine;
        portLine = connection.portLine;
        certificateLines = connection.certificateLines;
    }

    /// @param lines whole ones, of every request, about the certificate that the client showed
    public void certificate(byte[] lines) {
        certificateLines = lines;
    }

    /// For requests of the same connection that are under way beside others.
    public ForwardedFields forStream() {
        return new ForwardedFields(this);
    }

    /// A zone (`fe80::1%eth0`) means something on this host only.
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /// Call it with each request first: finds out whose it is.
    ///
    /// @return the request's id: the one that a trusted peer gave it, or a new one; valid until the next call
    public byte[] begin(RequestHead head, RequestIds ids) {
        if (list == null) {
            return newId(ids);
        }
        Fields fields = head.fields();
        client.set(peerAddress);
        list.read(fields, client);
        realIpStart = list.clientStart();
        realIpEnd = list.clientEnd();
        if (!list.isPresent()) {
            takeRealIp(fields);
        }
        return hasUsableId(fields) ? receivedId : newId(ids);
    }

    /// An id for a request that has no head worth looking at; valid until the next one is made.
    public byte[] newId(RequestIds ids) {
        ids.next(ownId);
        return ownId;
    }

    private void takeRealIp(Fields fields) {
        int field = fields.find(FieldId.X_REAL_IP);
        if (field < 0) {
            return;
        }
        if (client.parse(fields.bytes(), fields.valueStart(field), fields.valueEnd(field))) {
            realIpStart = client.textStart();
            realIpEnd = client.textEnd();
        } else {
            client.set(peerAddress);
        }
    }

    private boolean hasUsableId(Fields fields) {
        int field = fields.find(FieldId.X_REQUEST_ID);
        int length = field < 0 ? 0 : fields.valueEnd(field) - fields.valueStart(field);
        if (length == 0 || length > MAX_REQUEST_ID_BYTES) {
            return false;
        }
        for (int i = fields.valueStart(field); i < fields.valueEnd(field); i++) {
            if (!isIdCharacter(fields.bytes()[i])) {
                return false;
            }
        }
        if (receivedId.length != length) {
            receivedId = new byte[length]; // the ids of one peer are of one length, so this is rare
        }
        System.arraycopy(fields.bytes(), fields.valueStart(field), receivedId, 0, length);
        return true;
    }

    private static boolean isIdCharacter(byte b) {
        int lower = b | 0x20;
        return (lower >= 'a' && lower <= 'z') || Octets.isDigit(b) || b == '.' || b == '_' || b == '-';
    }

    /// Who sent the present request: the peer, or whom a trusted peer names. One object per connection.
    public IpAddress client() {
        return client;
    }

    /// The header of the PROXY protocol that names the peer of this connection.
    public byte[] proxyHeader() {
        if (proxyHeader == null) {
            proxyHeader = ProxyHeader.of(source, destination);
        }
        return proxyHeader;
    }

    /// Whether a field received with that id goes on to the endpoint.
    public boolean isKept(byte id) {
        return trusted && id != FieldId.X_FORWARDED_FOR && id != FieldId.X_REAL_IP;
    }

    public void appendTo(HeadWriter writer, RequestHead head, byte[] requestId) {
        Fields fields = head.fields();
        writer.append(FORWARDED_FOR);
        if (list != null) {
            list.appendTo(writer, fields);
        }
        writer.append(peer).crlf();
        appendRealIp(writer, fields);
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
        writer.append(certificateLines);
        writer.append(REQUEST_ID).append(requestId).crlf();
        writer.append(rules.viaLine(head.minorVersion()));
    }

    private void appendRealIp(HeadWriter writer, Fields fields) {
        if (realIpEnd > realIpStart) {
            writer.append(REAL_IP)
                    .append(fields.bytes(), realIpStart, realIpEnd)
                    .crlf();
        } else {
            writer.append(realIpLine);
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
