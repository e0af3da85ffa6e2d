/// The scripts that the image of Sluice brings.
@NullMarked
package io.sluice.perf.image;

import org.jspecify.annotations.NullMarked;
