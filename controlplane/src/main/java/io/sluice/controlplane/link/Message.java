package io.sluice.controlplane.link;

import java.util.List;
import java.util.Map;

import io.sluice.dataplane.model.TlsIdentity;

/// What is said on a connection. A new message, or another part of one, is a new [#VERSION].
sealed interface Message {

    /// Of this protocol. Its first message, [Hello] or [Join], stays as it is in all versions.
    int VERSION = 2;

    /// A proxy without a certificate asks for one; the answer is [Certificate], or [Refused].
    ///
    /// @param secret of the join token
    /// @param name under which it wants to be known
    /// @param publicKey SubjectPublicKeyInfo
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Join(String secret, String name, byte[] publicKey) implements Message {
        /// Without the secret.
        @Override
        public String toString() {
            return "Join[" + name + "]";
        }
    }

    /// A proxy that has joined says what it can and what it has.
    ///
    /// @param schema of pieces
    /// @param build of the program
    /// @param has the id of the snapshot that it serves; empty: none
    record Hello(int minVersion, int maxVersion, String schema, String build, String transport, int loops, String has)
            implements Message {}

    /// @param heartbeatMillis between two things that the control plane says, at the most
    record Welcome(int version, int heartbeatMillis) implements Message {}

    /// The last that is said.
    record Refused(String reason) implements Message {}

    /// Another certificate for the same proxy, before its present one ends.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Renew(byte[] publicKey) implements Message {}

    /// @param chain DER
    record Certificate(List<byte[]> chain) implements Message {
        public Certificate {
            chain = List.copyOf(chain);
        }
    }

    /// A whole snapshot.
    record Full(Map<String, byte[]> pieces) implements Message {
        public Full {
            pieces = Map.copyOf(pieces);
        }
    }

    record Change(Delta delta) implements Message {}

    record Heartbeat() implements Message {}

    /// The answer to [Full], [Change] and [Heartbeat].
    ///
    /// @param serving the id of the snapshot in every loop; empty: none
    /// @param applyMicros what the latest one took
    /// @param error why the latest one is not served; empty: it is
    record Status(String serving, long applyMicros, String error) implements Message {}

    /// A proxy lacks certificates and keys that its snapshot names; the answer is [Keys].
    record Ask(List<String> identities) implements Message {
        public Ask {
            identities = List.copyOf(identities);
        }
    }

    /// @param missing why there is none, by name
    record Keys(Map<String, TlsIdentity> found, Map<String, String> missing) implements Message {
        public Keys {
            found = Map.copyOf(found);
            missing = Map.copyOf(missing);
        }
    }
}
