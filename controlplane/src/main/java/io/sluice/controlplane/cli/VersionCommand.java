package io.sluice.controlplane.cli;

import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.controlplane.build.BuildInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "version",
        description = "Version, commit and Java runtime.",
        footer = {"", "Examples:", "  sluice version", "  sluice version -o json"})
final class VersionCommand implements Runnable {

    @Mixin
    private Output output = new Output();

    private final BuildInfo build;

    VersionCommand(BuildInfo build) {
        this.build = build;
    }

    @Override
    public void run() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("version", build.version());
        document.put("commit", build.commit());
        document.put("platform", build.platform());
        document.put("java", Runtime.version().toString());
        output.print(document, List.of(build.product() + " java/" + Runtime.version()), false);
    }
}
