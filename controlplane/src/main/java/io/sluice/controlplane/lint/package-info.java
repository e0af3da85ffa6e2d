/// Advice on services that are deployed well enough to be routed, and could be better.
@NullMarked
package io.sluice.controlplane.lint;

import org.jspecify.annotations.NullMarked;
