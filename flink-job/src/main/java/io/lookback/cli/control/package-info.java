/**
 * What people tell a running job from the command line: rules that suppress known alerts, labels that say which were wrong,
 * models that take the place of configured ones.
 */
@NullMarked
package io.lookback.cli.control;

import org.jspecify.annotations.NullMarked;
