package io.lookback.cell;

/**
 * A kind of cell.
 *
 * @param contract that its graphs fulfil
 * @param resource class path of the model that ships with it
 */
public record CellKind(String name, String contract, String resource) {

    /** Whether a series keeps rows of its past for it: a history or a window of one. */
    public boolean keepsHistory() {
        return Contract.of(contract) != Contract.VECTOR;
    }
}
