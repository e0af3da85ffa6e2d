package io.sluice.controlplane.assemble;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.certs.SecretFile;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.swarm.Service;

/// Finds the secrets that services name: in the state's own files, then in the directory of secrets; by the name, or by
/// the name within the service's stack. Where tenants are kept apart, within the stack alone (R-LBL-7).
final class SecretFinder {

    private final CertificateView certificates;
    private final Map<String, Path> files;
    private final RoutingOptions options;

    /// @param files secrets that the state itself says where they are
    SecretFinder(CertificateView certificates, Map<String, Path> files, RoutingOptions options) {
        this.certificates = certificates;
        this.files = files;
        this.options = options;
    }

    /// Empty: there is none that the service may use; the report says so.
    ///
    /// @param label that names it
    Optional<SecretFile> find(Service service, String name, String label, ServiceReport report) {
        String stack = Tenant.stack(service);
        String own = (stack.isEmpty() ? service.name() : stack) + "_";
        boolean isApart = options.tenancy() == Tenancy.STACK && !isTrusted(Tenant.of(service));
        Optional<SecretFile> found = isApart && !name.startsWith(own) ? file(own + name) : file(name);
        if (found.isEmpty() && !isApart) {
            found = stack.isEmpty() ? Optional.empty() : file(own + name);
        }
        if (found.isEmpty()) {
            report.error(
                    "no-secret",
                    label,
                    "there is no secret " + Printable.quoted(name)
                            + (isApart ? " of " + Tenant.of(service) + ", and others' are not used" : ""),
                    isApart
                            ? "name it " + Printable.quoted(own + name) + " and give it to the proxy"
                            : "give it to the proxy: docker service update --secret-add, or --cert-dir");
        }
        return found;
    }

    private boolean isTrusted(Tenant tenant) {
        return options.wildcardTenants().stream().anyMatch(tenant::isNamedBy);
    }

    private Optional<SecretFile> file(String name) {
        Path own = files.get(name);
        return own == null ? certificates.secret(name) : Optional.of(new SecretFile(name, own));
    }
}
