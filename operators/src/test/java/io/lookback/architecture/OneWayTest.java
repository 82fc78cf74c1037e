package io.lookback.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Data flows one way through the packages, and so do imports. */
class OneWayTest {

    /** In the order in which a record passes them; a package may import those before it. */
    private static final List<String> ORDER = List.of(
            "time",
            "event",
            "block",
            "order",
            "normalize",
            "memory",
            "onnx",
            "cell",
            "custom",
            "forecast",
            "score",
            "alert",
            "detection",
            "control",
            "incident",
            "series",
            "flow");

    private static final JavaClasses OPERATORS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("io.lookback");

    @Test
    void listsEveryPackage() {
        List<String> found = OPERATORS.getPackage("io.lookback").getSubpackages().stream()
                .map(JavaPackage::getRelativeName)
                .toList();

        assertThat(found).containsExactlyInAnyOrderElementsOf(ORDER);
    }

    @TestFactory
    List<DynamicTest> importsOnlyPackagesBefore() {
        return ORDER.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    String[] later = ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).stream()
                            .map(OneWayTest::packageOf)
                            .toArray(String[]::new);

                    noClasses()
                            .that()
                            .resideInAPackage(packageOf(name))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(later)
                            .allowEmptyShould(true)
                            .check(OPERATORS);
                }))
                .toList();
    }

    /** Within detection likewise: constants, statistics, evidence, fusion and rate, then what composes them. */
    @Test
    void detectionFlowsOneWayToo() {
        noClasses()
                .that()
                .resideInAnyPackage(detection("tuning"), detection("stats"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.lookback.detection", detection("evidence"), detection("fusion"), detection("rate"))
                .check(OPERATORS);
        noClasses()
                .that()
                .resideInAnyPackage(detection("evidence"), detection("fusion"), detection("rate"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lookback.detection")
                .check(OPERATORS);
    }

    private static String detection(String part) {
        return "io.lookback.detection." + part;
    }

    @Test
    void onnxRuntimeIsKnownToOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("onnx"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(OPERATORS);
    }

    @Test
    void flinkIsKnownToOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("flow"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(OPERATORS);
    }

    private static String packageOf(String name) {
        return "io.lookback." + name + "..";
    }
}
