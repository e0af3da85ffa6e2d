package io.sluice.controlplane.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "demo",
        description = "A sample stack of several services with replicas, and the proxy before it, in this process.",
        footer = {"", "Examples:", "  sluice demo", "  sluice demo --http :9080 --admin :9902 --transport nio"})
final class DemoCommand implements Runnable {

    @Mixin
    private ProxyOptions options = new ProxyOptions();

    private final Jobs jobs;

    DemoCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public void run() {
        jobs.demo(options.settings());
    }
}
