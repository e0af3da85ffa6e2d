package io.sluice.controlplane.certs;

import java.util.List;

/// What a certificate and its key came to. The time makes no difference here: see [CertificateFacts#problems].
public sealed interface PairReading {

    /// As the files are now; the good ones that a [Usable] may be about came before.
    List<CertificateProblem> problems();

    /// @param identity its name for the data plane: another content has another name
    /// @param problems of the latest content, which is not the one in use where one of them is an error
    record Usable(String identity, CertificateFacts facts, List<CertificateProblem> problems) implements PairReading {

        public Usable {
            problems = List.copyOf(problems);
        }
    }

    /// @param problems at least one
    record Unusable(List<CertificateProblem> problems) implements PairReading {

        public Unusable {
            problems = List.copyOf(problems);
        }
    }
}
