package io.bailiwick.keycloak;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.bailiwick.keycloak.issue.AgentServiceDirectory;
import io.bailiwick.keycloak.issue.HandleGrant;
import io.bailiwick.keycloak.issue.Refused;
import org.keycloak.provider.ProviderFactory;

/** Which package may see which, and what of it is public. */
@AnalyzeClasses(
    packages = "io.bailiwick.keycloak",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {

  @ArchTest
  static final ArchRule GRANTS_DO_NOT_KNOW_WHO_ISSUES =
      noClasses()
          .that()
          .resideInAPackage("..grant..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..issue..");

  @ArchTest
  static final ArchRule FINDINGS_KNOW_NEITHER =
      noClasses()
          .that()
          .resideInAPackage("..audit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..issue..",
              "..grant..",
              "..handle..",
              "..revocation..",
              "..rest..",
              "org.keycloak..");

  @ArchTest
  static final ArchRule ISSUING_DOES_NOT_KNOW_HANDLES =
      noClasses()
          .that()
          .resideInAnyPackage("..issue..", "..grant..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..handle..", "..revocation..", "..rest..");

  @ArchTest
  static final ArchRule AUDIENCES_KNOW_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("..audience..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..issue..", "..grant..", "..handle..", "..revocation..", "..rest..", "..audit..");

  @ArchTest
  static final ArchRule REVOCATIONS_DO_NOT_KNOW_THEIR_PATH_NOR_HANDLES =
      noClasses()
          .that()
          .resideInAPackage("..revocation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..handle..", "..rest..");

  @ArchTest
  static final ArchRule OF_REVOCATION_ONLY_FACTORIES_ENDPOINTS_AND_RESOURCES_ARE_PUBLIC =
      classes()
          .that()
          .resideInAPackage("..revocation..")
          .and()
          .areTopLevelClasses()
          .and()
          .arePublic()
          .should()
          .beAssignableTo(ProviderFactory.class)
          .orShould()
          .haveSimpleNameEndingWith("Endpoint")
          .orShould()
          .haveSimpleNameEndingWith("Resource");

  @ArchTest
  static final ArchRule HANDLES_DO_NOT_KNOW_THEIR_PATH_NOR_GRANTS =
      noClasses()
          .that()
          .resideInAPackage("..handle..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..rest..", "..grant..", "..revocation..");

  @ArchTest
  static final ArchRule OF_ISSUE_ONLY_FACTORIES_AND_ITS_DOOR_FOR_HANDLES_ARE_PUBLIC =
      classes()
          .that()
          .resideInAPackage("..issue..")
          .and()
          .arePublic()
          .should()
          .beAssignableTo(ProviderFactory.class)
          .orShould()
          .be(HandleGrant.class)
          .orShould()
          .be(Refused.class)
          .orShould()
          .be(AgentServiceDirectory.class)
          .orShould()
          .be(AgentServiceDirectory.Entry.class);

  @ArchTest
  static final ArchRule OF_HANDLE_ONLY_FACTORIES_AND_ENDPOINTS_ARE_PUBLIC =
      classes()
          .that()
          .resideInAPackage("..handle..")
          .and()
          .arePublic()
          .should()
          .beAssignableTo(ProviderFactory.class)
          .orShould()
          .haveSimpleNameEndingWith("Endpoint");

  @ArchTest
  static final ArchRule NO_JSON_OR_JWT_LIBRARY_OF_OUR_OWN =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.nimbusds..", "org.jose4j..", "com.fasterxml.jackson..");
}
