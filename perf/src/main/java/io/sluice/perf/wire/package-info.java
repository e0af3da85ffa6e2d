/// Connections as the clients and the endpoints of measurements use them: blocking, and hiding nothing.
@NullMarked
package io.sluice.perf.wire;

import org.jspecify.annotations.NullMarked;
