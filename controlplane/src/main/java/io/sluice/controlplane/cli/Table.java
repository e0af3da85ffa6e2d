package io.sluice.controlplane.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.controlplane.text.SafeText;

/// A list of JSON objects as aligned text.
///
/// @param list the field of the document that holds the rows
record Table(String list, List<Column> columns) {

    private static final String GAP = "  ";

    Table(String list, Column... columns) {
        this(list, List.of(columns));
    }

    Table {
        columns = List.copyOf(columns);
    }

    /// @param field of each row; a list shows its elements with commas between
    record Column(String title, String field) {}

    /// Lines without line ends; a heading first, and only that when there are no rows.
    List<String> lines(JsonNode document) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream().map(Column::title).toList());
        document.path(list).forEach(row -> rows.add(cells(row)));
        int[] widths = widths(rows);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private List<String> cells(JsonNode row) {
        return columns.stream().map(column -> cell(row.path(column.field()))).toList();
    }

    private static String cell(JsonNode value) {
        if (value.isArray()) {
            StringJoiner joined = new StringJoiner(",");
            value.forEach(element -> joined.add(SafeText.oneLine(element.asText())));
            return joined.length() == 0 ? "-" : joined.toString();
        }
        String text = SafeText.oneLine(value.asText());
        return text.isEmpty() ? "-" : text;
    }

    private int[] widths(List<List<String>> rows) {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
            line.append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
