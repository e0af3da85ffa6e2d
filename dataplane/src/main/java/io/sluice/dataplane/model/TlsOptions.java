package io.sluice.dataplane.model;

import java.time.Duration;
import java.util.List;

/// How TLS is spoken with clients.
///
/// @param protocols `TLSv1.2`, `TLSv1.3`
/// @param ciphers of TLS 1.2, by OpenSSL's names, best first; empty: modern ones. Those of TLS 1.3 are all good
/// @param http2 whether clients are offered HTTP/2
/// @param contexts certificates kept ready at once; others are loaded when they are asked for
/// @param hello from the accepted connection to the whole ClientHello
/// @param handshake from the ClientHello to the end of the handshake
public record TlsOptions(
        List<String> protocols, List<String> ciphers, boolean http2, int contexts, Duration hello, Duration handshake) {

    public static final TlsOptions DEFAULT = new TlsOptions(
            List.of("TLSv1.3", "TLSv1.2"), List.of(), true, 1024, Duration.ofSeconds(5), Duration.ofSeconds(10));

    public TlsOptions {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
        Durations.requirePositive("hello", hello);
        Durations.requirePositive("handshake", handshake);
        if (protocols.isEmpty() || contexts < 1) {
            throw new IllegalArgumentException("TLS needs a protocol and at least one context: " + protocols);
        }
    }

    /// The same with or without HTTP/2.
    public TlsOptions withHttp2(boolean offered) {
        return new TlsOptions(protocols, ciphers, offered, contexts, hello, handshake);
    }
}
