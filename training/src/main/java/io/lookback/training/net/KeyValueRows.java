package io.lookback.training.net;

import io.lookback.training.graph.Formula;

/**
 * How a step graph reads cached rows {@code [k, v]} of all heads without cutting, transposing or joining them: a query is
 * laid out over a whole row with zeros where its keys are not, so all scores are one product with the rows as they are,
 * and so are the contexts, of which every head takes its own values. Exact zeros add nothing.
 *
 * @param groups of heads, each with keys and values of its own
 */
record KeyValueRows(Heads heads, int groups) {

    KeyValueRows {
        new Heads(heads.count(), groups);
    }

    /** Floats of a row. */
    int width() {
        return 2 * groups * heads.size();
    }

    /** A query {@code [B, d]}, already scaled, laid out as {@code [B, width, heads]}. */
    String laid(Formula f, String query) {
        long columns = (long) width() * heads.count();
        String places = f.named("query_places", queryPlaces(), heads.hidden(), columns);
        return f.reshape(f.matMul(query, places), -1, width(), heads.count());
    }

    /** {@code [B, heads, n]} for rows {@code [B, n, width]}. */
    String scores(Formula f, String laid, String rows) {
        return f.transpose(f.matMul(rows, laid), 0, 2, 1);
    }

    /**
     * What the heads read, {@code [B, d]}.
     *
     * @param weights {@code [B, heads, n + 1]}, the last those of the step itself
     * @param row of the step itself {@code [B, width]}
     */
    String read(Formula f, String weights, String rows, String row) {
        String cached = f.matMul(f.slice(weights, 2, 0, -1), rows);
        String own = f.multiply(f.from(weights, 2, -1), f.unsqueeze(row, 1));
        return values(f, f.add(cached, own));
    }

    /** Of every head's mean of rows {@code [B, heads, width]} its own values, {@code [B, d]}. */
    String values(Formula f, String means) {
        long flat = (long) heads.count() * width();
        return f.matMul(f.reshape(means, -1, flat), f.named("value_places", valuePlaces(), flat, heads.hidden()));
    }

    private float[] queryPlaces() {
        int count = heads.count();
        float[] places = new float[heads.hidden() * width() * count];
        for (int k = 0; k < heads.hidden(); k++) {
            int head = k / heads.size();
            int at = group(head) * heads.size() + k % heads.size();
            places[(k * width() + at) * count + head] = 1;
        }
        return places;
    }

    private float[] valuePlaces() {
        float[] places = new float[heads.count() * width() * heads.hidden()];
        for (int k = 0; k < heads.hidden(); k++) {
            int head = k / heads.size();
            int at = width() / 2 + group(head) * heads.size() + k % heads.size();
            places[(head * width() + at) * heads.hidden() + k] = 1;
        }
        return places;
    }

    private int group(int head) {
        return head / (heads.count() / groups);
    }
}
