package io.sluice.perf.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import org.jspecify.annotations.Nullable;

/// Walks one file and notes what breaks a rule, as `path:line: what, and what to do instead`.
final class StyleRules extends TreeScanner<@Nullable Void, @Nullable Void> {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;
    private static final int PARAMETERS = 6;
    private static final Pattern EMPTY_TYPE_NAME =
            Pattern.compile("(Abstract|Base)[A-Z].*|.*(Manager|Helper|Utils?|Impl)");
    private static final Pattern GETTER = Pattern.compile("get[A-Z].*");
    private static final Pattern TODO = Pattern.compile("//+ *(TODO|FIXME|XXX)\\b(?!.*#\\d)");
    private static final Set<String> CONSOLE = Set.of("System.out", "System.err");

    private final SourceFile file;
    private final List<String> violations = new ArrayList<>();
    private Tree.Kind enclosing = Tree.Kind.COMPILATION_UNIT;

    private StyleRules(SourceFile file) {
        this.file = file;
    }

    static List<String> check(SourceFile file) {
        var rules = new StyleRules(file);
        rules.checkText();
        rules.scan(file.tree(), null);
        return rules.violations;
    }

    private void checkText() {
        var lines = file.lines();
        if (lines.size() > FILE_LINES) {
            note(FILE_LINES + 1, lines.size() + " lines; at most " + FILE_LINES + " tell one thing: split the type");
        }
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (TODO.matcher(line).find()) {
                note(i + 1, "an open end without an issue: put its number beside it, as in '#12'");
            }
            if (line.strip().startsWith("/**")) {
                note(i + 1, "a comment in the old form; write '///'");
            }
        }
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
        var name = type.getSimpleName().toString();
        if (EMPTY_TYPE_NAME.matcher(name).matches()) {
            note(type, "'" + name + "' does not say what it is; name it after the thing");
        }
        var outer = enclosing;
        enclosing = type.getKind();
        super.visitClass(type, unused);
        enclosing = outer;
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        var name = method.getName().toString();
        if (file.lineCount(method) > METHOD_LINES) {
            note(method, "'" + name + "' has " + file.lineCount(method) + " lines; at most " + METHOD_LINES);
        }
        if (method.getParameters().size() > PARAMETERS && enclosing != Tree.Kind.RECORD) {
            note(
                    method,
                    "'" + name + "' takes " + method.getParameters().size() + " parameters; at most " + PARAMETERS
                            + ": make a record of what belongs together");
        }
        if (GETTER.matcher(name).matches() && !overrides(method)) {
            note(method, "'" + name + "': call it after what it returns, without 'get'");
        }
        return super.visitMethod(method, unused);
    }

    private static boolean overrides(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void unused) {
        var text = select.toString();
        if (text.equals("Thread.sleep") && file.isUnitTest()) {
            note(select, "a unit test that sleeps is slow or wrong; use a clock that the test moves, or make it an IT");
        }
        if (CONSOLE.contains(text) && file.isIn("dataplane") && !file.isTest()) {
            note(select, "the data plane does not print; count it, or log a change of state");
        }
        return super.visitMemberSelect(select, unused);
    }

    private void note(Tree node, String message) {
        note(file.line(node), message);
    }

    private void note(long line, String message) {
        violations.add(file.path() + ":" + line + ": " + message);
    }
}
