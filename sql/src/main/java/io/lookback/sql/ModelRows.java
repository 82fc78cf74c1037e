package io.lookback.sql;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** Rows as the numbers that a model takes, and its numbers as rows. */
record ModelRows(RowType inputs, RowType outputs) implements Serializable {

    /**
     * Reads the numbers of a row and of its arrays; what is NULL is not a number, as for any model. The only array that is
     * NULL has as many numbers as the others leave.
     *
     * @return how many there are; those beyond the end are not read
     */
    int read(RowData row, float[] numbers) {
        Arrays.fill(numbers, Float.NaN);
        int filled = 0;
        for (int column = 0; column < row.getArity(); column++) {
            boolean missing = row.isNullAt(column);
            if (inputs.getTypeAt(column) instanceof ArrayType array) {
                filled += missing
                        ? left(row, numbers.length)
                        : read(row.getArray(column), array.getElementType(), numbers, filled);
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

    private static int read(ArrayData array, LogicalType type, float[] numbers, int begin) {
        int size = array.size();
        for (int i = 0; i < size && begin + i < numbers.length; i++) {
            if (!array.isNullAt(i)) {
                numbers[begin + i] = isFloat(type) ? array.getFloat(i) : (float) array.getDouble(i);
            }
        }
        return size;
    }

    private static float number(RowData row, int column, LogicalType type) {
        return isFloat(type) ? row.getFloat(column) : (float) row.getDouble(column);
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
