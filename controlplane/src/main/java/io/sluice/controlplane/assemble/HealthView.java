package io.sluice.controlplane.assemble;

import java.net.InetSocketAddress;

/// What active checks found: a value, which answers the same for as long as an assembly takes. It is asked only about
/// the tasks of services that want to be checked.
@FunctionalInterface
public interface HealthView {

    /// Before the first check, everything is taken for healthy.
    HealthView ALL_HEALTHY = (service, address) -> true;

    /// @param service the name of the service that the address serves
    boolean isHealthy(String service, InetSocketAddress address);

    /// Whether a check of it ever passed; what never did may still be starting. A view that cannot tell says yes.
    ///
    /// @param service the name of the service that the address serves
    default boolean hasPassed(String service, InetSocketAddress address) {
        return true;
    }
}
