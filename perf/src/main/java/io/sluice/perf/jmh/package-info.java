/// Micro-benchmarks and the program that runs and judges them.
@NullMarked
package io.sluice.perf.jmh;

import org.jspecify.annotations.NullMarked;
