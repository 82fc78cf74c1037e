package io.lookback.series;

import io.lookback.cell.Cell;
import io.lookback.custom.CustomModel;
import io.lookback.detection.DetectionSpec;
import io.lookback.order.OrderSpec;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Everything that decides what a series remembers and how a record is judged.
 *
 * @param cells that advance each channel, in the order in which their predictions are listed; none where simple
 *     experts alone forecast
 * @param models of the user's own, each of which makes a further feature
 * @param zone of the calendar profiles
 * @param maxFeatures up to which a series takes on features that it did not begin with
 * @param counters whose rates are scored
 * @param weights whether each score names the weights of its forecasters
 */
public record SeriesSpec(
        OrderSpec order,
        List<Cell> cells,
        List<CustomModel> models,
        DetectionSpec detection,
        ZoneId zone,
        int maxFeatures,
        Counters counters,
        boolean weights)
        implements Serializable {

    public static final int MAX_FEATURES = 100;

    /** Of series that grow as far as usual. */
    public SeriesSpec(OrderSpec order, List<Cell> cells, DetectionSpec detection, ZoneId zone) {
        this(order, cells, detection, zone, MAX_FEATURES);
    }

    /** Without counters and weights. */
    public SeriesSpec(OrderSpec order, List<Cell> cells, DetectionSpec detection, ZoneId zone, int maxFeatures) {
        this(order, cells, List.of(), detection, zone, maxFeatures, Counters.NONE, false);
    }

    public SeriesSpec {
        cells = List.copyOf(cells);
        models = List.copyOf(models);
        CustomFeatures.requireDistinct(models);
        Set<String> memories = new HashSet<>();
        for (Cell cell : cells) {
            if (!memories.add(SeriesLayout.CellLayout.of(cell).signature())) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "cells names two models whose memory is '%s', which a series has only once. Leave one out, or give it another lookback.version.",
                        cell.card().memory()));
            }
        }
    }

    /**
     * Place of the one cell of a kind.
     *
     * @throws IllegalArgumentException if there is not exactly one
     */
    public int position(String kind) {
        List<String> kinds = cells.stream().map(cell -> cell.card().cell()).toList();
        int position = kinds.indexOf(kind);
        if (position < 0 || position != kinds.lastIndexOf(kind)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The job runs the cells %s: a model takes the place of a cell of which there is one, '%s' is not.",
                    kinds,
                    kind));
        }
        return position;
    }

    public SeriesLayout layout() {
        return layout(cells);
    }

    /** The layout of series that these cells advance. */
    SeriesLayout layout(List<Cell> others) {
        return new SeriesLayout(others.stream().map(SeriesLayout.CellLayout::of).toList(), detection);
    }
}
