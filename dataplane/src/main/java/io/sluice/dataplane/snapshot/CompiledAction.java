package io.sluice.dataplane.snapshot;

import io.sluice.dataplane.http.LocalBody;
import io.sluice.dataplane.http.RequestHead;

/// What a [CompiledRoute] does with a request, with everything looked up that it needs.
public sealed interface CompiledAction {

    /// @param stripBytes of the path that the endpoint does not see; 0: it sees all
    record Forward(CompiledCluster cluster, int stripBytes) implements CompiledAction {

        /// The request asks for the prefix itself, without a slash: nothing is left of its path.
        public boolean stripsWholePath(RequestHead head) {
            int rest = head.targetStart() + stripBytes;
            return stripBytes > 0 && (rest == head.targetEnd() || head.fields().bytes()[rest] == '?');
        }
    }

    /// @param base goes before the request's path; not to be written to
    @SuppressWarnings("ArrayRecordComponent") // written to the wire, never compared
    record Redirect(int status, byte[] base) implements CompiledAction {}

    /// @param page [LocalBody#NONE]: the proxy's own
    record Maintenance(LocalBody page) implements CompiledAction {}
}
