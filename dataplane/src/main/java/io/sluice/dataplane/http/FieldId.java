package io.sluice.dataplane.http;

import java.util.ArrayList;
import java.util.List;

/// The fields that the proxy looks at, by small numbers: a scanned field carries its number from the scanner on.
public final class FieldId {

    /// An `X-Forwarded-` field that has no number of its own.
    public static final byte X_FORWARDED_OTHER = -1;
    /// Any field that has no number.
    public static final byte OTHER = 0;
    /// Not forwarded, whatever its name.
    public static final byte DROPPED = 1;

    public static final byte HOST = 2;
    public static final byte CONTENT_LENGTH = 3;
    public static final byte TRANSFER_ENCODING = 4;
    public static final byte CONNECTION = 5;
    public static final byte KEEP_ALIVE = 6;
    public static final byte PROXY_CONNECTION = 7;
    public static final byte TE = 8;
    public static final byte TRAILER = 9;
    public static final byte UPGRADE = 10;
    public static final byte HTTP2_SETTINGS = 11;
    public static final byte PROXY_AUTHENTICATE = 12;
    public static final byte PROXY_AUTHORIZATION = 13;
    public static final byte EXPECT = 14;
    public static final byte X_FORWARDED_FOR = 15;
    public static final byte X_FORWARDED_PROTO = 16;
    public static final byte X_FORWARDED_HOST = 17;
    public static final byte X_FORWARDED_PORT = 18;
    public static final byte X_FORWARDED_PREFIX = 19;
    public static final byte X_REAL_IP = 20;
    public static final byte FORWARDED = 21;
    public static final byte X_REQUEST_ID = 22;
    public static final byte ACCEPT = 23;
    public static final byte AUTHORIZATION = 24;
    public static final byte COOKIE = 25;
    public static final byte SET_COOKIE = 26;
    public static final byte SEC_WEBSOCKET_KEY = 27;
    public static final byte SEC_WEBSOCKET_ACCEPT = 28;
    public static final byte X_PROXY_ID = 29;
    public static final byte X_SERVER_INFO = 30;
    public static final byte X_UPSTREAM_ADDR = 31;
    public static final byte X_UPSTREAM_RESPONSE_TIME = 32;
    public static final byte PROXY_STATUS = 33;
    public static final byte PROXY_AUTHENTICATION_INFO = 34;
    public static final byte DATE = 35;
    public static final byte SERVER = 36;
    public static final byte VIA = 37;

    /// What endpoints are told of the certificate that a client showed to the proxy: a name that no client may send.
    public static final byte CLIENT_CERT = 38;

    private static final byte[] X_FORWARDED = Octets.ascii("x-forwarded-");

    private static final String[] NAMES = {
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "upgrade",
        "http2-settings",
        "proxy-authenticate",
        "proxy-authorization",
        "expect",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-prefix",
        "x-real-ip",
        "forwarded",
        "x-request-id",
        "accept",
        "authorization",
        "cookie",
        "set-cookie",
        "sec-websocket-key",
        "sec-websocket-accept",
        "x-proxy-id",
        "x-server-info",
        "x-upstream-addr",
        "x-upstream-response-time",
        "proxy-status",
        "proxy-authentication-info",
        "date",
        "server",
        "via",
    };

    private static final String[] CLIENT_CERT_NAMES = {
        "client-cert",
        "client-cert-chain",
        "x-client-cert-verified",
        "x-client-cert-subject",
        "x-client-cert-issuer",
        "x-client-cert-serial",
        "x-client-cert-fingerprint",
    };

    /// By the length of the name: the names to compare with, each followed by nothing else of that length.
    private static final Candidate[][] BY_LENGTH = byLength();

    private FieldId() {}

    /// The number of the field named by `[from, to)`, in any case; [#OTHER] when it has none.
    public static byte of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < BY_LENGTH.length) {
            for (Candidate candidate : BY_LENGTH[length]) {
                if (Octets.equalsIgnoreCase(bytes, from, to, candidate.name)) {
                    return candidate.id;
                }
            }
        }
        boolean isForwarded = length > X_FORWARDED.length
                && Octets.equalsIgnoreCase(bytes, from, from + X_FORWARDED.length, X_FORWARDED);
        return isForwarded ? X_FORWARDED_OTHER : OTHER;
    }

    private static Candidate[][] byLength() {
        List<List<Candidate>> lists = new ArrayList<>();
        for (int i = 0; i < NAMES.length; i++) {
            add(lists, NAMES[i], (byte) (HOST + i));
        }
        for (String name : CLIENT_CERT_NAMES) {
            add(lists, name, CLIENT_CERT);
        }
        return lists.stream().map(list -> list.toArray(Candidate[]::new)).toArray(Candidate[][]::new);
    }

    private static void add(List<List<Candidate>> lists, String name, byte id) {
        while (lists.size() <= name.length()) {
            lists.add(new ArrayList<>());
        }
        lists.get(name.length()).add(new Candidate(Octets.ascii(name), id));
    }

    @SuppressWarnings("ArrayRecordComponent") // compared byte by byte, never as a whole
    private record Candidate(byte[] name, byte id) {}
}
