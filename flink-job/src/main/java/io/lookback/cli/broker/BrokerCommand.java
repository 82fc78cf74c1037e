package io.lookback.cli.broker;

import io.lookback.cli.LiveLine;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a Kafka broker on this machine. */
@Command(
        name = "broker",
        description = {
            "Runs a Kafka broker on this machine, to try things out.",
            "",
            "It has one node, listens on the loopback address only, and does not create topics by itself. All of its data is deleted when it stops.",
        })
public final class BrokerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port to listen on; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        LiveLine console = new LiveLine(spec.commandLine().getOut(), false, System::nanoTime);
        try (EmbeddedBroker broker = port == 0 ? EmbeddedBroker.start() : EmbeddedBroker.startAt(port)) {
            console.print(String.format(
                    Locale.ROOT, "Kafka runs at %s. Stop with Ctrl-C, which deletes its data.", broker.bootstrap()));
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
