/// The admin listener: health, metrics, latencies, the API and the console. Reads only; never on a data port.
@NullMarked
package io.sluice.controlplane.admin;

import org.jspecify.annotations.NullMarked;
