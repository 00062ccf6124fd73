package io.bailiwick.sample;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.bailiwick.sample",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule sample_seesNothingOfKeycloakOrItsProviders =
      noClasses()
          .that()
          .resideInAPackage("io.bailiwick.sample..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.keycloak..", "io.bailiwick.keycloak..", "com.nimbusds..");

  /** What is counted is the adapter's to say; the library only writes it down. */
  @ArchTest
  static final ArchRule prometheus_writesWhatIsMeasuredAndCountsNothing =
      noClasses()
          .that()
          .doNotHaveSimpleName("PrometheusText")
          .and()
          .doNotHaveSimpleName("MetricsResource")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");
}
