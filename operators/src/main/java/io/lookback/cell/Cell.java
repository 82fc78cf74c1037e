package io.lookback.cell;

import io.lookback.event.RegularFile;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MemoryShape;
import io.lookback.normalize.CellInput;
import io.lookback.onnx.OnnxException;
import io.lookback.onnx.OnnxModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A validated model, ready to travel to where it runs: its graph and card, and the shape of its memory. Loading it opens
 * the graph once and checks it against its contract, so a model that does not fit stops a job before its first record.
 */
public final class Cell implements Serializable {

    /** The one meaning of {@code y[B,2]}: mean and scale of a Student t with 4 degrees of freedom. */
    public static final String OUTPUT = "student-t4/1";

    /** Of the largest model. */
    public static final int MAX_BYTES = 256 << 20;

    private static final long serialVersionUID = 1L;

    private final ModelCard card;
    private final MemoryShape memory;
    private final byte[] graph;
    private final String digest;

    private Cell(ModelCard card, MemoryShape memory, byte[] graph, String digest) {
        this.card = card;
        this.memory = memory;
        this.graph = graph;
        this.digest = digest;
    }

    /** @throws IllegalArgumentException if the kind or the model does not fit, with what was expected and found */
    public static Cell load(CellSpec spec) {
        CellKind kind = kind(spec.kind());
        String name = spec.model().map(Path::toString).orElse(kind.resource());
        return of(kind, name, spec.model().map(Cell::read).orElseGet(() -> readShipped(kind)));
    }

    /**
     * A model that was read elsewhere, at most {@link #MAX_BYTES}.
     *
     * @param file for messages
     * @throws IllegalArgumentException if the kind or the model does not fit, with what was expected and found
     */
    public static Cell of(String kind, String file, byte[] graph) {
        try {
            return of(kind(kind), file, graph);
        } catch (OnnxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Likewise, for the kind of cell that the model says it is.
     *
     * @throws IllegalArgumentException if the model does not fit, with what was expected and found
     */
    public static Cell of(String file, byte[] graph) {
        try (OnnxModel model = OnnxModel.acquire(file, graph)) {
            return of(kind(ModelCard.of(file, model.metadata()).cell()), file, graph);
        } catch (OnnxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static CellKind kind(String name) {
        return CellRegistry.find(name)
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT, "cells: there is no cell '%s'; choose from %s", name, CellRegistry.names())));
    }

    private static Cell of(CellKind kind, String name, byte[] graph) {
        try (OnnxModel model = OnnxModel.acquire(name, graph)) {
            ModelCard card = ModelCard.of(name, model.metadata());
            expect(name, "cell", kind.name(), card.cell());
            expect(name, "contract", kind.contract(), card.contract());
            expect(name, "input", CellInput.CONTRACT, card.input());
            expect(name, "output", OUTPUT, card.output());
            MemoryShape memory = Contract.of(kind.contract()).check(name, model);
            expectSizes(name, model.metadata(), memory);
            return new Cell(card, memory, graph, model.digest());
        }
    }

    /** A card may name the sizes of the graph; those that it names are right. */
    private static void expectSizes(String file, Map<String, String> metadata, MemoryShape memory) {
        Map<String, Integer> sizes = memory.match(
                vector -> Map.of("memory", vector.size()),
                history -> Map.of("context", history.context(), "row", history.row()),
                window -> Map.of("window", window.width(), "row", window.row()));
        sizes.forEach((key, size) -> {
            String said = metadata.get(ModelCard.PREFIX + key);
            if (said != null && !said.equals(Integer.toString(size))) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Model '%s' says %s%s = '%s', its graph has %d. Correct the card, or export the model again.",
                        file,
                        ModelCard.PREFIX,
                        key,
                        said,
                        size));
            }
        });
    }

    /** The same cell with another bound on its history; a cell without history as it is. */
    public Cell withHistory(HistoryBound bound) {
        return memory.match(
                vector -> this, history -> new Cell(card, history.within(bound), graph, digest), window -> this);
    }

    /** SHA-256 of the model's bytes, in hexadecimal digits. */
    public String digest() {
        return digest;
    }

    public ModelCard card() {
        return card;
    }

    /** Whether it is of the kind that looks back, which has in it what most simple experts know. */
    public boolean looksBack() {
        return card().cell().equals(CellRegistry.LOOKBACK);
    }

    public MemoryShape memory() {
        return memory;
    }

    /**
     * Opens the model for one subtask, on the options' device; the caller closes the executor.
     *
     * @param stats told what the cell's row cache does
     * @throws io.lookback.onnx.DeviceException if the device is missing or cannot execute the model
     */
    public CellExecutor open(CellOptions options, CacheStats stats) {
        OnnxModel model = OnnxModel.acquire(card.qualifiedName(), graph, options.device());
        return memory.match(
                vector -> new VectorExecutor(model, vector, options.maxRows()),
                history -> new HistoryExecutor(model, history, options, stats),
                window -> new WindowExecutor(model, window, options.cacheBytes(), stats));
    }

    private static void expect(String file, String key, String expected, String found) {
        if (!expected.equals(found)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Model '%s' says %s%s = '%s', this cell needs '%s'. Export it for this contract or choose another cell.",
                    file,
                    ModelCard.PREFIX,
                    key,
                    found,
                    expected));
        }
    }

    private static byte[] read(Path file) {
        try {
            return RegularFile.bytes(file, MAX_BYTES);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "Model '%s' cannot be read (%s). Correct cells[].model or leave it out for the shipped model.",
                            file,
                            e),
                    e);
        }
    }

    private static byte[] readShipped(CellKind kind) {
        if (!kind.shipped()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Cell '%s' ships without a model. Train one, 'lookback train --cell %s --out %s.onnx', and name it in"
                            + " cells[].model, or choose from %s.",
                    kind.name(),
                    kind.name(),
                    kind.name(),
                    CellRegistry.shipped()));
        }
        String resource = kind.resource();
        try (InputStream in = Cell.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "The shipped model %s is not on the class path", resource));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "The shipped model %s cannot be read", resource), e);
        }
    }
}
