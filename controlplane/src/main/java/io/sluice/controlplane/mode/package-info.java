/// Whether a service of `backend_mode=auto` is reached by its tasks or by its virtual address.
@NullMarked
package io.sluice.controlplane.mode;

import org.jspecify.annotations.NullMarked;
