/// Balance quality by simulation: one loop, virtual time, a seed; the product's own pickers.
@NullMarked
package io.sluice.perf.balance;

import org.jspecify.annotations.NullMarked;
