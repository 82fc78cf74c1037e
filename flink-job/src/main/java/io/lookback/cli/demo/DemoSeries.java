package io.lookback.cli.demo;

import io.lookback.event.Features;
import java.util.List;

/**
 * A series of the demonstration.
 *
 * @param kinds what happens to it in one round of data, in this order
 */
record DemoSeries(String name, Features features, List<Shape> shapes, List<AnomalyKind> kinds) {

    /** Fourteen series of eight shapes, two of them with several values a record. */
    static final List<DemoSeries> ALL = List.of(
            of("shop/requests", Shape.REQUESTS, AnomalyKind.DIP, AnomalyKind.LEVEL_SHIFT),
            of("search/requests", Shape.REQUESTS, AnomalyKind.SPIKE, AnomalyKind.STUCK),
            of("shop/latency-ms", Shape.LATENCY, AnomalyKind.LEVEL_SHIFT, AnomalyKind.SPIKE),
            of("search/latency-ms", Shape.LATENCY, AnomalyKind.DRIFT, AnomalyKind.VARIANCE),
            of("shop/errors", Shape.ERRORS, AnomalyKind.SPIKE, AnomalyKind.LEVEL_SHIFT),
            of("orders/queue-depth", Shape.QUEUE, AnomalyKind.DRIFT, AnomalyKind.STUCK),
            of("mail/queue-depth", Shape.QUEUE, AnomalyKind.SPIKE, AnomalyKind.VARIANCE),
            of("web-1/cpu", Shape.PROCESSOR, AnomalyKind.SPIKE, AnomalyKind.LEVEL_SHIFT),
            of("web-2/cpu", Shape.PROCESSOR, AnomalyKind.STUCK, AnomalyKind.DIP),
            of("jvm/heap-mb", Shape.SAWTOOTH, AnomalyKind.PERIOD, AnomalyKind.LEVEL_SHIFT),
            of("room-7/temperature", Shape.TEMPERATURE, AnomalyKind.SPIKE, AnomalyKind.DRIFT),
            of("press/power-kw", Shape.BATCH, AnomalyKind.PERIOD, AnomalyKind.STUCK),
            of("db-1", Features.of("cpu", "latency_ms"), Shape.PROCESSOR, Shape.LATENCY, AnomalyKind.LEVEL_SHIFT),
            of("cache-1", Features.of("requests", "heap_mb"), Shape.REQUESTS, Shape.SAWTOOTH, AnomalyKind.SPIKE));

    private static DemoSeries of(String name, Shape shape, AnomalyKind first, AnomalyKind second) {
        return new DemoSeries(name, Features.of("value"), List.of(shape), List.of(first, second));
    }

    private static DemoSeries of(String name, Features features, Shape first, Shape second, AnomalyKind kind) {
        return new DemoSeries(name, features, List.of(first, second), List.of(kind, kind));
    }
}
