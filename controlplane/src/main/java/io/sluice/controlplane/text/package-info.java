/// Text from and for people: addresses, durations, and what strangers wrote made safe to print.
@NullMarked
package io.sluice.controlplane.text;

import org.jspecify.annotations.NullMarked;
