/// Sluice in a real Swarm: the lab of `perf/lab`, the applications and the load that its tests run there.
///
/// These tests need root and Docker engines; they run with the Maven profile `lab` only.
@NullMarked
package io.sluice.perf.lab;

import org.jspecify.annotations.NullMarked;
