package io.lookback.cell;

/**
 * A kind of cell.
 *
 * @param contract that its graphs fulfil
 * @param shipped whether a trained model of it comes with the job; of the others, {@code lookback train} makes one
 */
public record CellKind(String name, String contract, boolean shipped) {

    /** Whether a series keeps rows of its past for it: a history or a window of one. */
    public boolean keepsHistory() {
        return Contract.of(contract) != Contract.VECTOR;
    }

    /** Class path of the shipped model. */
    String resource() {
        return "/models/" + name + ".onnx";
    }
}
