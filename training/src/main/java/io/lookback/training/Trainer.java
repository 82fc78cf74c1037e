package io.lookback.training;

import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtException;
import io.lookback.training.example.Batch;
import io.lookback.training.example.Corpus;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.ModelCard;
import io.lookback.training.net.Fit;
import io.lookback.training.net.Network;
import io.lookback.training.net.Parameters;
import io.lookback.training.net.Recipe;
import io.lookback.training.net.StudentLoss;
import io.lookback.training.net.Torch;
import io.lookback.training.series.Dice;
import io.lookback.training.series.SeriesGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains one cell from nothing and writes it as a model: draws the corpus, fits, validates on series it has not seen,
 * exports the step graph and checks it against the network. Everything drawn comes from the spec's seed, so on one
 * machine, with one number of threads, the same spec makes the same file; another processor may round differently.
 *
 * <p>Blocks its caller for minutes; one training at a time per process.
 */
public final class Trainer {

    private static final int VALIDATION_SERIES = 300;
    private static final int VALIDATION_BATCHES = 8;
    private static final int NOTE_EVERY = 200;
    private static final int CHECKED_ROWS = 4;
    private static final int WEIGHT_DICE = 1_000_001;
    private static final int BATCH_DICE = 1_000_002;
    private static final int VALIDATION_DICE = 1_000_003;

    private final int threads;
    private final Progress progress;

    /** @param threads for PyTorch's kernels */
    public Trainer(int threads, Progress progress) {
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if training diverged or the exported graph does not do what the network does
     */
    public TrainReport train(TrainSpec spec) throws IOException {
        try (NDManager manager = Torch.start(threads)) {
            Network network = spec.freshNetwork(new Parameters(manager, Dice.of(spec.seed(), WEIGHT_DICE)));
            Fit fit = new Fit(network, spec.recipe(), manager);
            List<Batch> validation = validation(spec);
            fit(spec, fit, validation);
            double loss = mean(validation.stream().map(fit::evaluate));
            double persistence = mean(validation.stream().map(StudentLoss::ofPersistence));
            byte[] model = export(spec, network, loss);
            double difference = check(spec, network, model, manager);
            write(spec.out(), model);
            return new TrainReport(
                    network.parameters().size(), loss, persistence, difference, model.length, spec.out());
        }
    }

    private void fit(TrainSpec spec, Fit fit, List<Batch> validation) {
        Corpus corpus = corpus(spec);
        Recipe recipe = spec.recipe();
        Dice dice = Dice.of(spec.seed(), BATCH_DICE);
        double persistence = mean(validation.stream().map(StudentLoss::ofPersistence));
        progress.note(
                String.format(Locale.ROOT, "%d series; persistence: validation loss %.4f", corpus.size(), persistence));
        for (int done = 1; done <= recipe.iterations(); done++) {
            progress.iteration(done, fit.step(corpus.draw(dice, recipe.rows())));
            if (done % NOTE_EVERY == 0) {
                double loss = mean(validation.stream().map(fit::evaluate));
                progress.note(String.format(Locale.ROOT, "iteration %d: validation loss %.4f", done, loss));
            }
        }
    }

    private static Corpus corpus(TrainSpec spec) {
        int length = spec.recipe().length();
        Corpus generated = Corpus.of(new SeriesGenerator(spec.seed()).draw(0, spec.generated()), length);
        return spec.series().isEmpty()
                ? generated
                : Corpus.beginnings(spec.series(), length).and(generated);
    }

    /** Generated series that no corpus of this seed holds, or the ends of the user's. */
    private static List<Batch> validation(TrainSpec spec) {
        int length = spec.recipe().length();
        int from = spec.generated();
        Corpus corpus = spec.series().isEmpty()
                ? Corpus.of(new SeriesGenerator(spec.seed()).draw(from, from + VALIDATION_SERIES), length)
                : Corpus.ends(spec.series(), length);
        Dice dice = Dice.of(spec.seed(), VALIDATION_DICE);
        return Stream.generate(() -> corpus.draw(dice, spec.recipe().rows()))
                .limit(VALIDATION_BATCHES)
                .toList();
    }

    private static byte[] export(TrainSpec spec, Network network, double loss) {
        GraphWriter graph = new GraphWriter(network.cell());
        network.writeStep(graph);
        return new ModelCard(
                        network.cell(), network.contract(), network.details(), spec.provenance(), spec.seed(), loss)
                .attachTo(graph);
    }

    private static double check(TrainSpec spec, Network network, byte[] model, NDManager manager) {
        int length = spec.recipe().length();
        int from = spec.generated();
        Corpus corpus = Corpus.of(new SeriesGenerator(spec.seed()).draw(from, from + CHECKED_ROWS), length);
        Batch batch = corpus.draw(Dice.of(spec.seed(), VALIDATION_DICE), CHECKED_ROWS);
        try {
            return ExportCheck.require(network, model, batch, manager);
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "ONNX Runtime does not run the exported graph of the %s.".formatted(network.cell()), e);
        }
    }

    private static void write(Path out, byte[] model) throws IOException {
        @Nullable Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(out, model);
    }

    private static double mean(Stream<Double> losses) {
        return losses.mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
