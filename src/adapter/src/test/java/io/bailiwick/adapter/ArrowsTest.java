package io.bailiwick.adapter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the design, as far as they run within the adapter. */
@AnalyzeClasses(
    packages = "io.bailiwick.adapter",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule adapter_knowsNoFramework =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.keycloak..", "jakarta..", "javax.servlet..", "org.springframework..");

  @ArchTest
  static final ArchRule adapter_standsOnLittle =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.bailiwick.adapter..",
              "io.bailiwick.scope..",
              "com.fasterxml.jackson.core..",
              "com.nimbusds.jose..",
              "io.github.bucket4j..",
              "org.jspecify..",
              "java..",
              "javax.crypto..",
              "javax.net.ssl..");

  @ArchTest
  static final ArchRule packages_areAcyclic =
      slices().matching("io.bailiwick.adapter.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule keys_knowNothingOfTokens =
      noClasses()
          .that()
          .resideInAPackage("io.bailiwick.adapter.keys..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.bailiwick.adapter.token..",
              "io.bailiwick.adapter.connect..",
              "io.bailiwick.adapter.life..",
              "io.bailiwick.adapter.limit..",
              "io.bailiwick.adapter.listing..",
              "io.bailiwick.adapter.proof..",
              "io.bailiwick.adapter.route..",
              "io.bailiwick.scope..");

  @ArchTest
  static final ArchRule metrics_knowNothingOfTheRest =
      classes()
          .that()
          .resideInAPackage("io.bailiwick.adapter.metrics..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.bailiwick.adapter.metrics..", "org.jspecify..", "java..");

  @ArchTest
  static final ArchRule tokens_useKeysOnly =
      noClasses()
          .that()
          .resideInAPackage("io.bailiwick.adapter.token..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.bailiwick.adapter.connect..",
              "io.bailiwick.adapter.life..",
              "io.bailiwick.adapter.limit..",
              "io.bailiwick.adapter.listing..",
              "io.bailiwick.adapter.proof..",
              "io.bailiwick.adapter.route..");

  @ArchTest
  static final ArchRule handles_useTokensOnly =
      noClasses()
          .that()
          .resideInAPackage("io.bailiwick.adapter.handle..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.bailiwick.adapter.connect..",
              "io.bailiwick.adapter.keys..",
              "io.bailiwick.adapter.life..",
              "io.bailiwick.adapter.listing..",
              "io.bailiwick.adapter.proof..",
              "io.bailiwick.adapter.route..",
              "io.bailiwick.scope..");

  /** Who is limited, and in what, it is told. */
  @ArchTest
  static final ArchRule limits_knowNothingOfWhatTheyLimit =
      classes()
          .that()
          .resideInAPackage("io.bailiwick.adapter.limit..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.bailiwick.adapter.limit..",
              "io.bailiwick.adapter.metrics..",
              "io.github.bucket4j..",
              "org.jspecify..",
              "java..");

  @ArchTest
  static final ArchRule bucket4j_countsAttemptsAndNothingElse =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.bailiwick.adapter.limit..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.bucket4j..");

  /** The gate asks the verifier; which proofs there are it learns from that alone. */
  @ArchTest
  static final ArchRule nothingInTheAdapter_needsProofs =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.bailiwick.adapter.proof..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.bailiwick.adapter.proof..");

  @ArchTest
  static final ArchRule proofs_useTokensAndKeysOnly =
      noClasses()
          .that()
          .resideInAPackage("io.bailiwick.adapter.proof..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.bailiwick.adapter.connect..",
              "io.bailiwick.adapter.life..",
              "io.bailiwick.adapter.limit..",
              "io.bailiwick.adapter.listing..",
              "io.bailiwick.adapter.route..");

  /**
   * All but listing, which refuses with the gate's own {@code Refused}, and the life, hooks and
   * access of what the gate has opened; the gate uses none of them.
   */
  @ArchTest
  static final ArchRule nothingButListingAndWhatIsOpen_usesConnect =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.bailiwick.adapter.access..",
              "io.bailiwick.adapter.connect..",
              "io.bailiwick.adapter.hook..",
              "io.bailiwick.adapter.life..",
              "io.bailiwick.adapter.listing..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.bailiwick.adapter.connect..");

  /** What is open is decided by what it is asked for, not by how its token came about. */
  @ArchTest
  static final ArchRule hooksAndAccess_standOnWhatIsOpen =
      noClasses()
          .that()
          .resideInAnyPackage("io.bailiwick.adapter.hook..", "io.bailiwick.adapter.access..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.bailiwick.adapter.handle..",
              "io.bailiwick.adapter.keys..",
              "io.bailiwick.adapter.listing..",
              "io.bailiwick.adapter.proof..",
              "io.bailiwick.adapter.route..");

  @ArchTest
  static final ArchRule lifeAndHooks_doWithoutAccess =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.bailiwick.adapter.access..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.bailiwick.adapter.access..");

  @ArchTest
  static final ArchRule lifeDoesWithoutHooks =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.bailiwick.adapter.access..", "io.bailiwick.adapter.hook..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.bailiwick.adapter.hook..");

  /** The verifier asks what is revoked through an interface of its own. */
  @ArchTest
  static final ArchRule nothingInTheAdapter_needsLife =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.bailiwick.adapter.access..",
              "io.bailiwick.adapter.feed..",
              "io.bailiwick.adapter.hook..",
              "io.bailiwick.adapter.life..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.bailiwick.adapter.life..");

  /** What is revoked comes from a feed, or from whoever else says so. */
  @ArchTest
  static final ArchRule nothingInTheAdapter_needsAFeed =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.bailiwick.adapter.feed..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.bailiwick.adapter.feed..");

  @ArchTest
  static final ArchRule nimbus_readsKeysAndNothingElse =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.bailiwick.adapter.keys..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.nimbusds..");

  @ArchTest
  static final ArchRule nimbus_neverVerifies =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.nimbusds.jwt..", "com.nimbusds.jose.proc..");
}
