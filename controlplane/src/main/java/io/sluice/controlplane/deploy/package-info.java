/// The services of proxies that this control plane keeps in the swarm: what they should be, what they are, and the
/// changes between the two.
@NullMarked
package io.sluice.controlplane.deploy;

import org.jspecify.annotations.NullMarked;
