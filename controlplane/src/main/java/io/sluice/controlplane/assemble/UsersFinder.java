package io.sluice.controlplane.assemble;

import java.util.Optional;

import io.sluice.controlplane.certs.CertificateProblem;
import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.certs.UsersReading;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.controlplane.labels.UsersFile;
import io.sluice.dataplane.model.BasicAuth;

/// Finds the users whom services let in where a secret lists them (`basic_auth_file`).
final class UsersFinder {

    private final CertificateView certificates;
    private final SecretFinder secrets;

    UsersFinder(CertificateView certificates, SecretFinder secrets) {
        this.certificates = certificates;
        this.secrets = secrets;
    }

    /// Empty: nobody knows who may use the service, so it is not served; the report says why.
    Optional<RoutedService> find(RoutedService service) {
        if (service.labels().usersFile().isEmpty()) {
            return Optional.of(service);
        }
        UsersFile wanted = service.labels().usersFile().get();
        return secrets.find(service.service(), wanted.secret(), LabelNames.BASIC_AUTH_FILE, service.report())
                .flatMap(file -> switch (certificates.users(file)) {
                    case UsersReading.Usable usable ->
                        Optional.of(service.asking(new BasicAuth(wanted.realm(), usable.hashes())));
                    case UsersReading.Unusable(CertificateProblem problem) -> {
                        service.report()
                                .error(problem.code(), LabelNames.BASIC_AUTH_FILE, problem.message(), problem.hint());
                        yield Optional.empty();
                    }
                });
    }
}
