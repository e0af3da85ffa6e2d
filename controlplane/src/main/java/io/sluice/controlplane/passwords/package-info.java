/// Compares passwords with their hashes, away from the event loops.
@NullMarked
package io.sluice.controlplane.passwords;

import org.jspecify.annotations.NullMarked;
