/**
 * The Avro schemas of what a job reads and writes, as resources beside this package, and the classes generated from
 * them in {@code io.lookback.schema.avro}. Knows nothing else of the project.
 *
 * <p>Until the first release, a schema may change freely and keeps version 1. From then on:
 *
 * <ol>
 *   <li>A released version never changes. A change raises {@code lookback.version} by one.
 *   <li>A field that is added has a default; a field without a default is never removed.
 *   <li>A field is never renamed and its type never changes; a new meaning is a new field.
 *   <li>An enum has {@code UNKNOWN} as its default, so that readers of this version live with symbols of a later one;
 *       symbols are only added.
 * </ol>
 */
@NullMarked
package io.lookback.schema;

import org.jspecify.annotations.NullMarked;
