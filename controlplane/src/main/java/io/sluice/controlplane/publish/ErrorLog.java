package io.sluice.controlplane.publish;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.text.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs each config error when it appears and when it is gone, not while it stays.
final class ErrorLog {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorLog.class);

    private Set<ConfigError> known = Set.of();

    void log(List<ConfigError> errors) {
        Set<ConfigError> current = new HashSet<>(errors);
        for (ConfigError error : errors) {
            if (!known.contains(error)) {
                logNew(error);
            }
        }
        for (ConfigError error : known) {
            if (!current.contains(error)) {
                LOG.info("resolved: {}", describe(error));
            }
        }
        known = current;
    }

    private static void logNew(ConfigError error) {
        switch (error.severity()) {
            case ERROR -> LOG.error("{}", describe(error));
            case WARNING -> LOG.warn("{}", describe(error));
            case NOTICE -> LOG.info("{}", describe(error));
        }
    }

    private static String describe(ConfigError error) {
        return SafeText.oneLine(error.toString());
    }
}
