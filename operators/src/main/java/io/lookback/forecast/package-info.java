/**
 * From the cells' predictions to one predictive distribution per feature: who among the forecasters counts how much, and
 * how wide a band must be to hold what it promises. Knows no detector.
 */
@NullMarked
package io.lookback.forecast;

import org.jspecify.annotations.NullMarked;
