package io.sluice.controlplane.docker;

import java.util.regex.Pattern;

/// Everything that is ever asked of an engine, for the allow-list of a socket proxy. Those that change something are
/// used only where proxies are managed.
public enum EngineCall {
    PING("GET", "/_ping"),
    INFO("GET", "/info"),
    EVENTS("GET", "/events"),
    SERVICES("GET", "/services"),
    TASKS("GET", "/tasks"),
    NETWORKS("GET", "/networks"),
    NODES("GET", "/nodes"),
    SERVICE("GET", "/services/{id}"),
    TASK("GET", "/tasks/{id}"),
    CONFIGS("GET", "/configs"),
    CREATE_SERVICE("POST", "/services/create"),
    UPDATE_SERVICE("POST", "/services/{id}/update"),
    REMOVE_SERVICE("DELETE", "/services/{id}"),
    CREATE_CONFIG("POST", "/configs/create"),
    UPDATE_CONFIG("POST", "/configs/{id}/update");

    private final String method;
    private final String path;
    private final Pattern pattern;

    EngineCall(String method, String path) {
        this.method = method;
        this.path = path;
        String version = path.equals("/_ping") ? "" : "/v[0-9.]+";
        this.pattern = Pattern.compile(version + path.replace("{id}", "[A-Za-z0-9]+") + "(\\?.*)?");
    }

    public String method() {
        return method;
    }

    /// Without the version: `/services/{id}`.
    public String path() {
        return path;
    }

    /// As documents write it: `POST /v1.NN/services/{id}/update`.
    @Override
    public String toString() {
        return method + (this == PING ? " " : " /v1.NN") + path;
    }

    /// Whether a request is one of these.
    static boolean isKnown(String method, String versionedPath) {
        for (EngineCall call : values()) {
            if (call.method.equals(method)
                    && call.pattern.matcher(versionedPath).matches()) {
                return true;
            }
        }
        return false;
    }
}
