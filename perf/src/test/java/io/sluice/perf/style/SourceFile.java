package io.sluice.perf.style;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.tools.ToolProvider;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;

/// A parsed source file.
///
/// @param path relative to the root of the repository
record SourceFile(Path path, List<String> lines, CompilationUnitTree tree, SourcePositions positions) {

    /// Every Java file below `src` of every module, in the order of their paths.
    static List<SourceFile> allUnder(Path root) throws IOException {
        try (var files = Files.find(root, Integer.MAX_VALUE, (path, attributes) -> isSource(root.relativize(path)))) {
            return parse(root, files.sorted().toList());
        }
    }

    private static boolean isSource(Path path) {
        return path.getNameCount() > 2
                && path.getName(1).toString().equals("src")
                && path.toString().endsWith(".java");
    }

    static List<SourceFile> parse(Path root, List<Path> paths) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        var task =
                (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths));
        var positions = Trees.instance(task).getSourcePositions();
        return StreamSupport.stream(task.parse().spliterator(), false)
                .map(tree -> of(root, tree, positions))
                .toList();
    }

    private static SourceFile of(Path root, CompilationUnitTree tree, SourcePositions positions) {
        var text = tree.getSourceFile();
        try {
            var lines = text.getCharContent(true).toString().lines().toList();
            return new SourceFile(root.relativize(Path.of(text.toUri())), lines, tree, positions);
        } catch (IOException e) {
            throw new IllegalStateException(text.getName() + " was parsed and cannot be read", e);
        }
    }

    boolean isIn(String module) {
        return path.startsWith(module);
    }

    boolean isModuleDeclaration() {
        return path.endsWith("module-info.java");
    }

    boolean isTest() {
        return path.startsWith(path.getName(0).resolve("src/test"));
    }

    /// `FooTest`, which touches neither sockets nor clocks; not `FooIT`.
    boolean isUnitTest() {
        return path.toString().endsWith("Test.java");
    }

    long line(Tree node) {
        return tree.getLineMap().getLineNumber(positions.getStartPosition(tree, node));
    }

    long lineCount(Tree node) {
        return tree.getLineMap().getLineNumber(positions.getEndPosition(tree, node)) - line(node) + 1;
    }
}
