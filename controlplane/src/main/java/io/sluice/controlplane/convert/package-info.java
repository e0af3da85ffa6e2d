/// From what other proxies read to what Sluice reads; what cannot be carried over is named.
@NullMarked
package io.sluice.controlplane.convert;

import org.jspecify.annotations.NullMarked;
