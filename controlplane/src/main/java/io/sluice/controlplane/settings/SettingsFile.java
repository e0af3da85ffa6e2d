package io.sluice.controlplane.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.settings.FileSettings.Extension;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/// Interlock's `config.toml`, with a table `[Sluice]` for what Interlock did not know. Pure but for [#load].
public final class SettingsFile {

    /// A Docker config object has no more.
    public static final int MAX_BYTES = 1000 * 1024;

    /// Of remarks on keys that only a control plane which manages proxies uses.
    public static final String DEPLOYMENT_KEY = "deployment-key";

    /// Nobody nests so deeply, and the reader's stack is finite.
    private static final int MAX_DEPTH = 50;

    /// Times are written in milliseconds where our own flags want a unit.
    private static final String RESYNC = "poll-interval";

    private final Findings findings;
    private final Map<String, Placed> flags = new LinkedHashMap<>();
    private final Map<String, Placed> labels = new LinkedHashMap<>();
    private final List<Extension> extensions = new ArrayList<>();

    private SettingsFile(String name) {
        this.findings = new Findings(name);
    }

    public static SettingsReading load(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return parse(
                    file.toString(),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            return unreadable(file, "not-utf-8", "the file is not UTF-8", "save it as UTF-8");
        } catch (NoSuchFileException e) {
            return unreadable(file, "no-file", "there is no such file", "check the path");
        } catch (IOException e) {
            return unreadable(
                    file,
                    "unreadable-file",
                    "cannot be read: " + Printable.escaped(String.valueOf(e.getMessage())),
                    "check the path and its permissions");
        }
    }

    /// @param name for positions
    public static SettingsReading parse(String name, String text) {
        return new SettingsFile(name).parse(text);
    }

    private static SettingsReading unreadable(Path file, String code, String message, String hint) {
        Findings findings = new Findings(file.toString());
        findings.fileError(code, findings.file(), message, hint);
        return new SettingsReading.Invalid(findings.all());
    }

    private SettingsReading parse(String text) {
        if (text.length() > MAX_BYTES) {
            findings.fileError(
                    "file-too-large",
                    findings.file(),
                    "the file has more than " + MAX_BYTES + " bytes",
                    "see whether it is the right file");
        } else if (isTooDeep(text)) {
            findings.fileError(
                    "too-deep", findings.file(), "values are nested more than " + MAX_DEPTH + " deep", "flatten them");
        } else {
            read(Toml.parse(text.startsWith("\ufeff") ? text.substring(1) : text));
        }
        return findings.hasErrors()
                ? new SettingsReading.Invalid(findings.all())
                : new SettingsReading.Loaded(new FileSettings(flags, labels, extensions), findings.all());
    }

    /// Brackets in texts and comments count too: an upper bound.
    private static boolean isTooDeep(String text) {
        int depth = 0;
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth = Math.max(0, depth - 1);
            }
            if (depth > MAX_DEPTH) {
                return true;
            }
        }
        return hasLongPath(text);
    }

    /// A dotted key nests too.
    private static boolean hasLongPath(String text) {
        return text.lines().anyMatch(line -> line.chars().filter(c -> c == '.').count() > 20L * MAX_DEPTH);
    }

    private void read(TomlParseResult result) {
        for (TomlParseError error : result.errors()) {
            findings.fileError(
                    "invalid-toml",
                    findings.position(error.position()),
                    Printable.escaped(String.valueOf(error.getMessage())),
                    "");
        }
        if (result.hasErrors()) {
            return;
        }
        Section top = new Section(result, "", findings);
        InterlockKeys.TOP.review(top);
        top.text("DockerURL")
                .filter(url -> !url.isBlank())
                .ifPresent(url -> flags.put("docker", top.placed("DockerURL", url)));
        top.duration("PollInterval")
                .ifPresent(time -> flags.put(RESYNC, top.placed("PollInterval", time.toMillis() + "ms")));
        for (String key : List.of("TLSCACert", "TLSCert", "TLSKey")) {
            top.text(key);
        }
        top.flag("AllowInsecure");
        top.table("Extensions").ifPresent(this::readExtensions);
        top.table("Sluice").ifPresent(this::readOwn);
    }

    private void readExtensions(Section section) {
        Map<String, String> clusters = new HashMap<>();
        for (String name : section.keys()) {
            section.table(name).ifPresent(table -> {
                Extension extension = new ExtensionReader(name, table).read();
                String other = clusters.putIfAbsent(extension.serviceCluster(), name);
                if (other != null) {
                    section.error(
                            name,
                            "duplicate-cluster",
                            "extension " + Printable.quoted(other) + " serves the same service cluster",
                            "give each its own ServiceCluster");
                }
                extensions.add(extension);
            });
        }
    }

    /// Which flags and labels there are is known above this package.
    private void readOwn(Section section) {
        for (String key : section.keys()) {
            if (key.equalsIgnoreCase("Labels")) {
                section.table(key)
                        .ifPresent(table -> table.keys()
                                .forEach(label -> table.scalar(label).ifPresent(value -> labels.put(label, value))));
            } else {
                section.scalar(key).ifPresent(value -> flags.put(key, value));
            }
        }
    }
}
