package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;

/// What each label's unusable value does to its service, and what it means that a known label is not applied.
final class LabelTable {

    /// What follows from a value that cannot be used.
    enum Fault {
        /// Without the label more would be reachable, or by more people, than the operator meant.
        REFUSES_SERVICE,
        /// The part that the value is about gets no requests.
        LEAVES_OUT,
        /// The service is routed as if the label, or the item of its list, were absent.
        FALLS_BACK
    }

    /// @param meanwhile what holds instead, when the service is routed
    record Rule(Fault fault, String meanwhile) {}

    private static final Rule REFUSES = new Rule(Fault.REFUSES_SERVICE, "");
    private static final Rule LEAVES_OUT = new Rule(Fault.LEAVES_OUT, "");
    /// Of names that do not exist: nobody reads their values.
    private static final Rule UNKNOWN = fallsBack("it is not applied anyway");

    private static final String IN_TURN = "requests go to the tasks in turn";
    private static final String DEFAULT_HOLDS = "the default holds";
    private static final String PROXY_TIMEOUT = "the proxy's own time-out holds";
    private static final String NO_PAGE = "the proxy's own page is shown";

    private static final Map<String, Rule> APPLIED = Map.ofEntries(
            Map.entry(LabelNames.HOSTS, LEAVES_OUT),
            Map.entry(LabelNames.PORT, REFUSES),
            Map.entry(LabelNames.NETWORK, REFUSES),
            Map.entry(LabelNames.BACKEND_MODE, REFUSES),
            Map.entry(LabelNames.DEFAULT_BACKEND, LEAVES_OUT),
            Map.entry(LabelNames.SERVICE_CLUSTER, REFUSES),
            Map.entry(LabelNames.CONTEXT_ROOT, REFUSES),
            Map.entry(LabelNames.CONTEXT_ROOT_REWRITE, fallsBack("paths are passed on unchanged")),
            Map.entry(LabelNames.REDIRECTS, LEAVES_OUT),
            Map.entry(LabelNames.WEBSOCKET_ENDPOINTS, fallsBack("the path is left out")),
            Map.entry(LabelNames.WEBSOCKET_STRICT, REFUSES),
            Map.entry(LabelNames.WEIGHT, fallsBack("the number of tasks is the weight")),
            Map.entry(LabelNames.BALANCE, fallsBack(IN_TURN)),
            Map.entry(LabelNames.IP_HASH, fallsBack(IN_TURN)),
            Map.entry(LabelNames.STICKY, fallsBack("no cookie binds clients to tasks")),
            Map.entry(LabelNames.STICKY_SESSION_COOKIE, fallsBack("no cookie binds clients to tasks")),
            Map.entry(LabelNames.MAX_FAILS, fallsBack("a task is left out after 3 failures")),
            Map.entry(LabelNames.FAIL_TIMEOUT, fallsBack("a task is left out for 10s")),
            Map.entry(LabelNames.EJECT_BY_RATE, fallsBack("a task that fails more often than others is left out")),
            Map.entry(LabelNames.RETRIES, fallsBack("there are 2 retries")),
            Map.entry(LabelNames.RETRY_ON, fallsBack("the reason is left out")),
            Map.entry(LabelNames.TIMEOUT_CONNECT, fallsBack(PROXY_TIMEOUT)),
            Map.entry(LabelNames.TIMEOUT_REQUEST, fallsBack(PROXY_TIMEOUT)),
            Map.entry(LabelNames.TIMEOUT_IDLE, fallsBack(PROXY_TIMEOUT)),
            Map.entry(LabelNames.TIMEOUT_DRAIN, fallsBack(PROXY_TIMEOUT)),
            Map.entry(LabelNames.MAX_REQUESTS, REFUSES),
            Map.entry(LabelNames.SLOW_START, fallsBack("a new task gets its full share at once")),
            Map.entry(LabelNames.PROXY_PROTOCOL, REFUSES),
            Map.entry(LabelNames.HEALTH_PATH, fallsBack("tasks are healthy when the engine says so")),
            Map.entry(LabelNames.HEALTH_INTERVAL, fallsBack(DEFAULT_HOLDS)),
            Map.entry(LabelNames.HEALTH_TIMEOUT, fallsBack(DEFAULT_HOLDS)),
            Map.entry(LabelNames.HEALTH_STATUS, fallsBack(DEFAULT_HOLDS)),
            Map.entry(LabelNames.HSTS, REFUSES),
            Map.entry(LabelNames.IP_ALLOW, REFUSES),
            Map.entry(LabelNames.BASIC_AUTH, REFUSES),
            Map.entry(LabelNames.BASIC_AUTH_FILE, REFUSES),
            Map.entry(LabelNames.BASIC_AUTH_REALM, fallsBack("the default realm is shown")),
            Map.entry(LabelNames.FORWARD_AUTH, REFUSES),
            Map.entry(LabelNames.FORWARD_AUTH_HEADERS, REFUSES),
            Map.entry(LabelNames.RATE_LIMIT, REFUSES),
            Map.entry(LabelNames.RATE_LIMIT_BURST, fallsBack("the burst is the number of rate_limit")),
            Map.entry(LabelNames.MAX_BODY, REFUSES),
            Map.entry(LabelNames.COMPRESS, fallsBack("the proxy does not compress with it")),
            Map.entry(LabelNames.CORS_ORIGINS, fallsBack("the origin is left out")),
            Map.entry(LabelNames.CORS_METHODS, fallsBack("the method is left out")),
            Map.entry(LabelNames.CORS_HEADERS, fallsBack("the header is left out")),
            Map.entry(LabelNames.CORS_CREDENTIALS, fallsBack("pages may not use credentials")),
            Map.entry(LabelNames.CORS_MAX_AGE, fallsBack(DEFAULT_HOLDS)),
            Map.entry(LabelNames.SSL_CERT, LEAVES_OUT),
            Map.entry(LabelNames.SSL_KEY, LEAVES_OUT),
            Map.entry(LabelNames.SSL_PASSTHROUGH, REFUSES),
            Map.entry(LabelNames.SSL_ONLY, REFUSES),
            Map.entry(LabelNames.SSL_CLIENT_CA, REFUSES),
            Map.entry(LabelNames.SSL_CLIENT_VERIFY, REFUSES),
            Map.entry(LabelNames.SSL_CLIENT_FIELDS, REFUSES),
            Map.entry(LabelNames.SSL_BACKEND, REFUSES),
            Map.entry(LabelNames.SSL_BACKEND_TLS_VERIFY, REFUSES),
            Map.entry(LabelNames.SSL_BACKEND_CA, REFUSES),
            Map.entry(LabelNames.SSL_BACKEND_NAME, REFUSES),
            Map.entry(LabelNames.PROTOCOL, fallsBack("tasks are spoken to in HTTP/1.1")),
            Map.entry(LabelNames.MAINTENANCE, REFUSES),
            Map.entry(LabelNames.MAINTENANCE_PAGE, fallsBack(NO_PAGE)),
            Map.entry(LabelNames.ERROR_PAGE, fallsBack(NO_PAGE)));

