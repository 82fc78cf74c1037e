package io.lookback.cli.demo;

import io.lookback.cli.watch.Follower;
import io.lookback.cli.watch.Limits;
import io.lookback.cli.watch.WatchServer;
import io.lookback.cli.watch.WatchState;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The live page of a demonstration, or none. */
final class DemoPage implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    /** Few series, so that each may show a whole round of data. */
    private static final Limits LIMITS =
            new Limits(Limits.DEFAULT.series(), 3000, Limits.DEFAULT.alerts(), Limits.DEFAULT.bytes());

    private final @Nullable Follower follower;
    private final @Nullable WatchServer server;

    private DemoPage(@Nullable Follower follower, @Nullable WatchServer server) {
        this.follower = follower;
        this.server = server;
    }

    /** @param port empty for no page */
    static DemoPage start(String bootstrap, DemoTopics topics, OptionalInt port) {
        if (port.isEmpty()) {
            return new DemoPage(null, null);
        }
        WatchState watchState = new WatchState(LIMITS);
        Follower.Followed followed = new Follower.Followed(topics.scores(), topics.alerts());
        Follower follower = Follower.start(bootstrap, Map.of(), followed, Long.MAX_VALUE, watchState);
        try {
            return new DemoPage(follower, WatchServer.start(HOST, port.getAsInt(), watchState, follower));
        } catch (RuntimeException failed) {
            follower.close();
            throw failed;
        }
    }

    Optional<String> address() {
        return Optional.ofNullable(server).map(WatchServer::address);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (follower != null) {
            follower.close();
        }
    }
}
