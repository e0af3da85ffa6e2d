/// Service labels as typed values. Labels are tenants' text: every value is checked, every fault is named, and a bad
/// label of one service never touches another service.
@NullMarked
package io.sluice.controlplane.labels;

import org.jspecify.annotations.NullMarked;
