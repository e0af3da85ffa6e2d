package io.sluice.controlplane.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Flags that `run` and `demo` share; each has an environment variable for its default.
final class ProxyOptions {

    @Option(
            names = "--http",
            paramLabel = "ADDR:PORT[+proxy-protocol][+h2c]",
            split = ",",
            converter = Converters.DataAddress.class,
            defaultValue = "${env:SLUICE_HTTP:-0.0.0.0:8080}",
            description = "Where clients are served; repeatable; ':8080' and '8080' mean every IPv4 address."
                    + " With +proxy-protocol, connections from trusted proxies begin with a PROXY header."
                    + " With +h2c, clients may speak HTTP/2 without TLS (prior knowledge)."
                    + " Default: ${DEFAULT-VALUE} [SLUICE_HTTP, comma-separated]")
    private List<ListenAddress> http = new ArrayList<>();

    @Option(
            names = "--admin",
            paramLabel = "ADDR:PORT",
            converter = Converters.AdminAddress.class,
            defaultValue = "${env:SLUICE_ADMIN:-127.0.0.1:9901}",
            description = "Where health, metrics, API and console are. Default: ${DEFAULT-VALUE} [SLUICE_ADMIN]")
    private InetSocketAddress admin = new InetSocketAddress(0);

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            converter = Converters.Transport.class,
            defaultValue = "${env:SLUICE_TRANSPORT:-auto}",
            description = "auto, io_uring, epoll or nio. Default: ${DEFAULT-VALUE} [SLUICE_TRANSPORT]")
    private TransportChoice transport = TransportChoice.AUTO;

    @Option(
            names = "--loops",
            paramLabel = "N",
            converter = Converters.LoopCount.class,
            defaultValue = "${env:SLUICE_LOOPS:-0}",
            description = "Event loops; 0: one per available processor. Default: ${DEFAULT-VALUE} [SLUICE_LOOPS]")
    private int loops;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "CIDR",
            split = ",",
            converter = Converters.CidrBlock.class,
            defaultValue = "${env:SLUICE_TRUSTED_PROXY}",
            description = "Peers whose X-Forwarded-* fields and PROXY headers are believed; repeatable. Default: none"
                    + " [SLUICE_TRUSTED_PROXY, comma-separated]")
    private List<Cidr> trustedProxies = new ArrayList<>();

    @Option(
            names = "--hide-info-headers",
            defaultValue = "${env:SLUICE_HIDE_INFO_HEADERS:-false}",
            fallbackValue = "true",
            description = "No x-request-id, x-proxy-id, x-server-info, x-upstream-* on responses"
                    + " [SLUICE_HIDE_INFO_HEADERS]")
    private boolean hideInfoHeaders;

    @Option(
            names = "--underscores-in-headers",
            defaultValue = "${env:SLUICE_UNDERSCORES_IN_HEADERS:-false}",
            fallbackValue = "true",
            description = "Request headers with '_' in their names are passed on, not dropped"
                    + " [SLUICE_UNDERSCORES_IN_HEADERS]")
    private boolean underscores;

    @Option(
            names = "--via",
            defaultValue = "${env:SLUICE_VIA:-false}",
            fallbackValue = "true",
            description = "Sluice adds itself to the Via header of requests and responses [SLUICE_VIA]")
    private boolean via;

    @Option(
            names = "--drain",
            paramLabel = "DURATION",
            converter = Converters.Time.class,
            defaultValue = "${env:SLUICE_DRAIN:-8s}",
            description = "How long requests under way may take after a stop signal. Default: ${DEFAULT-VALUE}"
                    + " [SLUICE_DRAIN]")
    private Duration drain = Duration.ZERO;

    @Option(
            names = "--sticky-key-file",
            paramLabel = "FILE",
            converter = Converters.KeyFile.class,
            defaultValue = "${env:SLUICE_STICKY_KEY_FILE}",
            description = "The secret of the cookies that Sluice sets; the same for all replicas. Default: a random one"
                    + " [SLUICE_STICKY_KEY_FILE]")
    private @Nullable StickyKey stickyKey;

    @Option(
            names = "--state-dir",
            paramLabel = "DIRECTORY",
            defaultValue = "${env:SLUICE_STATE_DIR}",
            description = "Where what the next start must know is kept: a proxy's last good snapshot, and with"
                    + " --tenancy=stack whose the hosts are. Default: nowhere [SLUICE_STATE_DIR]")
    private @Nullable Path stateDirectory;

    @Mixin
    private RoutingFlags routing = new RoutingFlags();

    @Mixin
    private TlsFlags tls = new TlsFlags();

    @Mixin
    private ClientFlags clients = new ClientFlags();

    ProxySettings settings() {
        TlsSettings tlsSettings = tls.settings();
        boolean wantsProxyHeaders =
                Stream.concat(http.stream(), tlsSettings.https().stream()).anyMatch(ListenAddress::proxyProtocol);
        if (wantsProxyHeaders && trustedProxies.isEmpty()) {
            throw new CommandException(
                    "a listener with +proxy-protocol, but no network that may send PROXY headers",
                    "name those in front of Sluice: --trusted-proxy 10.0.0.0/8");
        }
        int loopCount = loops == 0 ? Runtime.getRuntime().availableProcessors() : loops;
        return new ProxySettings(
                http,
                admin,
                transport,
                loopCount,
                trustedProxies,
                !hideInfoHeaders,
                new HeadOptions(underscores, via),
                clients.limits(),
                drain,
                stickyKey == null ? StickyKey.NONE : stickyKey,
                routing.options(),
                tlsSettings,
                clients.timeouts(),
                clients.buffers(),
                stateDirectory);
    }
}
