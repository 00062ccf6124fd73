package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestIssuer.Fault;
import io.bailiwick.testkit.TestKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keys that come and go, and key ids that nobody knows. */
class JwksRotationTest extends JwksUrlTestBase {
  @Test
  void newKey_isTakenAtOnceAndTheOldOneStays() {
    assertThat(find("key-0")).isPresent();
    issuer.rotate(SECOND);
    assertThat(find("key-1")).isPresent();
    assertThat(find("key-0")).isPresent();
    assertThat(issuer.jwksReads()).isEqualTo(2);
  }

  @Test
  void keyTakenOut_endsWithinTheMaximumAge() {
    assertThat(find("key-0")).isPresent();
    issuer.rotate(SECOND);
    issuer.retire("key-0");
    clock.advance(Duration.ofMinutes(5));
    assertThat(find("key-0")).isEmpty();
    assertThat(find("key-1")).isPresent();
  }

  @Test
  void keys_areReadAheadInTheBackground() {
    assertThat(find("key-0")).isPresent();
    clock.advance(Duration.ofMinutes(4));
    assertThat(find("key-0")).isPresent();
    eventually(() -> issuer.jwksReads() == 2);
    eventually(() -> keys.health().age().orElseThrow().compareTo(Duration.ofMinutes(1)) < 0);
  }

  @Test
  void clockSetBack_doesNotMakeKeysYoungForEver() {
    assertThat(find("key-0")).isPresent();
    issuer.rotate(SECOND);
    issuer.retire("key-0");
    clock.advance(Duration.ofDays(-1));
    assertThat(find("key-0")).isEmpty();
  }

  @Test
  void madeUpKid_isCertainlyUnknownAfterAFreshRead() {
    assertThat(find("key-0")).isPresent();
    assertThat(find("made-up")).isEmpty();
    assertThat(issuer.jwksReads()).isEqualTo(2);
  }

  @Test
  void coolDown_doesNotStartAtBoot() {
    issuer.rotate(SECOND);
    assertThat(find("made-up")).isEmpty();
    issuer.rotate(TestKey.generate("key-2", "RS256"));
    assertThat(find("key-2")).isPresent();
  }

  @Test
  void madeUpKids_useUpTheTriesThenAreUnavailableAndKnownKeysVerifyOn() {
    assertThat(find("key-0")).isPresent();
    for (int i = 0; i < 4; i++) {
      assertThat(find("made-up-" + i)).isEmpty();
    }
    int reads = issuer.jwksReads();
    for (int i = 0; i < 100; i++) {
      assertUnavailable("made-up-again-" + i);
    }
    assertThat(issuer.jwksReads()).isEqualTo(reads);
    assertThat(find("key-0")).isPresent();
  }

  @Test
  void madeUpKids_keepTheRealOneWaitingFiveSecondsAtMost() {
    assertThat(find("key-0")).isPresent();
    for (int i = 0; i < 4; i++) {
      assertThat(find("made-up-" + i)).isEmpty();
    }
    issuer.rotate(SECOND);
    assertUnavailable("key-1");
    clock.advance(Duration.ofSeconds(5));
    // the try that came back goes to a made-up one, and brings the real one all the same
    assertThat(find("made-up")).isEmpty();
    assertThat(find("key-1")).isPresent();
  }

  @Test
  void readThatWasUnderWay_isNotTakenAsProofThatAKeyIsUnknown() throws Exception {
    assertThat(new Asker("key-0").answer()).isPresent();
    issuer.fail(Fault.HANGING);
    Asker early = new Asker("made-up");
    eventually(() -> issuer.jwksReads() == 2);
    issuer.rotate(SECOND);
    Asker late = new Asker("key-1");
    late.awaitWaiting();
    issuer.fail(Fault.NONE);

    assertThat(early.answer()).isEmpty();
    assertThat(late.answer()).isPresent();
    assertThat(issuer.jwksReads()).isEqualTo(3);
  }

  @Test
  void manyWhoAskForOneMadeUpKeyAtOnce_useUpTwoTriesAtMost() throws Exception {
    assertThat(new Asker("key-0").answer()).isPresent();
    issuer.fail(Fault.HANGING);
    Asker first = new Asker("made-up");
    eventually(() -> issuer.jwksReads() == 2);
    List<Asker> more = Stream.generate(() -> new Asker("made-up")).limit(12).toList();
    more.forEach(Asker::awaitWaiting);
    issuer.fail(Fault.NONE);

    assertThat(first.answer()).isEmpty();
    for (Asker each : more) {
      assertThat(each.answer()).isEmpty();
    }
    // who joined the read that was under way share the next one
    assertThat(issuer.jwksReads()).isEqualTo(3);
    issuer.rotate(SECOND);
    assertThat(new Asker("key-1").answer()).as("there are tries left").isPresent();
  }
}
