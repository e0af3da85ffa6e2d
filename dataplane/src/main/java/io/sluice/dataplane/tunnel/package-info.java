/// The life of one byte stream after an upgrade.
@NullMarked
package io.sluice.dataplane.tunnel;

import org.jspecify.annotations.NullMarked;
