package io.lookback.cli.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.util.ConfigurationException;

/**
 * Puts a {@link FlinkGuard} in front of the REST server of a Flink inside this process. Flink finds this class as a
 * service; where {@link #GUARDED} is not set, as on a cluster, it adds nothing.
 */
public final class FlinkGuardFactory implements InboundChannelHandlerFactory {

    /** Whether the REST server is guarded. */
    public static final ConfigOption<Boolean> GUARDED = ConfigOptions.key("lookback.rest.guarded")
            .booleanType()
            .defaultValue(false)
            .withDescription("Answer GET requests from this machine's own pages only.");

    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Optional<ChannelHandler> createHandler(Configuration configuration, Map<String, String> headers)
            throws ConfigurationException {
        if (!configuration.get(GUARDED)) {
            return Optional.empty();
        }
        try {
            InetAddress bound = InetAddress.getByName(configuration.get(RestOptions.BIND_ADDRESS));
            return Optional.of(new FlinkGuard.Installer(new RequestRules(bound, "--bind")));
        } catch (UnknownHostException unknown) {
            throw new ConfigurationException("Flink's web UI is bound to no address of this machine", unknown);
        }
    }
}
