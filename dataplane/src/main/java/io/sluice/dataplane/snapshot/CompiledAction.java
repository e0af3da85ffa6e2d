package io.sluice.dataplane.snapshot;

import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.LocalBody;
import io.sluice.dataplane.http.OwnAnswers;
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

    /// Answered here, the same to everybody.
    sealed interface Own extends CompiledAction {

        LocalAnswer answer(OwnAnswers answers, RequestHead head);
    }

    /// @param base goes before the request's path; not to be written to
    @SuppressWarnings("ArrayRecordComponent") // written to the wire, never compared
    record Redirect(int status, byte[] base) implements Own {

        @Override
        public LocalAnswer answer(OwnAnswers answers, RequestHead head) {
            return answers.redirect(status, base, head);
        }
    }

    /// @param port goes behind the request's host: `:8443`, or nothing; not to be written to
    @SuppressWarnings("ArrayRecordComponent") // written to the wire, never compared
    record RedirectToHttps(byte[] port) implements Own {

        @Override
        public LocalAnswer answer(OwnAnswers answers, RequestHead head) {
            return answers.redirectToHttps(port, head);
        }
    }

    record Text(LocalBody body) implements Own {

        @Override
        public LocalAnswer answer(OwnAnswers answers, RequestHead head) {
            return answers.begin(200).body(body);
        }
    }

    /// @param page [LocalBody#NONE]: the proxy's own
    record Maintenance(LocalBody page) implements CompiledAction {}
}
