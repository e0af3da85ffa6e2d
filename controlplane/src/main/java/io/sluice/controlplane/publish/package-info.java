/// From the provider's latest state to the snapshot in every loop: debounce, assemble, publish, keep the last good one.
@NullMarked
package io.sluice.controlplane.publish;

import org.jspecify.annotations.NullMarked;
