package io.lookback.series;

import io.lookback.cell.Cell;
import io.lookback.control.Announcement;

/**
 * A model that takes the place of the configured one of its kind.
 *
 * @param announcement which says for what series
 * @param cell the model, loaded and checked
 */
public record ModelAssignment(Announcement announcement, Cell cell) {}
