package io.sluice.controlplane.settings;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.controlplane.settings.KeyTable.Fate;
import io.sluice.controlplane.settings.KeyTable.Honoured;
import io.sluice.controlplane.settings.KeyTable.Needless;
import io.sluice.controlplane.settings.KeyTable.NotApplied;

/// Every key of Interlock's `config.toml`, with what becomes of it. The README has the same table for people.
final class InterlockKeys {

    private static final Fate HONOURED = new Honoured();
    private static final Fate NO_EXTENSION = new Needless("there are no extension services: Sluice does their work");
    private static final Fate NO_NGINX = new Needless("it is about nginx or HAProxy, of which there is none");
    private static final Fate NO_ENGINE_TLS = new NotApplied(
            "the Engine API is not spoken over TLS", "use the local socket, or a socket proxy that ends the TLS");
    private static final Fate RAW = new NotApplied(
            "it holds directives of nginx or HAProxy, which are not read",
            "look for a label or flag that does the same");
    private static final Fate NO_LOG_FILE = new Needless("logs go to the standard output of the process");
    private static final Fate NO_TLS_YET = new NotApplied("it is checked, but not applied yet", "");
    private static final Fate HAPROXY_TIME =
            new NotApplied("its unit is not known for certain", "write ReadTimeout or ClientBodyTimeout, in seconds");
    private static final Fate DEPLOYS = new KeyTable.Deploys();

    static final KeyTable TOP = top();
    static final KeyTable EXTENSION = extension();
    static final KeyTable CONFIG = config();

    private InterlockKeys() {}

    private static KeyTable top() {
        Map<String, Fate> keys = new LinkedHashMap<>();
        keys.put("ListenAddr", new Needless("extensions are part of Sluice, so nobody calls an API for them"));
        keys.put("DockerURL", HONOURED);
        keys.put("TLSCACert", NO_ENGINE_TLS);
        keys.put("TLSCert", NO_ENGINE_TLS);
        keys.put("TLSKey", NO_ENGINE_TLS);
        keys.put("AllowInsecure", NO_ENGINE_TLS);
        keys.put("PollInterval", HONOURED);
        keys.put("EndpointOverride", new Needless("extensions are part of Sluice, so nobody calls an API for them"));
        keys.put("Extensions", HONOURED);
        keys.put("Sluice", HONOURED);
        return new KeyTable(keys);
    }

    private static KeyTable extension() {
        Map<String, Fate> keys = new LinkedHashMap<>();
        keys.put("ServiceCluster", HONOURED);
        keys.put("Networks", HONOURED);
        keys.put("Config", HONOURED);
        putAll(
                keys,
                NO_EXTENSION,
                "Image",
                "Args",
                "Labels",
                "ContainerLabels",
                "Constraints",
                "PlacementPreferences",
                "ServiceName");
        putAll(
                keys,
                DEPLOYS,
                "ProxyImage",
                "ProxyArgs",
                "ProxyLabels",
                "ProxyContainerLabels",
                "ProxyServiceName",
                "ProxyReplicas",
                "ProxyStopSignal",
                "ProxyStopGracePeriod",
                "ProxyConstraints",
                "ProxyPlacementPreferences",
                "ProxyUpdateDelay",
                "ProxyUpdateParallelism",
                "PublishMode",
                "PublishedPort",
                "TargetPort",
                "PublishedSSLPort",
                "TargetSSLPort",
                "ProxyMode",
                "ProxyUpdateOrder",
                "ProxyEnv");
        keys.put("ProxyConfigPath", new Needless("proxies have no config file: they are told"));
        keys.put("HitlessServiceUpdate", new Needless("no change of routing ever restarts a proxy"));
        keys.put("ConfigImage", new Needless("no helper hands files to proxies"));
        keys.put("ConfigServiceName", new Needless("no helper hands files to proxies"));
        keys.put("Template", new NotApplied("templates are nginx's; there is no generated file", "use labels"));
        return new KeyTable(keys);
    }

    private static KeyTable config() {
        Map<String, Fate> keys = new LinkedHashMap<>();
        putAll(
                keys,
                HONOURED,
                "ConnectTimeout",
                "ReadTimeout",
                "SendTimeout",
                "KeepaliveTimeout",
                "ClientBodyTimeout",
                "ClientMaxBodySize",
                "LargeClientHeaderBuffers",
                "HideInfoHeaders",
                "UnderscoresInHeaders",
                "IPHash");
        putAll(keys, NO_TLS_YET, "SSLProtocols", "SSLCiphers");
        putAll(
                keys,
                NO_NGINX,
                "Version",
                "User",
                "PidPath",
                "ServerNamesHashBucketSize",
                "UpstreamZoneSize",
                "SSLOpts",
                "SSLDefaultDHParam",
                "SSLDefaultDHParamPath");
        putAll(keys, RAW, "GlobalOptions", "HTTPOptions", "TCPOptions", "DefaultOptions");
        putAll(keys, NO_LOG_FILE, "AccessLogPath", "ErrorLogPath");
        putAll(keys, new NotApplied("the format of logs is fixed", ""), "MainLogFormat", "TraceLogFormat");
        putAll(keys, HAPROXY_TIME, "ClientTimeout", "ServerTimeout");
        putAll(
                keys,
                new NotApplied("the admin listener asks for no password", "bind it to an address that only you reach"),
                "AdminUser",
                "AdminPass");
        keys.put("HTTPVersion", new Needless("tasks are spoken to in HTTP/1.1, over kept connections"));
        keys.put("WorkerProcesses", new Needless("there is one loop per processor; --loops says otherwise"));
        keys.put("RLimitNoFile", new Needless("connections are bounded by the container's limit of open files"));
        keys.put("MaxConnections", new Needless("connections are bounded by the container's limit of open files"));
        keys.put("ClientBodyBufferSize", new Needless("bodies are streamed, not buffered"));
        keys.put("ClientHeaderBufferSize", new Needless("LargeClientHeaderBuffers alone bounds a request's head"));
        keys.put("SSLVerify", new Needless("Interlock documented it but did nothing with it"));
        return new KeyTable(keys);
    }

    private static void putAll(Map<String, Fate> keys, Fate fate, String... names) {
        for (String name : names) {
            keys.put(name, fate);
        }
    }
}
