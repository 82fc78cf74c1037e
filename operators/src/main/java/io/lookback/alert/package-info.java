/**
 * From levels to alerts: how rare a level is among the series' own past peaks, which records are news, and the life of an
 * alert. Knows nothing of how a level came about.
 */
@NullMarked
package io.lookback.alert;

import org.jspecify.annotations.NullMarked;
