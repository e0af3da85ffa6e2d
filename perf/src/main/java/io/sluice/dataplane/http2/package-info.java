/// Benchmarks of what is package-private in the data plane's package of this name.
@NullMarked
package io.sluice.dataplane.http2;

import org.jspecify.annotations.NullMarked;
