package io.sluice.controlplane;

import java.util.Map;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.cli.SluiceCommand;

/// The product.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        BuildInfo build = BuildInfo.read();
        Map<String, String> environment = System.getenv();
        ProductJobs jobs = new ProductJobs(build, environment, System.out);
        System.exit(SluiceCommand.create(jobs, build, environment).execute(arguments));
    }
}
