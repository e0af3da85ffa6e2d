/// One event loop: its thread, transport, allocator and deadlines.
@NullMarked
package io.sluice.dataplane.loop;

import org.jspecify.annotations.NullMarked;
