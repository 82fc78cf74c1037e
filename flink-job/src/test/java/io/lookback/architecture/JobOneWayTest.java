package io.lookback.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Operators know nothing of the wire, the wire nothing of jobs, jobs nothing of the command line. */
class JobOneWayTest {

    private static final String WIRE = "io.lookback.wire..";
    private static final String JOB = "io.lookback.job..";
    private static final String CLI = "io.lookback.cli..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lookback.wire", "io.lookback.job", "io.lookback.cli");

    @Test
    void theWireKnowsNoJob() {
        noClasses()
                .that()
                .resideInAPackage(WIRE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JOB, CLI)
                .check(CLASSES);
    }

    @Test
    void jobsKnowNoCommandLine() {
        noClasses()
                .that()
                .resideInAPackage(JOB)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .check(CLASSES);
    }

    @Test
    void jobsLeaveAvroToTheWire() {
        noClasses()
                .that()
                .resideInAPackage(JOB)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.avro..", "io.lookback.schema..")
                .check(CLASSES);
    }
}
