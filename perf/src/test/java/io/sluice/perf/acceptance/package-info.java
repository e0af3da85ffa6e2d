/// The acceptance scenarios by number, against the whole product in a process of its own: a Compose file that the test
/// writes, tasks in the test's JVM.
@NullMarked
package io.sluice.perf.acceptance;

import org.jspecify.annotations.NullMarked;
