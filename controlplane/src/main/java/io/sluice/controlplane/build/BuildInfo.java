package io.sluice.controlplane.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/// Version and commit of the running program.
///
/// @param commit abbreviated; `unknown` when built outside a clone
public record BuildInfo(String version, String commit) {

    private static final String RESOURCE = "build.properties";

    /// What the build wrote beside this class.
    public static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar: build with Maven");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        return new BuildInfo(properties.getProperty("version", "unknown"), properties.getProperty("commit", "unknown"));
    }

    public String platform() {
        String arch = System.getProperty("os.arch", "unknown").replace("x86_64", "amd64");
        return System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT) + "/" + arch;
    }

    /// `sluice/0.1.0 (1a2b3c4d) linux/amd64`.
    public String product() {
        return "sluice/" + version + " (" + commit + ") " + platform();
    }
}
