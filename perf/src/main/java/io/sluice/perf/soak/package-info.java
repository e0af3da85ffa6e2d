/// The soak: a real data plane under paranoid leak detection, an upstream and a mixed load, each in a JVM of its own.
@NullMarked
package io.sluice.perf.soak;

import org.jspecify.annotations.NullMarked;
