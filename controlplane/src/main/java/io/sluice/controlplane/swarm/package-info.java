/// The swarm as one immutable value, whatever it was read from: the Docker Engine API or a Compose file.
@NullMarked
package io.sluice.controlplane.swarm;

import org.jspecify.annotations.NullMarked;
