/// The stream of configs from a control plane to its proxies, and what they say back.
@NullMarked
package io.sluice.controlplane.link;

import org.jspecify.annotations.NullMarked;
