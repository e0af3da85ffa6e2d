package io.sluice.controlplane.labels;

/// The names of all labels that are applied, without the prefix.
public final class LabelNames {

    public static final String HOSTS = "hosts";
    public static final String PORT = "port";
    public static final String NETWORK = "network";
    public static final String BACKEND_MODE = "backend_mode";
    public static final String DEFAULT_BACKEND = "default_backend";
    public static final String SERVICE_CLUSTER = "service_cluster";
    public static final String CONTEXT_ROOT = "context_root";
    public static final String CONTEXT_ROOT_REWRITE = "context_root_rewrite";
    public static final String REDIRECTS = "redirects";
    public static final String WEBSOCKET_ENDPOINTS = "websocket_endpoints";
    public static final String WEBSOCKET_STRICT = "websocket_strict";

    public static final String WEIGHT = "weight";
    public static final String BALANCE = "balance";
    public static final String IP_HASH = "ip_hash";
    public static final String STICKY = "sticky";
    public static final String STICKY_SESSION_COOKIE = "sticky_session_cookie";
    public static final String MAX_FAILS = "max_fails";
    public static final String FAIL_TIMEOUT = "fail_timeout";
    public static final String EJECT_BY_RATE = "eject_by_rate";
    public static final String RETRIES = "retries";
    public static final String RETRY_ON = "retry_on";
    public static final String TIMEOUT_CONNECT = "timeout_connect";
    public static final String TIMEOUT_REQUEST = "timeout_request";
    public static final String TIMEOUT_IDLE = "timeout_idle";
    public static final String TIMEOUT_DRAIN = "timeout_drain";
    public static final String MAX_REQUESTS = "max_requests";
    public static final String SLOW_START = "slow_start";
    public static final String PROXY_PROTOCOL = "proxy_protocol";

    public static final String HEALTH_PATH = "health_path";
    public static final String HEALTH_INTERVAL = "health_interval";
    public static final String HEALTH_TIMEOUT = "health_timeout";
    public static final String HEALTH_STATUS = "health_status";

    /// Followed by the name of a field.
    public static final String REQUEST_HEADER = "request_header.";
    /// Followed by the name of a field.
    public static final String RESPONSE_HEADER = "response_header.";

    public static final String HSTS = "hsts";
    public static final String IP_ALLOW = "ip_allow";
    public static final String BASIC_AUTH = "basic_auth";
    public static final String BASIC_AUTH_FILE = "basic_auth_file";
    public static final String BASIC_AUTH_REALM = "basic_auth_realm";
    public static final String FORWARD_AUTH = "forward_auth";
    public static final String FORWARD_AUTH_HEADERS = "forward_auth_headers";
    public static final String RATE_LIMIT = "rate_limit";
    public static final String RATE_LIMIT_BURST = "rate_limit_burst";
    public static final String MAX_BODY = "max_body";
    public static final String COMPRESS = "compress";
    public static final String CORS_ORIGINS = "cors_origins";
    public static final String CORS_METHODS = "cors_methods";
    public static final String CORS_HEADERS = "cors_headers";
    public static final String CORS_CREDENTIALS = "cors_credentials";
    public static final String CORS_MAX_AGE = "cors_max_age";
    public static final String SSL_CERT = "ssl_cert";
    public static final String SSL_KEY = "ssl_key";
    public static final String SSL_PASSTHROUGH = "ssl_passthrough";
    public static final String SSL_ONLY = "ssl_only";
    public static final String SSL_CLIENT_CA = "ssl_client_ca";
    public static final String SSL_CLIENT_VERIFY = "ssl_client_verify";
    public static final String SSL_CLIENT_FIELDS = "ssl_client_fields";
    public static final String SSL_BACKEND = "ssl_backend";
    public static final String SSL_BACKEND_TLS_VERIFY = "ssl_backend_tls_verify";
    public static final String SSL_BACKEND_CA = "ssl_backend_ca";
    public static final String SSL_BACKEND_NAME = "ssl_backend_name";
    public static final String PROTOCOL = "protocol";
    public static final String MAINTENANCE = "maintenance";
    public static final String MAINTENANCE_PAGE = "maintenance_page";
    public static final String ERROR_PAGE = "error_page";

    private LabelNames() {}
}
