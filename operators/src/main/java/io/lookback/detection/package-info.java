/**
 * Judges the records of a series: {@link io.lookback.detection.Detector} composes evidence, fusion, rate and alerts into
 * one verdict a record.
 */
@NullMarked
package io.lookback.detection;

import org.jspecify.annotations.NullMarked;
