/// What must survive a restart, on disk.
@NullMarked
package io.sluice.controlplane.state;

import org.jspecify.annotations.NullMarked;
