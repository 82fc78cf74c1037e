package io.lookback.integration.cluster;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The JVM of the tests. */
public final class TestJvm {

    private TestJvm() {}

    /** Its choice of compilers ({@code tests.jit} in the pom), for the processes that tests start. */
    public static List<String> compilers() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:Tiered"))
                .toList();
    }
}
