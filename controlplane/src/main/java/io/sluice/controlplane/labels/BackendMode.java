package io.sluice.controlplane.labels;

/// Whom the proxy dials for a service.
public enum BackendMode {
    /// Each running task.
    TASK,
    /// The service's one virtual address; the kernel picks the task.
    VIP,
    /// One of the two, as seems better now.
    AUTO;

    /// As labels and people write it.
    public String text() {
        return switch (this) {
            case TASK -> "task";
            case VIP -> "vip";
            case AUTO -> "auto";
        };
    }
}
