/// HTTP/2 between bytes and messages (RFC 9113, RFC 7541): frames, field compression, streams.
@NullMarked
package io.sluice.dataplane.http2;

import org.jspecify.annotations.NullMarked;
