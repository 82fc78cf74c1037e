/**
 * What people tell a running job: rules that suppress alerts which are known, labels that say whether an alert was right,
 * and models that take the place of configured ones. Values and the book that holds them; knows nothing of where they come from.
 */
@NullMarked
package io.lookback.control;

import org.jspecify.annotations.NullMarked;
