/// The product with TLS and HTTP/2, and clients that others have written.
@NullMarked
package io.sluice.perf.clients;

import org.jspecify.annotations.NullMarked;
