package io.sluice.dataplane.http;

import java.util.ArrayDeque;

import io.sluice.dataplane.loop.OnLoop;

/// Heads not in use. A connection holds one only while a message is under way, so that idle connections cost little.
@OnLoop
public final class HeadPool {

    private static final int MAX_KEPT = 1024;

    private final ArrayDeque<RequestHead> requests = new ArrayDeque<>();
    private final ArrayDeque<ResponseHead> responses = new ArrayDeque<>();

    public RequestHead takeRequest() {
        RequestHead head = requests.pollLast();
        if (head == null) {
            head = new RequestHead();
        }
        head.clear();
        return head;
    }

    public void give(RequestHead head) {
        if (requests.size() < MAX_KEPT) {
            requests.addLast(head);
        }
    }

    public ResponseHead takeResponse() {
        ResponseHead head = responses.pollLast();
        if (head == null) {
            head = new ResponseHead();
        }
        head.clear();
        return head;
    }

    public void give(ResponseHead head) {
        if (responses.size() < MAX_KEPT) {
            responses.addLast(head);
        }
    }
}