    /// Port labels: `l4.5432`, `l4.53/udp`.
    private static final String L4 = "l4.";

    private static final List<String> FAMILIES = List.of(LabelNames.REQUEST_HEADER, LabelNames.RESPONSE_HEADER, L4);

    private static final String L4_NOT_APPLIED = "no TCP or UDP port is opened for the service";

    private static final List<String> ALL = all();

    private LabelTable() {}

    /// Of any name.
    static Rule rule(String name) {
        if (isHeader(name)) {
            return REFUSES;
        }
        return APPLIED.getOrDefault(name, UNKNOWN);
    }

    /// All names that mean something, sorted; families of names end in a dot and are not among them.
    static List<String> names() {
        return ALL;
    }

    static boolean isApplied(String name) {
        return isHeader(name) || APPLIED.containsKey(name);
    }

    private static boolean isHeader(String name) {
        return name.startsWith(LabelNames.REQUEST_HEADER) || name.startsWith(LabelNames.RESPONSE_HEADER);
    }

    /// What it means that a known label is not applied; empty for an applied or unknown one.
    static Optional<String> notApplied(String name) {
        if (name.startsWith(L4)) {
            return Optional.of(L4_NOT_APPLIED);
        }
        return Optional.empty();
    }

    /// What to do about a name that does not exist.
    static String hint(String name) {
        int dot = name.indexOf('.') + 1;
        if (dot > 0) {
            Optional<String> family = NearestName.of(name.substring(0, dot), FAMILIES);
            if (family.isPresent()) {
                return "did you mean " + Printable.quoted(family.get() + name.substring(dot)) + "?";
            }
        }
        return NearestName.hint(name, ALL, "see the label table in the README");
    }

    private static Rule fallsBack(String meanwhile) {
        return new Rule(Fault.FALLS_BACK, meanwhile);
    }

    private static List<String> all() {
        return APPLIED.keySet().stream().sorted().toList();
    }
}
