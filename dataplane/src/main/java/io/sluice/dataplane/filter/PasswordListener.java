package io.sluice.dataplane.filter;

import io.sluice.dataplane.loop.OnLoop;

/// Waits for what a password turns out to be. Told once.
@OnLoop
public interface PasswordListener {

    void onVerified(boolean isRight);
}
