package io.sluice.controlplane.compose;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.sluice.controlplane.compose.YamlReader.Entry;
import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;
import org.yaml.snakeyaml.nodes.Node;

/// A Compose file (v3 schema) as a swarm state. Of Compose it reads
/// `services.*.deploy.{labels,replicas,endpoint_mode}`,
/// `services.*.networks`, `networks` and `secrets.*.file`; of ours, `services.*.x-sluice`. Every other key is Compose's
/// business.
public final class ComposeFile {

    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final Pattern SERVICE_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");

    private ComposeFile() {}

    /// Reads the file once. Whoever may meet a file in the middle of being written uses [ComposeWatcher].
    public static ComposeReading load(Path file, Map<String, String> environment) {
        return switch (FileContent.read(file)) {
            case FileContent.Bytes content -> parse(file.toString(), content.bytes(), environment);
            case FileContent.Unreadable unreadable -> unreadable.toReading(file);
        };
    }

    /// @param name for positions
    static ComposeReading parse(String name, ByteBuffer bytes, Map<String, String> environment) {
        Findings findings = new Findings(Printable.escaped(name));
        if (bytes.remaining() > MAX_BYTES) {
            return tooLarge(findings);
        }
        Optional<String> text = decode(bytes, findings);
        return text.isPresent() ? parse(name, text.get(), environment) : new ComposeReading.Invalid(findings.all());
    }

    /// @param name for positions
    /// @param environment the values of variables
    public static ComposeReading parse(String name, String text, Map<String, String> environment) {
        Findings findings = new Findings(Printable.escaped(name));
        if (text.length() > MAX_BYTES) {
            return tooLarge(findings);
        }
        String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
        Optional<Node> root = YamlText.root(withoutMark, MAX_BYTES, findings);
        if (root.isPresent() && !YamlReader.isNull(root.get())) {
            YamlReader reader = new YamlReader(environment);
            SwarmState state = state(root.get(), directory(name), reader, findings);
            if (!findings.hasErrors()) {
                return new ComposeReading.Loaded(state, findings.all());
            }
        } else if (!findings.hasErrors()) {
            findings.fileError(
                    findings.position(1, 1), "empty-file", "the file is empty", "write 'services:' and a service");
        }
        return new ComposeReading.Invalid(findings.all());
    }

    /// That relative paths in the file begin in.
    private static Path directory(String name) {
        Path parent = Path.of(name).toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    private static ComposeReading tooLarge(Findings findings) {
        findings.fileError(
                findings.file(),
                "file-too-large",
                "the file has more than " + MAX_BYTES + " bytes",
                "split it, or see whether it is the right file");
        return new ComposeReading.Invalid(findings.all());
    }

    private static Optional<String> decode(ByteBuffer bytes, Findings findings) {
        ByteBuffer input = bytes.duplicate();
        CharBuffer output = CharBuffer.allocate(input.remaining());
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(input, output, true);
        output.flip();
        if (!result.isError()) {
            return Optional.of(output.toString());
        }
        String before = output.toString();
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        findings.fileError(
                findings.position(line, column),
                "not-utf-8",
                String.format("the byte 0x%02x is not UTF-8", input.get(input.position())),
                "save the file as UTF-8");
        return Optional.empty();
    }

    private static SwarmState state(Node root, Path directory, YamlReader reader, Findings findings) {
        Map<String, Entry> top = reader.map(root, "a Compose file", findings);
        Entry services = top.get("services");
        if (services == null) {
            findings.error(
                    root,
                    "no-services",
                    "the file has no services",
                    NearestName.of("services", top.keySet())
                            .map(key -> "is " + Printable.quoted(key) + " meant to be 'services'?")
                            .orElse("write 'services:' and a service"));
            return SwarmState.EMPTY;
        }
        Entry networkEntry = top.get("networks");
        ComposeNetworks networks =
                ComposeNetworks.read(networkEntry == null ? null : networkEntry.value(), reader, findings);
        List<Service> read = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        reader.map(services.value(), "services", findings).forEach((name, entry) -> {
            if (isName(name, entry, findings)) {
                ComposeService service = ComposeService.read(name, entry, networks, reader, findings);
                read.add(service.service());
                tasks.addAll(service.tasks());
            }
        });
        read.sort(Comparator.comparing(Service::name));
        Map<String, Path> secrets = new ComposeSecrets(directory, reader, findings).read(top.get("secrets"));
        return new SwarmState(read, tasks, networks.all(), List.of(), secrets);
    }

    private static boolean isName(String name, Entry entry, Findings findings) {
        if (SERVICE_NAME.matcher(name).matches()) {
            return true;
        }
        findings.error(
                entry.key(),
                "bad-service-name",
                Printable.quoted(name) + " cannot name a service",
                "use letters, digits, '-', '_' and '.', at most 63");
        return false;
    }
}
