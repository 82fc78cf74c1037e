package io.lookback.training;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal's error stream, notes as lines above it. */
final class TerminalProgress implements Progress {

    private static final double SMOOTHING = 0.05;
    private static final int UPDATE_MS = 500;
    private static final int WIDTH = 100;

    private final PrintStream err;
    private final ProgressBar bar;
    private double smoothed = Double.NaN;

    TerminalProgress(String task, int iterations, PrintStream err) {
        this.err = err;
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(iterations)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MS)
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build();
    }

    @Override
    public void iteration(int done, double loss) {
        if (Double.isFinite(loss)) {
            smoothed = Double.isNaN(smoothed) ? loss : smoothed + SMOOTHING * (loss - smoothed);
        }
        bar.setExtraMessage(String.format(Locale.ROOT, " loss %.3f", smoothed));
        bar.stepTo(done);
    }

    @Override
    public void note(String line) {
        err.printf(Locale.ROOT, "\r%-" + WIDTH + "s%n", line);
    }

    @Override
    public void close() {
        bar.close();
    }
}
