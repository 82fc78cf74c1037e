package io.lookback.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test of a fault. Each invocation becomes a row of {@code docs/reliability.md}:
 *
 * <pre>
 * &#64;Test
 * &#64;FaultCase(kind = "Record that could stop the job", input = "Avro map key of 70,000 characters", outcome = "dead letter UNUSABLE")
 * void aLongKeyIsADeadLetter() { ... }
 * </pre>
 *
 * When the test ends, {@link FaultRecorder} writes its row below {@code target/reliability} of the test's module;
 * {@code tests/integration/faults --table} collects the rows of all modules into the document. A skipped test writes none.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FaultRecorder.class)
public @interface FaultCase {

    /** The kind of fault, in the same words for all tests of that kind. */
    String kind();

    /** What the test does; <code>{}</code> stands for the display name of a parameterized invocation. */
    String input();

    /** What Lookback does instead of breaking. */
    String outcome();
}
