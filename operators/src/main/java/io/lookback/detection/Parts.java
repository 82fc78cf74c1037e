package io.lookback.detection;

import io.lookback.alert.AlertTracker;
import io.lookback.block.Layout;
import io.lookback.detection.evidence.Absence;
import io.lookback.detection.evidence.Evidence;
import io.lookback.detection.evidence.Novelty;
import io.lookback.detection.evidence.Recent;
import io.lookback.detection.evidence.Sample;
import io.lookback.detection.evidence.Standstill;
import io.lookback.detection.evidence.Surprise;
import io.lookback.detection.rate.Onsets;
import io.lookback.detection.rate.PeakRate;
import io.lookback.detection.stats.Cadence;
import io.lookback.detection.stats.Gaps;
import io.lookback.detection.stats.Grid;
import io.lookback.detection.stats.Spread;
import java.util.List;

/**
 * What a detector is made of, and where each part keeps its state. A block holds the parts of the series once, then those
 * of a feature for each feature. A new kind of evidence is one class, one line here, and its say in
 * {@link io.lookback.detection.fusion.Fusion}.
 */
final class Parts {

    static final Parts ALL = new Parts();

    private final Layout perSeries = new Layout();
    final Cadence cadence = new Cadence(perSeries);
    final PeakRate rate = new PeakRate(perSeries);
    final Onsets news = new Onsets(perSeries);
    final AlertTracker tracker = new AlertTracker(perSeries);
    /** The surprise that is held for the severity. */
    final int held = perSeries.doubles(1);
    /** Number of the first record at which a feature moved; 0 before. */
    final int moved = perSeries.longs(1);

    private final Layout perFeature = new Layout();
    final Spread spread = new Spread(perFeature);
    private final Grid grid = new Grid(perFeature);
    final Sample sample = new Sample(perFeature, spread, grid, new Gaps(perFeature), new Recent(perFeature, grid));
    final Novelty novelty = new Novelty();
    final Surprise surprise = new Surprise(perFeature, sample);
    final Standstill standstill = new Standstill(perFeature);
    final Absence absence = new Absence();

    /** In the order in which scores name it. */
    final List<Evidence> evidence = List.of(novelty, surprise, standstill, absence);

    private Parts() {}

    /** Bytes of a series. */
    int size(int features) {
        return feature(features);
    }

    /** Where the state of a feature begins. */
    int feature(int index) {
        return perSeries.size() + index * perFeature.size();
    }
}
