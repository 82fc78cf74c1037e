package io.lookback.training;

import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtException;
import io.lookback.training.example.Batch;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.ModelCard;
import io.lookback.training.graph.ModelFile;
import io.lookback.training.net.Fit;
import io.lookback.training.net.Network;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.StudentLoss;
import io.lookback.training.net.Torch;
import io.lookback.training.series.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains one cell, from nothing or on from a model, and writes it as a model: draws the corpus, fits, validates on series it has not seen,
 * exports the step graph and checks it against the network. Everything drawn comes from the spec's seed. A
 * short training with one number of threads makes the same file again on the same processor; a long one has been seen to
 * end elsewhere.
 *
 * <p>Blocks its caller for minutes; one training at a time per process.
 */
public final class Trainer {

    private static final int NOTE_EVERY = 200;
    private static final int WEIGHT_SEED = 1_000_001;

    private final int threads;
    private final Progress progress;

    /** @param threads for PyTorch's kernels, 1 or more */
    public Trainer(int threads, Progress progress) {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d threads train nothing; give at least 1.", threads));
        }
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if none of the user's series is long enough
     * @throws IllegalStateException if training diverged or the exported graph does not do what the network does
     */
    public TrainReport train(TrainSpec spec) throws IOException {
        TrainingData trainingData = new TrainingData(spec);
        List<Batch> validation = trainingData.validation();
        double persistence = mean(validation.stream().map(StudentLoss::ofPersistence));
        note("the last value again: validation loss %.4f", persistence);
        try (NDManager manager = Torch.start(threads)) {
            Network network = spec.freshNetwork(new Parameters(manager, SeededRandom.of(spec.seed(), WEIGHT_SEED)));
            if (spec.from() != null) {
                network.goOnFrom(ModelFile.parse(ModelFile.read(spec.from())));
            }
            Fit fit = new Fit(network, spec.recipe(), manager);
            learn(spec, network, fit, trainingData, validation);
            double loss = mean(validation.stream().map(fit::evaluate));
            byte[] model = export(network, trainingData.provenance(), spec.seed(), loss);
            double difference = check(network, model, trainingData.checked(), manager);
            write(spec.out(), model);
            return new TrainReport(
                    network.parameters().size(), loss, persistence, difference, model.length, spec.out());
        }
    }

    /** Writes the model so far with every note, so that a training that is stopped leaves one. */
    private void learn(TrainSpec spec, Network network, Fit fit, TrainingData trainingData, List<Batch> validation)
            throws IOException {
        int iterations = spec.recipe().iterations();
        Iterator<Batch> batches = trainingData.batches().iterator();
        for (int done = 1; done <= iterations; done++) {
            progress.iteration(done, fit.step(batches.next()));
            if (done % NOTE_EVERY == 0 && done < iterations) {
                double loss = mean(validation.stream().map(fit::evaluate));
                note("iteration %d: validation loss %.4f", done, loss);
                write(spec.out(), export(network, trainingData.provenance(), spec.seed(), loss));
            }
        }
    }

    private static byte[] export(Network network, String provenance, long seed, double loss) {
        GraphWriter graph = new GraphWriter(network.cell());
        network.writeStep(graph);
        return new ModelCard(network.cell(), network.contract(), network.details(), provenance, seed, loss)
                .attachTo(graph);
    }

    private static double check(Network network, byte[] model, Batch batch, NDManager manager) {
        try {
            return ExportCheck.require(network, model, batch, manager);
        } catch (OrtException e) {
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT, "ONNX Runtime does not run the exported graph of the %s.", network.cell()),
                    e);
        }
    }

    private static void write(Path out, byte[] model) throws IOException {
        @Nullable Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(out, model);
    }

    private void note(String format, Object... values) {
        progress.note(String.format(Locale.ROOT, format, values));
    }

    private static double mean(Stream<Double> losses) {
        return losses.mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
