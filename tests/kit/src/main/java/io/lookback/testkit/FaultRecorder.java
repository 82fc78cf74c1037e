package io.lookback.testkit;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Records the result of each {@link FaultCase}, one file per invocation, for {@link ReliabilityTable}. */
public final class FaultRecorder implements AfterTestExecutionCallback {

    /** JUnit's number of a parameterized invocation. */
    private static final String INDEX = "^\\[\\d+\\] ";

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        Throwable failure = context.getExecutionException().orElse(null);
        if (failure instanceof TestAbortedException) {
            return;
        }
        Method method = context.getRequiredTestMethod();
        FaultCase fault = method.getAnnotation(FaultCase.class);
        String test = method.getDeclaringClass().getSimpleName() + '.' + method.getName();
        String file = test + '-' + Integer.toHexString(context.getUniqueId().hashCode());
        String input = fault.input().replace("{}", context.getDisplayName().replaceFirst(INDEX, ""));
        write(file, fault.kind(), input, fault.outcome(), failure == null, test);
    }

    /**
     * Writes one row, for a test that makes several.
     *
     * @param file unique name
     */
    public static void write(String file, String kind, String input, String outcome, boolean held, String test)
            throws IOException {
        Path folder = Files.createDirectories(Path.of(ReliabilityTable.ROWS));
        String row = String.join("\t", cell(kind), cell(input), cell(outcome), held ? "held" : "FAILED", cell(test));
        Files.writeString(folder.resolve(file.replaceAll("[^\\w.-]", "-") + ".tsv"), row + "\n");
    }

    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "\\|");
    }
}
