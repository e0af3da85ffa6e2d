/// The soak judges rightly: what it passes is good, and what is not good it finds.
@NullMarked
package io.sluice.perf.soak;

import org.jspecify.annotations.NullMarked;
