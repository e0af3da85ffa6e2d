/// Promises are judged by the right scores.
@NullMarked
package io.sluice.perf.jmh;

import org.jspecify.annotations.NullMarked;
