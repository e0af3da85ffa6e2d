package io.sluice.controlplane.cli;

/// A verb cannot do its work: exit 1, with the message and what to do about it.
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    public CommandException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public CommandException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
