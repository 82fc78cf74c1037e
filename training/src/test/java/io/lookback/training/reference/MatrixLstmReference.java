package io.lookback.training.reference;

import static io.lookback.training.reference.Algebra.sigmoid;

import io.lookback.training.graph.ModelFile;

/** The matrix memory over one sequence as its definition reads, without the stabilizer: in double precision nothing overflows. */
final class MatrixLstmReference implements BlockReference.Mixing {

    private final ModelFile model;
    private final int heads;
    private final double[][][] pairs;
    private final double[][] keys;

    MatrixLstmReference(ModelFile model) {
        this.model = model;
        this.heads = model.size("heads");
        int size = model.size("hidden") / heads;
        this.pairs = new double[heads][size][size];
        this.keys = new double[heads][size];
    }

    @Override
    public double[] step(double[] x) {
        int size = x.length / heads;
        double[] projected = BlockReference.linear(model, "project", x);
        double[] gates = BlockReference.linear(model, "gates", x);
        double[] open = BlockReference.linear(model, "open", x);
        double[] read = new double[x.length];
        for (int head = 0; head < heads; head++) {
            int at = head * size;
            double input = Math.exp(gates[head]);
            double forget = sigmoid(gates[heads + head]);
            double norm = 0;
            for (int i = 0; i < size; i++) {
                double query = projected[at + i] / Math.sqrt(size);
                double key = projected[x.length + at + i];
                keys[head][i] = forget * keys[head][i] + input * key;
                norm += query * keys[head][i];
                for (int k = 0; k < size; k++) {
                    double value = projected[2 * x.length + at + k];
                    pairs[head][i][k] = forget * pairs[head][i][k] + input * key * value;
                    read[at + k] += query * pairs[head][i][k];
                }
            }
            for (int k = 0; k < size; k++) {
                read[at + k] *= sigmoid(open[at + k]) / Math.max(Math.abs(norm), 1);
            }
        }
        return BlockReference.linear(model, "mix", read);
    }
}
