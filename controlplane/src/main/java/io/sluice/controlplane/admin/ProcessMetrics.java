package io.sluice.controlplane.admin;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.snapshots.Labels;

/// The JVM and its process, by the names that dashboards know.
final class ProcessMetrics {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private ProcessMetrics() {}

    static void add(MetricFamilies families) {
        addMemory(families, "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
        addMemory(families, "nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage());
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).forEach(pool -> addPool(families, pool));
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> addCollector(families, collector));
        families.gauge(
                "jvm_threads_current",
                "Platform threads",
                ManagementFactory.getThreadMXBean().getThreadCount());
        families.gauge(
                "process_start_time_seconds",
                "Start of the JVM",
                ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean process) {
            addProcess(families, process);
        }
    }

    private static void addMemory(MetricFamilies families, String area, MemoryUsage usage) {
        Labels label = Labels.of("area", area);
        families.gauge("jvm_memory_used_bytes", "Memory used", usage.getUsed(), label);
        families.gauge("jvm_memory_committed_bytes", "Memory committed", usage.getCommitted(), label);
        families.gauge("jvm_memory_max_bytes", "Memory ceiling; -1 for none", usage.getMax(), label);
    }

    private static void addPool(MetricFamilies families, BufferPoolMXBean pool) {
        Labels label = Labels.of("pool", pool.getName());
        families.gauge("jvm_buffer_pool_used_bytes", "Memory of NIO buffers", pool.getMemoryUsed(), label);
        families.gauge("jvm_buffer_pool_capacity_bytes", "Capacity of NIO buffers", pool.getTotalCapacity(), label);
    }

    private static void addCollector(MetricFamilies families, GarbageCollectorMXBean collector) {
        Labels label = Labels.of("gc", collector.getName());
        families.counter("jvm_gc_collections_total", "Collections", collector.getCollectionCount(), label);
        families.counter(
                "jvm_gc_collection_seconds_total",
                "Time in collections",
                collector.getCollectionTime() / MILLIS_PER_SECOND,
                label);
    }

    private static void addProcess(MetricFamilies families, UnixOperatingSystemMXBean process) {
        families.counter(
                "process_cpu_seconds_total",
                "CPU time of all threads",
                Math.max(0, process.getProcessCpuTime()) / NANOS_PER_SECOND,
                Labels.EMPTY);
        families.gauge("process_open_fds", "Open file descriptors", process.getOpenFileDescriptorCount());
        families.gauge("process_max_fds", "Limit of file descriptors", process.getMaxFileDescriptorCount());
    }
}
