package io.lookback.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class MlPredictTest {

    private static final Path AUTOENCODER =
            Path.of("../operators/src/test/resources/custom/autoencoder.onnx").toAbsolutePath();

    private final TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());

    @TempDir
    private Path folder;

    @Test
    void predictsByAModelWithoutAMemory() throws Exception {
        Path file = Files.write(folder.resolve("linear.onnx"), LinearModel.bytes());
        tables.executeSql(String.format("""
                CREATE MODEL linear INPUT (a DOUBLE, b DOUBLE) OUTPUT (y DOUBLE)
                WITH ('provider' = 'onnx', 'path' = '%s')""", file));
        tables.executeSql("""
                CREATE TABLE numbers (n BIGINT, a AS CAST(n AS DOUBLE), b AS 0.5E0) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '10000',
                  'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '999')""");

        List<Row> rows = rows("SELECT n, y FROM ML_PREDICT(TABLE numbers, MODEL linear, DESCRIPTOR(a, b))");

        assertThat(rows)
                .hasSize(1_000)
                .allSatisfy(row ->
                        assertThat(row.<Double>getFieldAs("y")).isEqualTo(2.0 * row.<Long>getFieldAs("n") - 0.5));
    }

    @Test
    void predictsByAModelOfAWindow() throws Exception {
        tables.executeSql(String.format("""
                CREATE MODEL autoencoder INPUT (steps ARRAY<DOUBLE>) OUTPUT (rebuilt ARRAY<DOUBLE>)
                WITH ('provider' = 'onnx', 'path' = '%s')""", AUTOENCODER));
        tables.executeSql("CREATE VIEW windows AS SELECT CAST(ARRAY["
                + String.join(", ", Collections.nCopies(24, "0.5"))
                + "] AS ARRAY<DOUBLE>) AS steps");

        List<Row> rows = rows("SELECT rebuilt FROM ML_PREDICT(TABLE windows, MODEL autoencoder, DESCRIPTOR(steps))");

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).<Double[]>getFieldAs("rebuilt")).hasSize(24);
    }

    @Test
    void takesColumnsOfOtherNumbersAndSaysWhichArraysToCast() throws Exception {
        Path file = Files.write(folder.resolve("linear.onnx"), LinearModel.bytes());
        tables.executeSql(String.format("""
                CREATE MODEL linear INPUT (a DOUBLE, b DOUBLE) OUTPUT (y DOUBLE)
                WITH ('provider' = 'onnx', 'path' = '%s')""", file));
        tables.executeSql(String.format("""
                CREATE MODEL linear_array INPUT (steps ARRAY<DOUBLE>) OUTPUT (y DOUBLE)
                WITH ('provider' = 'onnx', 'path' = '%s')""", file));
        tables.executeSql("""
                CREATE VIEW numbers AS SELECT a, CAST(2 AS INT) AS b, CAST(1.5 AS DECIMAL(4, 2)) AS d,
                  ARRAY[a, 2] AS longs, CAST(ARRAY[a, 2] AS ARRAY<DOUBLE>) AS doubles
                FROM (VALUES (CAST(3 AS BIGINT)), (CAST(4 AS BIGINT))) AS t(a)""");

        assertThat(predicted("MODEL linear, DESCRIPTOR(a, b)")).containsExactlyInAnyOrder(4.0, 6.0);
        assertThat(predicted("MODEL linear, DESCRIPTOR(d, a)")).containsExactlyInAnyOrder(0.0, -1.0);
        assertThat(predicted("MODEL linear_array, DESCRIPTOR(doubles)")).containsExactlyInAnyOrder(4.0, 6.0);
        assertThat(predicted("MODEL linear_array, DESCRIPTOR(longs)"))
                .as("converted or NULL, never wrong")
                .isSubsetOf(4.0, 6.0, null);
    }

    private List<Double> predicted(String of) throws Exception {
        return rows("SELECT y FROM ML_PREDICT(TABLE numbers, " + of + ")").stream()
                .map(row -> row.<Double>getFieldAs("y"))
                .toList();
    }

    @Test
    void refusesAModelThatDoesNotFitItsColumns() {
        tables.executeSql(String.format("""
                CREATE MODEL narrow INPUT (a DOUBLE) OUTPUT (y DOUBLE)
                WITH ('provider' = 'onnx', 'path' = '%s')""", AUTOENCODER));
        tables.executeSql("CREATE VIEW numbers AS SELECT 1E0 AS a");

        assertThatThrownBy(() -> tables.executeSql(
                        "EXPLAIN SELECT * FROM ML_PREDICT(TABLE numbers, MODEL narrow, DESCRIPTOR(a))"))
                .hasStackTraceContaining("takes 24 numbers");
    }

    @Test
    void refusesADeviceThatTheRuntimeWasNotBuiltFor() throws Exception {
        Path file = Files.write(folder.resolve("linear.onnx"), LinearModel.bytes());
        tables.executeSql(String.format("""
                CREATE MODEL linear INPUT (a DOUBLE, b DOUBLE) OUTPUT (y DOUBLE)
                WITH ('provider' = 'onnx', 'path' = '%s', 'device' = 'cuda')""", file));
        tables.executeSql("CREATE VIEW numbers AS SELECT 1E0 AS a, 2E0 AS b");

        assertThatThrownBy(() -> tables.executeSql(
                        "EXPLAIN SELECT * FROM ML_PREDICT(TABLE numbers, MODEL linear, DESCRIPTOR(a, b))"))
                .hasStackTraceContaining("device is cuda");
    }

    private List<Row> rows(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = tables.executeSql(query).collect()) {
            results.forEachRemaining(rows::add);
        }
        return rows;
    }
}
