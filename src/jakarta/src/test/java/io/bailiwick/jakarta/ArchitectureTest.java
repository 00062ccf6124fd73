package io.bailiwick.jakarta;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.bailiwick.jakarta",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule jakarta_seesAdapterScopeAndStandardsOnly =
      classes()
          .that()
          .resideInAPackage("io.bailiwick.jakarta..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.bailiwick.jakarta..",
              "io.bailiwick.adapter..",
              "io.bailiwick.scope..",
              "jakarta.servlet..",
              "jakarta.websocket..",
              "jakarta.ws.rs..",
              "com.fasterxml.jackson.core..",
              "org.jspecify.annotations..",
              "java..");
}
