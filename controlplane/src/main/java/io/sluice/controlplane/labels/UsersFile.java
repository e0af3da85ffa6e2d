package io.sluice.controlplane.labels;

/// Users that a service asks for and that a secret lists (`basic_auth_file`).
///
/// @param secret its name
/// @param realm as of [BasicAuth]
public record UsersFile(String secret, String realm) {}
