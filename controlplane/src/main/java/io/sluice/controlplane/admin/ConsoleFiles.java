package io.sluice.controlplane.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;

/// The console: three static files in this package's resources.
final class ConsoleFiles {

    private ConsoleFiles() {}

    static void addTo(Map<String, Function<AdminRequest, AdminResponse>> pages) {
        add(pages, "/", "console.html", "text/html; charset=utf-8");
        add(pages, "/console.js", "console.js", "text/javascript; charset=utf-8");
        add(pages, "/console.css", "console.css", "text/css; charset=utf-8");
    }

    private static void add(
            Map<String, Function<AdminRequest, AdminResponse>> pages, String path, String file, String contentType) {
        AdminResponse response = new AdminResponse(200, contentType, read(file));
        pages.put(path, request -> response);
    }

    private static byte[] read(String file) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
