/// Compiled, immutable routing, and its search.
@NullMarked
package io.sluice.dataplane.snapshot;

import org.jspecify.annotations.NullMarked;
