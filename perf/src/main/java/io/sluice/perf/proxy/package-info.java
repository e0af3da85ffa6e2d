/// The proxies under test, each a process of its own: Sluice as it is shipped, and its peers.
@NullMarked
package io.sluice.perf.proxy;

import org.jspecify.annotations.NullMarked;
