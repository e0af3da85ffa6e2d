/// Pure: swarm state to proxy config, with everything that was refused named.
@NullMarked
package io.sluice.controlplane.assemble;

import org.jspecify.annotations.NullMarked;
