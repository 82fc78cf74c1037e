/**
 * What people tell a running job: rules that quiet alerts which are known, and labels that say whether an alert was
 * right. Values and the book that holds them; knows nothing of where they come from.
 */
@NullMarked
package io.lookback.control;

import org.jspecify.annotations.NullMarked;
