/// Which build this is.
@NullMarked
package io.sluice.controlplane.build;

import org.jspecify.annotations.NullMarked;
