/// What operators write, and how they are told that it was wrong: every error with its place and the remedy.
@NullMarked
package io.sluice.controlplane.config;

import org.jspecify.annotations.NullMarked;
