/// Certificates ready for handshakes, for all loops.
@NullMarked
package io.sluice.dataplane.tls;

import org.jspecify.annotations.NullMarked;
