/// Endpoints that the proxies under test forward to: they say what they received, and can be stopped, frozen and
/// broken.
@NullMarked
package io.sluice.perf.task;

import org.jspecify.annotations.NullMarked;
