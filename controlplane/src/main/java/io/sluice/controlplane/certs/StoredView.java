package io.sluice.controlplane.certs;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What a store has, each answer as it was when it was first asked for.
final class StoredView implements CertificateView {

    private final CertificateStore store;
    private final Instant now;
    private final Map<String, Optional<SecretFile>> secrets = new ConcurrentHashMap<>();
    private final Map<PairKey, PairReading> pairs = new ConcurrentHashMap<>();
    private final Map<SecretFile, AuthoritiesReading> authorities = new ConcurrentHashMap<>();
    private final Map<SecretFile, UsersReading> users = new ConcurrentHashMap<>();

    StoredView(CertificateStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    @Override
    public Optional<SecretFile> secret(String name) {
        return secrets.computeIfAbsent(name, store::secret);
    }

    @Override
    public PairReading pair(SecretFile certificate, SecretFile key) {
        return pairs.computeIfAbsent(new PairKey(certificate, key), store::pair);
    }

    @Override
    public AuthoritiesReading authorities(SecretFile file) {
        return authorities.computeIfAbsent(file, store::authorities);
    }

    @Override
    public UsersReading users(SecretFile file) {
        return users.computeIfAbsent(file, store::users);
    }

    @Override
    public Instant now() {
        return now;
    }

    Set<PairKey> asked() {
        return pairs.keySet();
    }
}
