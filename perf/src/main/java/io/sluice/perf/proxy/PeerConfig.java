package io.sluice.perf.proxy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A configuration with upstream keep-alive, the X-Forwarded fields, WebSockets and the time-outs of Sluice's defaults.
///
/// @param port that it listens on
record PeerConfig(String text, int port) {

    static PeerConfig nginx(Path folder, int port, Map<String, List<String>> endpoints) {
        StringBuilder text = new StringBuilder("""
                daemon off;
                user root;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log stderr error;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/nginx-body;
                  proxy_temp_path %1$s/nginx-proxy;
                  fastcgi_temp_path %1$s/nginx-fastcgi;
                  uwsgi_temp_path %1$s/nginx-uwsgi;
                  scgi_temp_path %1$s/nginx-scgi;
                  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
                  server { listen 127.0.0.1:%2$d default_server; return 503; }
                """.formatted(folder, port));
        endpoints.forEach((name, addresses) -> {
            text.append("  upstream ").append(name).append(" {\n");
            addresses.forEach(
                    address -> text.append("    server ").append(address).append(";\n"));
            text.append("    keepalive 64;\n  }\n");
            text.append("""
                      server {
                        listen 127.0.0.1:%1$d;
                        server_name %2$s.test;
                        location / {
                          proxy_pass http://%2$s;
                          proxy_http_version 1.1;
                          proxy_set_header Upgrade $http_upgrade;
                          proxy_set_header Connection $connection_upgrade;
                          proxy_set_header Host $http_host;
                          proxy_set_header X-Forwarded-For $remote_addr;
                          proxy_set_header X-Forwarded-Proto $scheme;
                          proxy_set_header X-Request-Id $request_id;
                          proxy_connect_timeout 2s;
                          proxy_read_timeout 60s;
                        }
                      }
                    """.formatted(port, name));
        });
        return new PeerConfig(text.append("}\n").toString(), port);
    }

    static PeerConfig haproxy(int port, Map<String, List<String>> endpoints) {
        StringBuilder text = new StringBuilder("""
                global
                  nbthread 1
                  maxconn 4096
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 60s
                  timeout server 60s
                  timeout http-request 10s
                  timeout http-keep-alive 60s
                  timeout tunnel 1h
                  http-reuse always
                frontend all
                  bind 127.0.0.1:%d backlog 4096
                  unique-id-format %%[uuid()]
                  unique-id-header X-Request-Id
                  http-request set-header X-Forwarded-For %%[src]
                  http-request set-header X-Forwarded-Proto http
                """.formatted(port));
        endpoints
                .keySet()
                .forEach(name -> text.append("  use_backend %1$s if { hdr(host) -i %1$s.test }\n".formatted(name)));
        endpoints.forEach((name, addresses) -> {
            text.append("backend ").append(name).append('\n');
            for (int i = 0; i < addresses.size(); i++) {
                text.append("  server s")
                        .append(i)
                        .append(' ')
                        .append(addresses.get(i))
                        .append('\n');
            }
        });
        return new PeerConfig(text.toString(), port);
    }
}
