/// Benchmarks of what is private to the HTTP/1.1 codec. They share its package, which the class path allows.
@NullMarked
package io.sluice.dataplane.http1;

import org.jspecify.annotations.NullMarked;
