/// Counters and latency histograms: written by one loop each, merged by whoever reads.
@NullMarked
package io.sluice.dataplane.metrics;

import org.jspecify.annotations.NullMarked;
