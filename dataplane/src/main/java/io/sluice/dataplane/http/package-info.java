/// HTTP messages without a protocol version's bytes: heads, fields, rules (RFC 9110), failures.
@NullMarked
package io.sluice.dataplane.http;

import org.jspecify.annotations.NullMarked;
