/// The host as Sluice finds it: facts read from `/proc` and `/sys`, and advice drawn from them.
///
/// Reading and judging are apart: [HostFacts] is a value, [Advice] a pure function of it and of a [Demand].
@NullMarked
package io.sluice.tuning;

import org.jspecify.annotations.NullMarked;
