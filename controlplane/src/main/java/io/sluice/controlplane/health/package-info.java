/// Active checks: asks endpoints over HTTP whether they are well, and says so.
@NullMarked
package io.sluice.controlplane.health;

import org.jspecify.annotations.NullMarked;
