/// Accepts connections and assembles their pipelines.
@NullMarked
package io.sluice.dataplane.listen;

import org.jspecify.annotations.NullMarked;
