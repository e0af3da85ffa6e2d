/// HTTP/1.1 between bytes and messages, both roles (RFC 9112).
@NullMarked
package io.sluice.dataplane.http1;

import org.jspecify.annotations.NullMarked;
