package io.sluice.controlplane.compose;

import java.util.Optional;

import io.sluice.controlplane.config.Printable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML to nodes that know their line and column. No Java object is ever made from a document, and aliases stay
/// references, so that a small text cannot grow into a large value.
final class YamlText {

    static final int MAX_DEPTH = 50;
    static final int MAX_ALIASES = 1000;

    private YamlText() {}

    /// The root of the only document; empty when there is none, or when the findings say what is wrong.
    static Optional<Node> root(String text, int maxCodePoints, Findings findings) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setCodePointLimit(maxCodePoints);
        options.setAllowRecursiveKeys(false);
        StreamReader reader = new StreamReader(text);
        try {
            Composer composer = new Composer(new ParserImpl(reader, options), new Resolver(), options);
            return Optional.ofNullable(composer.getSingleNode());
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            report(mark == null ? findings.file() : findings.position(mark), problem(e), findings);
        } catch (ReaderException e) {
            report(
                    position(text, e.getPosition(), findings),
                    String.format("the character \\u%04x is not allowed in YAML", e.getCodePoint()),
                    findings);
        } catch (YAMLException e) {
            report(findings.position(reader.getMark()), String.valueOf(e.getMessage()), findings);
        } catch (IllegalArgumentException e) {
            // What the scanner makes of an escape beyond Unicode: "\UFFFFFFFF".
            report(findings.position(reader.getMark()), "a number or an escape is out of range", findings);
        }
        return Optional.empty();
    }

    private static String problem(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "this is not YAML" : e.getProblem();
        return e.getContext() == null ? problem : e.getContext() + ": " + problem;
    }

    private static void report(String position, String message, Findings findings) {
        findings.fileError(
                position, "yaml-syntax", Printable.escaped(message), "mend the YAML here or just before this place");
    }

    private static String position(String text, int codePoints, Findings findings) {
        int line = 1;
        int column = 1;
        int index = 0;
        for (int count = 0; count < codePoints && index < text.length(); count++) {
            int codePoint = text.codePointAt(index);
            index += Character.charCount(codePoint);
            boolean lineEnds = codePoint == '\n';
            line += lineEnds ? 1 : 0;
            column = lineEnds ? 1 : column + 1;
        }
        return findings.position(line, column);
    }
}
