package io.lookback.custom;

import io.lookback.cell.Prediction;
import io.lookback.event.RegularFile;
import io.lookback.onnx.Device;
import io.lookback.onnx.OnnxException;
import io.lookback.onnx.OnnxModel;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model of the user's own, checked, ready to travel to where it runs: a forecaster, a reconstruction or a score over
 * whole records, stepwise with a memory or over the last W of them.
 *
 * <p>It makes one further feature of a series, {@code NAME.error} or {@code NAME.score}, which is forecast and judged as
 * any other. So a model that was trained on a healthy system needs no threshold of its own, and a score says whether it
 * was this model that found something. A forecaster that says how certain it is also joins the forecast of each of its
 * features, beside the cells.
 */
public final class CustomModel implements Serializable {

    /** Of the largest model. */
    public static final int MAX_BYTES = 256 << 20;

    private static final String PREFIX = "lookback.";
    private static final long serialVersionUID = 1L;

    private final CustomCard card;
    private final GraphForm form;
    private final byte[] graph;

    private CustomModel(CustomCard card, GraphForm form, byte[] graph) {
        this.card = card;
        this.form = form;
        this.graph = graph;
    }

    /** @throws IllegalArgumentException if the file cannot be read or does not fit, with all that is wrong */
    public static CustomModel load(CustomSpec spec) {
        return of(spec.file(), read(spec.file()), spec.card());
    }

    /**
     * @param beside what is said of the model beside the file
     * @throws IllegalArgumentException if it does not fit, with all that is wrong
     */
    public static CustomModel of(String file, byte[] graph, Map<String, String> beside) {
        try (OnnxModel model = OnnxModel.acquire(file, graph)) {
            Map<String, String> card = card(model.metadata(), beside);
            List<String> problems = new ArrayList<>(CardCheck.problems(card));
            Task task = Task.find(card.getOrDefault(CustomCard.CONTRACT, "")).orElse(Task.SCORE);
            FormCheck.Found found =
                    FormCheck.of(task, CustomCard.features(card).size(), model.inputs(), model.outputs());
            problems.addAll(found.problems());
            if (found.form().distribution() && CustomCard.RAW.equals(card.get(CustomCard.INPUT))) {
                problems.add(String.format(
                        Locale.ROOT,
                        "Output y[B,F,2] is a distribution of normalized values; input is '%s', give %s.",
                        CustomCard.RAW,
                        CustomCard.NORMALIZED));
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "Model '%s' does not fit yet:%n  %s", file, String.join("\n  ", problems)));
            }
            CustomModel custom = new CustomModel(CustomCard.of(card), found.form(), graph);
            CustomTrial.of(custom);
            return custom;
        } catch (OnnxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Whether a file's metadata has a key. */
    public static boolean names(String file, byte[] graph, String key) {
        try (OnnxModel model = OnnxModel.acquire(file, graph)) {
            return model.metadata().containsKey(PREFIX + key);
        } catch (OnnxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public CustomCard card() {
        return card;
    }

    public GraphForm form() {
        return form;
    }

    /** Names the memory that a series keeps: that of another model, or of another size, is not taken up. */
    public String signature() {
        int said = card.task() == Task.FORECAST ? form.outputs(card.task()) : form.features();
        return String.format(Locale.ROOT, "%s/%d+%d", card.qualifiedName(), form.past(), said);
    }

    public CustomMemory freshMemory() {
        float filler = form.masked() && form.window() > 0 ? Float.NaN : 0;
        return CustomMemory.fresh(form.past(), filler, card.task() == Task.FORECAST ? form.outputs(card.task()) : 0);
    }

    /** Whether its forecasts count beside those of the cells: it says how certain it is. */
    public boolean forecasts() {
        return form.distribution();
    }

    /**
     * What it expects of the next value of one of its features, normalized by what was known before the record that it saw
     * last; {@link Prediction#NONE} before it has seen enough.
     *
     * @param feature place among those that the card names
     */
    public Prediction expected(CustomMemory memory, int feature) {
        if (!forecasts() || memory.seen() < Math.max(1, form.window())) {
            return Prediction.NONE;
        }
        return new Prediction(memory.expected()[2 * feature], memory.expected()[2 * feature + 1]);
    }

    /**
     * Opens the model for one subtask; the caller closes the executor.
     *
     * @param maxRows most series of one call
     */
    public CustomExecutor open(Device device, int maxRows) {
        return new CustomExecutor(OnnxModel.acquire(card.qualifiedName(), graph, device), this, device, maxRows);
    }

    private static Map<String, String> card(Map<String, String> metadata, Map<String, String> beside) {
        Map<String, String> card = new HashMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                card.put(key.substring(PREFIX.length()), value);
            }
        });
        card.putAll(beside);
        return card;
    }

    /** The bytes of a model's file. */
    public static byte[] read(String file) {
        try {
            return RegularFile.bytes(Path.of(file), MAX_BYTES);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "Model '%s' cannot be read (%s). Name a file that is there.", file, e),
                    e);
        }
    }
}
