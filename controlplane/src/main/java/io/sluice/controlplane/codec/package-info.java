/// Records as bytes: the same bytes for equal values, on every machine and in every run.
@NullMarked
package io.sluice.controlplane.codec;

import org.jspecify.annotations.NullMarked;
