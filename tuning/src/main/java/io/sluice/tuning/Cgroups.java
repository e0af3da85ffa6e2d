package io.sluice.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The limits of the cgroups that contain this process, versions 1 and 2.
///
/// A limit may stand at any level, so the smallest one on the way to the root counts. In a container the path in
/// `/proc/self/cgroup` may be the one outside, which does not exist inside; its ancestors then lead to the mount's
/// root,
/// and that is the container's own group.
final class Cgroups {
    private static final String MOUNT = "sys/fs/cgroup";
    /// Version 1 writes "no limit" as the largest multiple of the page size.
    private static final long UNLIMITED_BYTES = 1L << 62;

    private final HostFiles files;

    Cgroups(HostFiles files) {
        this.files = files;
    }

    Optional<Long> memoryLimitBytes() {
        var limits = new ArrayList<Long>();
        for (var folder : folders("")) {
            var path = folder + "/memory.max";
            files.text(path)
                    .filter(text -> !text.equals("max"))
                    .flatMap(text -> files.number(path, text))
                    .ifPresent(limits::add);
        }
        for (var folder : folders("memory")) {
            files.number(folder + "/memory.limit_in_bytes").ifPresent(limits::add);
        }
        return limits.stream().filter(bytes -> bytes < UNLIMITED_BYTES).min(Long::compare);
    }

    Optional<Double> cpuQuota() {
        var quotas = new ArrayList<Double>();
        for (var folder : folders("")) {
            quota2(folder + "/cpu.max").ifPresent(quotas::add);
        }
        for (var folder : folders("cpu")) {
            quota1(folder).ifPresent(quotas::add);
        }
        return quotas.stream().min(Double::compare);
    }

    /// `max 100000` or `50000 100000`: microseconds of running time, and the period they belong to.
    private Optional<Double> quota2(String path) {
        var words = files.text(path).map(text -> text.split("\\s+")).orElse(new String[0]);
        if (words.length == 0 || words[0].equals("max")) {
            return Optional.empty();
        }
        if (words.length != 2) {
            files.problem(path, "expected a quota and a period, found '" + String.join(" ", words) + "'");
            return Optional.empty();
        }
        return ratio(path, files.number(path, words[0]), files.number(path, words[1]));
    }

    private Optional<Double> quota1(String folder) {
        var path = folder + "/cpu.cfs_quota_us";
        return ratio(path, files.number(path).filter(quota -> quota >= 0), files.number(folder + "/cpu.cfs_period_us"));
    }

    private Optional<Double> ratio(String path, Optional<Long> quotaMicros, Optional<Long> periodMicros) {
        if (quotaMicros.isEmpty() || periodMicros.isEmpty()) {
            return Optional.empty();
        }
        if (periodMicros.get() <= 0) {
            files.problem(path, "a period of " + periodMicros.get() + " microseconds");
            return Optional.empty();
        }
        return Optional.of((double) quotaMicros.get() / periodMicros.get());
    }

    /// Folders of a version 1 controller, or of version 2 when the name is empty, from this process's group up to the
    /// root.
    private List<String> folders(String controller) {
        var folders = new ArrayList<String>();
        for (var line : files.lines("proc/self/cgroup")) {
            var parts = line.split(":", 3);
            if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains(controller)) {
                var mount = controller.isEmpty() ? MOUNT : MOUNT + "/" + parts[1];
                addAncestors(folders, mount, parts[2]);
            }
        }
        return folders;
    }

    private static void addAncestors(List<String> folders, String mount, String group) {
        var path = group.endsWith("/") ? group.substring(0, group.length() - 1) : group;
        while (!path.isEmpty()) {
            folders.add(mount + path);
            path = path.substring(0, path.lastIndexOf('/'));
        }
        folders.add(mount);
    }
}
