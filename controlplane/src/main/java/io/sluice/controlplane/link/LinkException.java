package io.sluice.controlplane.link;

import java.io.IOException;

/// The peer does not keep to the protocol, or is not who it should be: the connection is closed.
final class LinkException extends IOException {

    private static final long serialVersionUID = 1;

    LinkException(String message) {
        super(message);
    }
}
