/** From the evidence of all features to one level for graphs and one for alerts. Knows neither values nor times. */
@NullMarked
package io.lookback.detection.fusion;

import org.jspecify.annotations.NullMarked;
