package io.lookback.cli.report;

import io.lookback.event.Alert;
import io.lookback.event.Direction;
import io.lookback.event.Features;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that was found out about one series, in the order of its rows. On disk a sequence of entries, each with a
 * byte in front that tells what follows; it lives as long as the run.
 *
 * @param rows in the order of the file
 * @param alerts as they stood last, in the order of their beginnings
 */
record Tape(Features features, List<TapedRow> rows, List<Alert> alerts) {

    private static final byte FEATURES = 0;
    private static final byte ROW = 1;
    private static final byte ALERT = 2;

    static void write(Features features, DataOutputStream out) throws IOException {
        out.writeByte(FEATURES);
        out.writeInt(features.size());
        for (String name : features.names()) {
            out.writeUTF(name);
        }
    }

    static void write(TapedRow row, DataOutputStream out) throws IOException {
        out.writeByte(ROW);
        row.write(out);
    }

    static void write(Alert alert, DataOutputStream out) throws IOException {
        out.writeByte(ALERT);
        out.writeUTF(alert.id());
        out.writeUTF(alert.series());
        out.writeUTF(alert.phase().name());
        out.writeLong(alert.begin());
        out.writeLong(alert.peak());
        out.writeLong(alert.end());
        out.writeDouble(alert.peakScore());
        out.writeDouble(alert.severity());
        out.writeLong(alert.records());
        out.writeUTF(alert.feature());
        out.writeUTF(alert.direction().name());
        out.writeDouble(alert.value());
        out.writeDouble(alert.expected());
    }

    static Tape read(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        List<TapedRow> rows = new ArrayList<>();
        Map<String, Alert> alerts = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int kind = in.read(); kind >= 0; kind = in.read()) {
                switch (kind) {
                    case FEATURES -> names(in, names);
                    case ROW -> rows.add(TapedRow.read(in, names.size()));
                    default -> {
                        Alert alert = alert(in);
                        alerts.put(alert.id(), alert);
                    }
                }
            }
        }
        rows.sort(Comparator.comparingLong(TapedRow::row));
        List<Alert> sorted = alerts.values().stream()
                .sorted(Comparator.comparingLong(Alert::begin))
                .toList();
        return new Tape(new Features(names), rows, sorted);
    }

    private static void names(DataInputStream in, List<String> names) throws IOException {
        int count = in.readInt();
        for (int index = 0; index < count; index++) {
            names.add(in.readUTF());
        }
    }

    private static Alert alert(DataInputStream in) throws IOException {
        return new Alert(
                in.readUTF(),
                in.readUTF(),
                Alert.Phase.valueOf(in.readUTF()),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readLong(),
                in.readUTF(),
                Direction.valueOf(in.readUTF()),
                in.readDouble(),
                in.readDouble());
    }
}
