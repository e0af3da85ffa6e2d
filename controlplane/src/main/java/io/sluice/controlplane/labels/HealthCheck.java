package io.sluice.controlplane.labels;

import java.time.Duration;

/// How a service's tasks are asked whether they are well: a GET.
///
/// @param path starts with `/`
/// @param interval between two checks of a task
/// @param timeout of one check, at most the interval
/// @param minStatus the lowest status of a healthy task
/// @param maxStatus the highest
public record HealthCheck(String path, Duration interval, Duration timeout, int minStatus, int maxStatus) {}
