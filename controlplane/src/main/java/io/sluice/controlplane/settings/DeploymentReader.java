package io.sluice.controlplane.settings;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;

/// What one table of `Extensions` says of the service of its proxies.
final class DeploymentReader {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_REPLICAS = 1000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final Pattern CONSTRAINT = Pattern.compile("[^=!]+(==|!=).+");
    /// Interlock's own proxies are nginx, which does not understand what it would be told.
    private static final Pattern NGINX_IMAGE =
            Pattern.compile("(.*/)?(ucp-interlock-proxy|interlock-extension-nginx)[:@]?.*");

    private final String name;
    private final Section section;

    /// @param name of the extension
    DeploymentReader(String name, Section section) {
        this.name = name;
        this.section = section;
    }

    ProxyDeployment read() {
        boolean host =
                choice("PublishMode", "ingress", Set.of("ingress", "host")).equals("host");
        List<String> constraints = section.texts("ProxyConstraints").stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        constraints.stream()
                .filter(text -> !CONSTRAINT.matcher(text).matches())
                .forEach(text -> section.error(
                        "ProxyConstraints",
                        "invalid-value",
                        Printable.quoted(text) + " is no constraint",
                        "write it like node.labels.nodetype == loadbalancer"));
        return new ProxyDeployment(
                serviceName(),
                image(),
                section.texts("ProxyArgs"),
                section.textMap("ProxyLabels"),
                section.textMap("ProxyContainerLabels"),
                section.textMap("ProxyEnv"),
                constraints,
                preferences(),
                section.integer("ProxyReplicas", 0, MAX_REPLICAS).orElse(2),
                choice("ProxyMode", "replicated", Set.of("replicated", "global"))
                        .equals("global"),
                ports(host),
                new ProxyDeployment.Stop(stopSignal(), duration("ProxyStopGracePeriod", Duration.ofSeconds(10))),
                update(host));
    }

    private String serviceName() {
        String absent = "sluice-proxy" + (name.equals("default") ? "" : "-" + name);
        String written = section.text("ProxyServiceName").map(String::strip).orElse("");
        String chosen = written.isEmpty() ? absent : written;
        if (!NAME.matcher(chosen).matches()) {
            section.error(
                    "ProxyServiceName",
                    "invalid-value",
                    Printable.quoted(chosen) + " is no name of a service",
                    "use up to 63 letters, digits, '.', '_' and '-', and set ProxyServiceName if it is not set");
        }
        return chosen;
    }

    private String image() {
        String image = section.text("ProxyImage").map(String::strip).orElse("");
        if (NGINX_IMAGE.matcher(image).matches()) {
            section.add(
                    Severity.WARNING,
                    "other-image",
                    "ProxyImage",
                    Printable.quoted(image) + " is Interlock's nginx; proxies are of the control plane's own image",
                    "remove the key, or name an image of Sluice");
            return "";
        }
        return image;
    }

    /// `spread=node.labels.zone`, as the engine's own command takes it, or the label alone.
    private List<String> preferences() {
        return section.texts("ProxyPlacementPreferences").stream()
                .map(String::strip)
                .map(text -> text.startsWith("spread=") ? text.substring("spread=".length()) : text)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private ProxyDeployment.Ports ports(boolean host) {
        int http = section.integer("PublishedPort", 0, MAX_PORT).orElse(8080);
        int https = section.integer("PublishedSSLPort", 0, MAX_PORT).orElse(8443);
        int httpTarget = section.integer("TargetPort", 1, MAX_PORT).orElse(80);
        int httpsTarget = section.integer("TargetSSLPort", 1, MAX_PORT).orElse(443);
        if (http != 0 && http == https) {
            section.error("PublishedSSLPort", "invalid-value", "port " + https + " is PublishedPort too", "");
        }
        if (httpTarget == httpsTarget) {
            section.error("TargetSSLPort", "invalid-value", "port " + httpsTarget + " is TargetPort too", "");
        }
        return new ProxyDeployment.Ports(host, http, httpTarget, https, httpsTarget);
    }

    /// To a JVM the signal means: write down what every thread does, and go on.
    private String stopSignal() {
        String signal = section.text("ProxyStopSignal").map(String::strip).orElse("");
        if (signal.equals("SIGQUIT")) {
            section.add(
                    Severity.WARNING,
                    "stop-signal",
                    "ProxyStopSignal",
                    "SIGQUIT does not stop Sluice; it is sent SIGTERM",
                    "write SIGTERM, which drains and then stops");
        }
        return signal.isEmpty() || signal.equals("SIGQUIT") ? "SIGTERM" : signal;
    }

    /// Two tasks of a node cannot have its port at once, so there the old one has to go first.
    private ProxyDeployment.Update update(boolean host) {
        String absent = host ? "stop-first" : "start-first";
        boolean startFirst = choice("ProxyUpdateOrder", absent, Set.of("stop-first", "start-first"))
                .equals("start-first");
        if (startFirst && host) {
            section.error(
                    "ProxyUpdateOrder",
                    "invalid-value",
                    "with PublishMode = \"host\" a new task cannot start while the old one has the node's port",
                    "write stop-first");
        }
        return new ProxyDeployment.Update(
                duration("ProxyUpdateDelay", Duration.ZERO),
                section.integer("ProxyUpdateParallelism", 0, MAX_REPLICAS).orElse(1),
                startFirst);
    }

    private Duration duration(String key, Duration absent) {
        return section.duration(key).orElse(absent);
    }

    private String choice(String key, String absent, Set<String> allowed) {
        String written = section.text(key).map(String::strip).orElse("");
        if (!written.isEmpty() && !allowed.contains(written)) {
            String known = String.join(" nor ", allowed.stream().sorted().toList());
            section.error(key, "invalid-value", Printable.quoted(written) + " is neither " + known, "");
        }
        return written.isEmpty() ? absent : written;
    }
}
