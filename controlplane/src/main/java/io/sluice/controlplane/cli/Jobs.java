package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.RoutingOptions;

/// What the verbs start that is more than asking the admin listener.
public interface Jobs {

    /// Serves until a stop signal, then drains.
    void run(ProxySettings settings, Source source);

    /// The same, with the settings of a file, which is followed.
    void follow(ConfigFile.Loading.Loaded first, ConfigFile file);

    /// Tells proxies elsewhere until a stop signal.
    void control(ControlSettings settings, Source source);

    /// Serves what control planes say until a stop signal, then drains.
    void proxy(ProxySettings settings, JoinSettings join);

    /// `run` with the sample stack.
    void demo(ProxySettings settings);

    /// What a Compose file would get wrong; empty when nothing.
    ///
    /// @param secrets the directory where they are
    List<ConfigError> validate(Path composeFile, RoutingOptions routing, Path secrets);

    /// Advice on what is deployed, or would be.
    List<ConfigError> lint(Source source);

    /// For a command that is only asked what it was told.
    Jobs NONE = new Jobs() {
        @Override
        public void run(ProxySettings settings, Source source) {}

        @Override
        public void follow(ConfigFile.Loading.Loaded first, ConfigFile file) {}

        @Override
        public void control(ControlSettings settings, Source source) {}

        @Override
        public void proxy(ProxySettings settings, JoinSettings join) {}

        @Override
        public void demo(ProxySettings settings) {}

        @Override
        public List<ConfigError> validate(Path composeFile, RoutingOptions routing, Path secrets) {
            return List.of();
        }

        @Override
        public List<ConfigError> lint(Source source) {
            return List.of();
        }
    };
}
