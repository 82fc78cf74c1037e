package io.lookback.flow;

import static io.lookback.flow.Fields.readString;
import static io.lookback.flow.Fields.writeString;

import io.lookback.event.MultiStepForecast;
import io.lookback.event.MultiStepForecast.Path;
import io.lookback.event.Values;
import io.lookback.event.Versions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Multi-step forecasts between operators. */
final class ForecastSerializer extends ValueSerializer<MultiStepForecast> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void serialize(MultiStepForecast forecast, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        writeString(forecast.series(), out);
        out.writeLong(forecast.made());
        out.writeLong(forecast.interval());
        writeString(forecast.model(), out);
        out.writeShort(forecast.features().size());
        for (Path path : forecast.features()) {
            writeString(path.name(), out);
            for (Values values : List.of(path.expected(), path.lower(), path.upper())) {
                write(values, out);
            }
        }
    }

    @Override
    public MultiStepForecast deserialize(DataInputView in) throws IOException {
        Versions.require("forecast", in.readByte(), VERSION);
        String series = readString(in);
        long made = in.readLong();
        long interval = in.readLong();
        String model = readString(in);
        List<Path> paths = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            paths.add(new Path(readString(in), read(in), read(in), read(in)));
        }
        return new MultiStepForecast(series, made, interval, model, paths);
    }

    private static void write(Values values, DataOutputView out) throws IOException {
        out.writeShort(values.size());
        for (int step = 0; step < values.size(); step++) {
            out.writeDouble(values.at(step));
        }
    }

    private static Values read(DataInputView in) throws IOException {
        double[] values = new double[in.readUnsignedShort()];
        for (int step = 0; step < values.length; step++) {
            values[step] = in.readDouble();
        }
        return Values.of(values);
    }

    @Override
    public TypeSerializerSnapshot<MultiStepForecast> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint that holds forecasts in flight. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<MultiStepForecast> {
        public Snapshot() {
            super(ForecastSerializer::new);
        }
    }
}
