/// Answers that no endpoint should give, in a loop beside innocent traffic: none may poison another exchange, let a
/// client wait for ever, or make the proxy grow.
@NullMarked
package io.sluice.perf.hostile;

import org.jspecify.annotations.NullMarked;
