/// Faults of the world around the proxy, each a repeatable run with a pass criterion: tasks that die, freeze, flap or
/// answer nothing, clients that are slow or too many, and too few file descriptors.
@NullMarked
package io.sluice.perf.faults;

import org.jspecify.annotations.NullMarked;
