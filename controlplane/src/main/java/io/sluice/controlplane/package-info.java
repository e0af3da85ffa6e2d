/// The product: builds every object by constructor, in order, and runs the jobs.
@NullMarked
package io.sluice.controlplane;

import org.jspecify.annotations.NullMarked;
