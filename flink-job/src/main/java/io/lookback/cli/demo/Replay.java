package io.lookback.cli.demo;

import java.util.Iterator;
import java.util.List;

/** Records of several series in the order of their event times, with what is known about them. */
public interface Replay extends Iterator<DemoRecord>, AutoCloseable {

    /** Labeled stretches of the records handed out so far. */
    List<Label> labels();

    /** Names of the series. */
    List<String> series();

    /** Input rows skipped so far because they are not records, each with its reason counted once. */
    long skipped();

    @Override
    void close();
}
