/// Chooses an endpoint, and knows what this loop has under way at each.
@NullMarked
package io.sluice.dataplane.balance;

import org.jspecify.annotations.NullMarked;
