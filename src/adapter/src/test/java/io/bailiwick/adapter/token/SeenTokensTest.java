package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.keys.KeyHealth;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.SharedSecret;
import io.bailiwick.adapter.keys.VerificationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How much room tokens take, whose goes first, and by whose key they stand. */
class SeenTokensTest {
  private static final Instant NEVER = Instant.ofEpochSecond(1L << 33);
  private static final int SIZE = 2048 + 4 * 100;

  private final TokenText text = new TokenText();

  private static String token(int number) {
    return Verifications.text(number, 100);
  }

  private SeenTokens.Seen seen(int number, long seenAt, long until) {
    String token = token(number);
    return new SeenTokens.Seen(
        text.tag(token), token, Verifications.of(token, NEVER), seenAt, until);
  }

  private void put(SeenTokens table, SeenTokens.Seen one) {
    table.put(one, table.epoch());
  }

  private boolean has(SeenTokens table, int number) {
    return table.find(token(number), text.tag(token(number))) != null;
  }

  @Test
  void tokenOfTheWholeRoom_isTakenAndOneByteMoreIsNot() {
    SeenTokens table = new SeenTokens(10, SIZE, text);
    put(table, seen(1, 0, 10));
    assertThat(table.fill()).isEqualTo(new SeenTokens.Fill(1, SIZE, 0));
    SeenTokens less = new SeenTokens(10, SIZE - 1, text);
    put(less, seen(1, 0, 10));
    assertThat(less.fill()).isEqualTo(new SeenTokens.Fill(0, 0, 0));
  }

  @Test
  void roomThatIsJustFull_evictsNothing() {
    SeenTokens table = new SeenTokens(10, 3 * SIZE, text);
    for (int i = 0; i < 3; i++) {
      put(table, seen(i, 0, 10));
    }
    assertThat(table.fill()).isEqualTo(new SeenTokens.Fill(3, 3 * SIZE, 0));
    put(table, seen(3, 0, 10));
    assertThat(table.fill()).isEqualTo(new SeenTokens.Fill(3, 3 * SIZE, 1));
  }

  @Test
  void sameTokenAgain_takesThePlaceOfWhatWasThere() {
    SeenTokens table = new SeenTokens(10, 100_000, text);
    put(table, seen(1, 0, 10));
    SeenTokens.Seen again = seen(1, 5, 15);
    put(table, again);
    assertThat(table.fill()).isEqualTo(new SeenTokens.Fill(1, SIZE, 0));
    assertThat(table.find(again.verified().caller().subject(), text.tag(token(1)))).isSameAs(again);
    table.remove(again);
    assertThat(has(table, 1)).as("no other is left behind it").isFalse();
  }

  @Test
  void tokensThatAreOver_goBeforeAnyIsEvicted() {
    SeenTokens table = new SeenTokens(3, 100_000, text);
    put(table, seen(1, 0, 10));
    put(table, seen(2, 0, 10));
    put(table, seen(3, 0, 11));
    put(table, seen(4, 10, 20));
    assertThat(table.fill().evictions()).isZero();
    assertThat(table.fill().tokens()).isEqualTo(2);
    assertThat(has(table, 3)).as("not over yet").isTrue();
    assertThat(has(table, 4)).isTrue();
  }

  /** So that one put never pays for all. */
  @Test
  void tokensThatAreOver_goAFewAtATime() {
    SeenTokens table = new SeenTokens(100, 1_000_000, text);
    for (int i = 0; i < 50; i++) {
      put(table, seen(i, 0, 10));
    }
    List<Integer> left = new ArrayList<>();
    for (int i = 50; i < 100; i++) {
      int before = table.fill().tokens();
      put(table, seen(i, 10, 20));
      left.add(before + 1 - table.fill().tokens());
    }
    assertThat(left).as("dropped by each put").allMatch(dropped -> dropped <= 8);
    assertThat(left.stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
    assertThat(table.fill()).isEqualTo(new SeenTokens.Fill(50, 50L * SIZE, 0));
  }

  @Test
  void whatWasNotUsed_isEvictedFirst() {
    SeenTokens table = new SeenTokens(3, 100_000, text);
    SeenTokens.Seen used = seen(1, 0, 10);
    put(table, used);
    put(table, seen(2, 0, 10));
    put(table, seen(3, 0, 10));
    used.use();
    put(table, seen(4, 0, 10));
    assertThat(has(table, 1)).isTrue();
    assertThat(has(table, 2)).isFalse();
    put(table, seen(5, 0, 10));
    assertThat(has(table, 1)).as("its use was for one round").isTrue();
    assertThat(has(table, 3)).isFalse();
    put(table, seen(6, 0, 10));
    assertThat(has(table, 1)).isFalse();
  }

  /** Even with one tag for all, each is unlinked from its chain, wherever it stands there. */
  @Test
  void tokenOfAChain_isRemovedWhereverItStands() {
    for (int which = 0; which < 3; which++) {
      SeenTokens table = new SeenTokens(10, 100_000, text);
      List<SeenTokens.Seen> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        SeenTokens.Seen one =
            new SeenTokens.Seen(1, token(i), Verifications.of(token(i), NEVER), 0, 10);
        all.add(one);
        put(table, one);
      }
      table.remove(all.get(which));
      for (int i = 0; i < 3; i++) {
        assertThat(table.find(token(i), 1)).isSameAs(i == which ? null : all.get(i));
      }
    }
  }

  /** Reading the keys again makes other objects of the same keys. */
  @Test
  void keyThatWasReadAnew_isTheSameKeyAndAnotherIsNot() {
    OneKey keys = new OneKey("0123456789abcdef");
    Verified by = Verifications.of(token(1), NEVER);
    Verified verified =
        new Verified(by.caller(), by.confirmation(), keys, keys.held, by.kid(), JwsAlgorithm.HS256);
    SeenTokens.Seen one = new SeenTokens.Seen(1, token(1), verified, 5, 10);
    assertThat(one.stands(5)).isTrue();
    assertThat(one.stands(9)).isTrue();
    assertThat(one.stands(4)).as("before it was seen").isFalse();
    assertThat(one.stands(10)).as("over").isFalse();
    keys.hold("0123456789abcdef");
    assertThat(one.stands(5)).isTrue();
    assertThat(one.stands(5)).as("and again").isTrue();
    keys.hold("fedcba9876543210");
    assertThat(one.stands(5)).isFalse();
    keys.withdrawn = true;
    assertThat(one.stands(5)).isFalse();
  }

  private static final class OneKey implements KeySource {
    private VerificationKey held;
    private boolean withdrawn;

    OneKey(String text) {
      held = key(text);
    }

    private static VerificationKey key(String text) {
      return SharedSecret.forDevelopment(text.repeat(2))
          .find(Optional.empty(), JwsAlgorithm.HS256)
          .orElseThrow();
    }

    void hold(String text) {
      held = key(text);
    }

    @Override
    public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
      return withdrawn ? Optional.empty() : Optional.of(held);
    }

    @Override
    public KeyHealth health() {
      throw new UnsupportedOperationException();
    }
  }
}
