/// The data plane's door: start, publish, read statistics, drain, close.
@NullMarked
package io.sluice.dataplane;

import org.jspecify.annotations.NullMarked;
