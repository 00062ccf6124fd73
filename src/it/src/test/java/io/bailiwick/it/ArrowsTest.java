package io.bailiwick.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/**
 * The arrows between the modules: {@code providers -> scope <- adapter <- jakarta <- sample}. The
 * adapter and the providers never see each other; here is the one place that sees both, so here it
 * is held.
 */
@AnalyzeClasses(packages = "io.bailiwick", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
  private static final String SCOPE = "io.bailiwick.scope..";
  private static final String ADAPTER = "io.bailiwick.adapter..";
  private static final String PROVIDERS = "io.bailiwick.keycloak..";
  private static final String JAKARTA = "io.bailiwick.jakarta..";
  private static final String SAMPLE = "io.bailiwick.sample..";
  private static final String TESTKIT = "io.bailiwick.testkit..";
  private static final String IT = "io.bailiwick.it..";

  @ArchTest
  static final ArchRule scope_standsOnTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(SCOPE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(SCOPE, "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule adapter_seesNoKeycloakAndNoFramework =
      noClasses()
          .that()
          .resideInAPackage(ADAPTER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              PROVIDERS,
              JAKARTA,
              SAMPLE,
              TESTKIT,
              IT,
              "org.keycloak..",
              "jakarta..",
              "org.springframework..");

  @ArchTest
  static final ArchRule providers_seeNoAdapterAndNoNimbus =
      noClasses()
          .that()
          .resideInAPackage(PROVIDERS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ADAPTER, JAKARTA, SAMPLE, TESTKIT, IT, "com.nimbusds..");

  @ArchTest
  static final ArchRule jakartaBinding_seesTheAdapterOnly =
      noClasses()
          .that()
          .resideInAPackage(JAKARTA)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              PROVIDERS, SAMPLE, TESTKIT, IT, "org.keycloak..", "com.nimbusds..", "org.eclipse..");

  @ArchTest
  static final ArchRule nothingShipped_dependsOnTheTests =
      noClasses()
          .that()
          .resideOutsideOfPackages(IT, TESTKIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IT, TESTKIT);

  @ArchTest
  static final ArchRule harness_knowsNoDemo =
      noClasses()
          .that()
          .resideInAnyPackage("io.bailiwick.it.keycloak..", "io.bailiwick.it.realm..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.bailiwick.it.demo..", "io.bailiwick.it.sample..");

  @ArchTest
  static final ArchRule everyPackage_isNullMarked =
      classes().that().resideInAPackage("io.bailiwick..").should(beInANullMarkedPackage());

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package annotated with @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getPackageName() + (marked ? " is" : " is not") + " marked"));
      }
    };
  }
}
