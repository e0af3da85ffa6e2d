package io.sluice.controlplane.publish;

import java.nio.file.Path;
import java.util.Optional;

import io.sluice.controlplane.assemble.Ownership;
import io.sluice.controlplane.config.Tenancy;

/// What is left of owners and holds when the process ends.
public interface OwnerMemory extends AutoCloseable {

    /// Nothing.
    OwnerMemory NONE = new OwnerMemory() {
        @Override
        public Ownership recall(long nowNanos) {
            return Ownership.NONE;
        }

        @Override
        public void keep(Ownership ownership, long nowNanos) {
            // Nothing is left.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /// As far as there are owners, and a place to write them to.
    static OwnerMemory of(Tenancy tenancy, Optional<Path> directory) {
        return switch (tenancy) {
            case NONE -> NONE;
            case STACK -> directory.<OwnerMemory>map(OwnerFile::in).orElse(NONE);
        };
    }

    /// What an earlier process knew. For those who had a site and do not ask for it any more the hold begins now.
    Ownership recall(long nowNanos);

    /// Does not wait.
    void keep(Ownership ownership, long nowNanos);

    @Override
    void close();
}
