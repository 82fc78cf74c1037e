package io.lookback.sql;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryArrayData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** Rows as the numbers that a model takes, and its numbers as rows. */
record ModelRows(RowType inputs, RowType outputs) implements Serializable {

    /** What x86 gives for 0/0: the only negative one that computations make. */
    private static final long PROCESSOR_NAN = 0xFFF8_0000_0000_0000L;

    private static final int PROCESSOR_NAN_FLOAT = 0xFFC0_0000;

    /**
     * Reads the numbers of a row and of its arrays; what is NULL is not a number, as for any model. The only array that is
     * NULL has as many numbers as the others leave.
     *
     * @return how many there are; those beyond the end are not read
     * @throws IllegalArgumentException if an array holds other numbers than the model was declared with
     */
    int read(RowData row, float[] numbers) {
        Arrays.fill(numbers, Float.NaN);
        int filled = 0;
        for (int column = 0; column < row.getArity(); column++) {
            boolean missing = row.isNullAt(column);
            if (OnnxFunction.isArray(inputs.getTypeAt(column))) {
                filled += missing ? left(row, numbers.length) : read(row.getArray(column), column, numbers, filled);
            } else {
                if (!missing && filled < numbers.length) {
                    numbers[filled] = number(row, column, inputs.getTypeAt(column));
                }
                filled++;
            }
        }
        return filled;
    }

    private int left(RowData row, int whole) {
        int left = whole;
        int arrays = 0;
        for (int column = 0; column < row.getArity(); column++) {
            if (!OnnxFunction.isArray(inputs.getTypeAt(column))) {
                left--;
            } else if (row.isNullAt(column)) {
                arrays++;
            } else {
                left -= row.getArray(column).size();
            }
        }
        return arrays == 1 ? Math.max(0, left) : 0;
    }

    private int read(ArrayData array, int column, float[] numbers, int begin) {
        LogicalType element = ((ArrayType) inputs.getTypeAt(column)).getElementType();
        int size = array.size();
        int read = Math.max(0, Math.min(size, numbers.length - begin));
        if (array instanceof GenericArrayData generic) {
            Object[] values = generic.toObjectArray();
            for (int i = 0; i < read; i++) {
                numbers[begin + i] = number(values[i]);
            }
            return size;
        }
        requireWidth(array, column, element);
        boolean wholes = false;
        boolean others = false;
        for (int i = 0; i < read; i++) {
            if (!array.isNullAt(i)) {
                double number = isFloat(element) ? array.getFloat(i) : array.getDouble(i);
                boolean whole = isFloat(element) ? isWhole((float) number) : isWhole(number);
                numbers[begin + i] = (float) number;
                wholes |= whole;
                others |= !whole && number != 0;
            }
        }
        if (wholes && !others) {
            throw unlike(column);
        }
        return size;
    }

    /** The planner lets arrays of other numbers pass as they are, and a serialized array does not say what it holds. */
    private void requireWidth(ArrayData array, int column, LogicalType element) {
        if (array instanceof BinaryArrayData binary) {
            int each = isFloat(element) ? Float.BYTES : Double.BYTES;
            int bytes = BinaryArrayData.calculateHeaderInBytes(array.size()) + each * array.size();
            if (binary.getSizeInBytes() != (bytes + Double.BYTES - 1) / Double.BYTES * Double.BYTES) {
                throw unlike(column);
            }
        }
    }

    private IllegalArgumentException unlike(int column) {
        String name = inputs.getFieldNames().get(column);
        String type = inputs.getTypeAt(column).copy(true).asSummaryString();
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "Input column '%s' does not hold %s, and Flink does not convert the elements of arrays. Use CAST(... AS %s).",
                name,
                type,
                type));
    }

    /** Whether these are the bits of a whole number: one of up to 2^52 is next to 0 as a double, a negative one is none. */
    private static boolean isWhole(double x) {
        boolean negative =
                Double.isNaN(x) && Double.doubleToRawLongBits(x) < 0 && Double.doubleToRawLongBits(x) != PROCESSOR_NAN;
        return negative || (x != 0 && Math.abs(x) < Double.MIN_NORMAL);
    }

    private static boolean isWhole(float x) {
        boolean negative =
                Float.isNaN(x) && Float.floatToRawIntBits(x) < 0 && Float.floatToRawIntBits(x) != PROCESSOR_NAN_FLOAT;
        return negative || (x != 0 && Math.abs(x) < Float.MIN_NORMAL);
    }

    private static float number(RowData row, int column, LogicalType type) {
        if (row instanceof GenericRowData generic) {
            return number(generic.getField(column));
        }
        return isFloat(type) ? row.getFloat(column) : (float) row.getDouble(column);
    }

    /** Of a column that the planner takes for one of the model's: any number. */
    private static float number(@Nullable Object value) {
        if (value instanceof DecimalData decimal) {
            return decimal.toBigDecimal().floatValue();
        }
        return value == null ? Float.NaN : ((Number) value).floatValue();
    }

    private static boolean isFloat(LogicalType type) {
        return type.is(LogicalTypeRoot.FLOAT);
    }

    /** What a model gave. */
    RowData row(float[] numbers) {
        if (outputs.getTypeAt(0) instanceof ArrayType array) {
            return GenericRowData.of(
                    isFloat(array.getElementType())
                            ? new GenericArrayData(numbers)
                            : new GenericArrayData(doubles(numbers)));
        }
        GenericRowData row = new GenericRowData(numbers.length);
        for (int column = 0; column < numbers.length; column++) {
            boolean single = isFloat(outputs.getTypeAt(column));
            row.setField(column, single ? (Object) numbers[column] : (Object) (double) numbers[column]);
        }
        return row;
    }

    /** For a row without a prediction. */
    RowData nulls() {
        return new GenericRowData(outputs.getFieldCount());
    }

    private static double[] doubles(float[] numbers) {
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }
}
