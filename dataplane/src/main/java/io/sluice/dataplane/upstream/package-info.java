/// Pools of connections to endpoints, one set per loop.
@NullMarked
package io.sluice.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
