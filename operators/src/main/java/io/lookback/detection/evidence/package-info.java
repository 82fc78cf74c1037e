/**
 * How unusual one value is, in several ways, one class each: {@link io.lookback.detection.evidence.Evidence} is the
 * contract. Knows one feature and its past; knows neither other features nor alerts.
 */
@NullMarked
package io.lookback.detection.evidence;

import org.jspecify.annotations.NullMarked;
