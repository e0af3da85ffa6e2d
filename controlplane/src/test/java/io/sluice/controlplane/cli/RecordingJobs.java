package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.RoutingOptions;
import org.jspecify.annotations.Nullable;

/// Does nothing but remember what was wanted.
final class RecordingJobs implements Jobs {
    ProxySettings settings;
    Source source;

    @Nullable
    ControlSettings controlSettings;

    @Nullable
    JoinSettings joinSettings;

    @Nullable
    RoutingOptions routing;

    @Nullable
    Path secrets;

    @Nullable
    ConfigFile file;

    List<ConfigError> remarks = List.of();
    List<ConfigError> errors = List.of();

    @Override
    public void run(ProxySettings wanted, Source from) {
        settings = wanted;
        source = from;
    }

    @Override
    public void follow(ConfigFile.Loading.Loaded first, ConfigFile from) {
        settings = first.settings();
        source = first.source();
        file = from;
        remarks = first.remarks();
    }

    @Override
    public void control(ControlSettings wanted, Source from) {
        controlSettings = wanted;
        source = from;
    }

    @Override
    public void proxy(ProxySettings wanted, JoinSettings join) {
        settings = wanted;
        joinSettings = join;
    }

    @Override
    public void demo(ProxySettings wanted) {
        settings = wanted;
    }

    @Override
    public List<ConfigError> validate(Path composeFile, RoutingOptions options, Path directory) {
        routing = options;
        secrets = directory;
        return errors;
    }

    @Override
    public List<ConfigError> lint(Source asked) {
        source = asked;
        return errors;
    }
}
