package io.lookback.cli.watch;

import io.lookback.cli.CliException;
import picocli.CommandLine.Option;

/** How much the page remembers, as options. */
final class LimitOptions {

    @Option(
            names = "--series",
            paramLabel = "N",
            defaultValue = "" + Limits.SERIES,
            description =
                    "Series shown; a further one takes the place of one that has gone silent (default: ${DEFAULT-VALUE}).")
    private int series;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "" + Limits.POINTS,
            description = "Latest points of each series remembered (default: ${DEFAULT-VALUE}).")
    private int points;

    @Option(
            names = "--alerts-per-series",
            paramLabel = "N",
            defaultValue = "" + Limits.ALERTS,
            description = "Latest alerts of each series remembered (default: ${DEFAULT-VALUE}).")
    private int alerts;

    @Option(
            names = "--memory",
            paramLabel = "MB",
            defaultValue = "" + Limits.MEGABYTES,
            description = "Memory for all points together, about (default: ${DEFAULT-VALUE}).")
    private int megabytes;

    Limits limits() {
        try {
            return new Limits(series, points, alerts, (long) megabytes << 20);
        } catch (IllegalArgumentException wrong) {
            throw new CliException(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
