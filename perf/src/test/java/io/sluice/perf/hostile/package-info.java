@NullMarked
package io.sluice.perf.hostile;

import org.jspecify.annotations.NullMarked;
