/// The rules of the house that a program can check, held over the sources of every module.
@NullMarked
package io.sluice.perf.style;

import org.jspecify.annotations.NullMarked;
