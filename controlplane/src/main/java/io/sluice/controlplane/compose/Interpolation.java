package io.sluice.controlplane.compose;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.sluice.controlplane.config.Printable;
import org.jspecify.annotations.Nullable;

/// One text with Compose's variables replaced: `$VAR`, `${VAR}`, `${VAR:-default}`, `${VAR-default}`, `${VAR:?error}`,
/// `${VAR?error}`, `${VAR:+other}`, `${VAR+other}` (the colon treats an empty variable as unset), and `$$` for a
/// dollar.
/// Defaults may hold variables. The result is text and is never read as YAML again.
final class Interpolation {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_LENGTH = 64 * 1024;

    private final String text;
    private final Map<String, String> environment;
    private final Set<String> unset = new LinkedHashSet<>();
    private int index;
    private int depth;
    private @Nullable String problem;

    private Interpolation(String text, Map<String, String> environment) {
        this.text = text;
        this.environment = environment;
    }

    /// @param unset variables that were taken as empty because nothing gives them a value
    /// @param problem why the value is not to be used
    record Result(String value, Set<String> unset, Optional<String> problem) {}

    static Result of(String text, Map<String, String> environment) {
        if (text.indexOf('$') < 0) {
            return new Result(text, Set.of(), Optional.empty());
        }
        Interpolation interpolation = new Interpolation(text, environment);
        String value = interpolation.expand(true);
        return new Result(value, interpolation.unset, Optional.ofNullable(interpolation.problem));
    }

    /// Up to the end of the text, or inside braces to the one that closes them.
    ///
    /// @param used false: the text is only skipped, so that nothing in it can be missing
    private String expand(boolean used) {
        StringBuilder expanded = new StringBuilder();
        while (problem == null && index < text.length() && !(depth > 0 && text.charAt(index) == '}')) {
            char c = text.charAt(index++);
            if (c == '$') {
                expanded.append(variable(used));
            } else {
                expanded.append(c);
            }
            if (expanded.length() > MAX_LENGTH) {
                fail("grows beyond " + MAX_LENGTH + " characters");
            }
        }
        return expanded.toString();
    }

    private String variable(boolean used) {
        if (accept("$")) {
            return "$";
        }
        if (accept("{")) {
            return inBraces(used);
        }
        String name = name();
        if (name.isEmpty()) {
            return fail("has a '$' that starts no variable; write '$$' for a dollar sign");
        }
        return plain(name, used);
    }

    private String inBraces(boolean used) {
        String name = name();
        if (name.isEmpty()) {
            return fail("has '${' without a variable's name after it");
        }
        if (++depth > MAX_DEPTH) {
            return fail("nests variables more than " + MAX_DEPTH + " deep");
        }
        String value = accept("}") ? plain(name, used) : withOperator(name, used);
        depth--;
        return value;
    }

    private String plain(String name, boolean used) {
        String value = environment.get(name);
        if (value == null && used) {
            unset.add(name);
        }
        return value == null ? "" : value;
    }

    private String withOperator(String name, boolean used) {
        boolean emptyIsUnset = accept(":");
        String value = environment.getOrDefault(name, "");
        boolean isSet = environment.containsKey(name) && !(emptyIsUnset && value.isEmpty());
        if (accept("-")) {
            String otherwise = operand(used && !isSet);
            return isSet ? value : otherwise;
        }
        if (accept("+")) {
            String other = operand(used && isSet);
            return isSet ? other : "";
        }
        if (accept("?")) {
            String message = operand(false);
            if (used && !isSet && problem == null) {
                fail("needs the variable " + name + (message.isEmpty() ? "" : ": " + Printable.escaped(message)));
            }
            return value;
        }
        return fail("has '${" + name + "' followed by neither '}' nor one of ':-', '-', ':?', '?', ':+', '+'");
    }

    private String operand(boolean used) {
        String operand = expand(used);
        if (!accept("}") && problem == null) {
            fail("has '${' without '}'");
        }
        return operand;
    }

    private String name() {
        int start = index;
        while (index < text.length() && isNamePart(text.charAt(index), index > start)) {
            index++;
        }
        return text.substring(start, index);
    }

    private static boolean isNamePart(char c, boolean digitsToo) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (digitsToo && c >= '0' && c <= '9');
    }

    private boolean accept(String token) {
        if (!text.startsWith(token, index)) {
            return false;
        }
        index += token.length();
        return true;
    }

    private String fail(String why) {
        if (problem == null) {
            problem = why;
        }
        return "";
    }
}
