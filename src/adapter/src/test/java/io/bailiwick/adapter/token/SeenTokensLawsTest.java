package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The table of seen tokens against a model that is a map, through any sequence of steps. */
class SeenTokensLawsTest {
  private static final Instant NEVER = Instant.ofEpochSecond(1L << 33);
  private static final int NAMES = 24;

  private final TokenText text = new TokenText();

  enum What {
    PUT,
    FIND,
    REMOVE,
    FORGET,
    STALE_PUT
  }

  record Step(What what, int number, int length) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(6, What.PUT),
                net.jqwik.api.Tuple.of(4, What.FIND),
                net.jqwik.api.Tuple.of(2, What.REMOVE),
                net.jqwik.api.Tuple.of(1, What.FORGET),
                net.jqwik.api.Tuple.of(1, What.STALE_PUT)),
            Arbitraries.integers().between(0, NAMES - 1),
            Arbitraries.of(64, 100, 3000))
        .as(Step::new)
        .list()
        .ofMaxSize(120);
  }

  private SeenTokens.Seen seen(String token, long tag) {
    return new SeenTokens.Seen(tag, token, Verifications.of(token, NEVER), 0, Long.MAX_VALUE);
  }

  @Property(tries = 300)
  void table_holdsWhatTheModelHoldsWithinItsBounds(@ForAll("steps") List<Step> steps) {
    check(steps, 8, 60_000, text::tag);
  }

  @Property(tries = 300)
  void table_holdsWhatTheModelHoldsThoughAllTagsAreOne(@ForAll("steps") List<Step> steps) {
    check(steps, 8, 60_000, token -> 1);
  }

  private void check(
      List<Step> steps,
      int maxTokens,
      long maxBytes,
      java.util.function.ToLongFunction<String> tags) {
    SeenTokens table = new SeenTokens(maxTokens, maxBytes, text);
    Map<String, SeenTokens.Seen> model = new HashMap<>();
    long evictions = 0;
    for (Step step : steps) {
      String token = Verifications.text(step.number, step.length);
      long tag = tags.applyAsLong(token);
      switch (step.what) {
        case PUT -> {
          SeenTokens.Seen one = seen(token, tag);
          table.put(one, table.epoch());
          model.put(token, one);
          assertThat(table.find(token, tag)).as("what is new is there").isSameAs(one);
        }
        case FIND -> {
          SeenTokens.Seen one = table.find(token, tag);
          if (one != null) {
            assertThat(one).isSameAs(model.get(token));
            one.use();
          }
        }
        case REMOVE -> {
          SeenTokens.Seen one = table.find(token, tag);
          if (one != null) {
            table.remove(one);
            table.remove(one);
          }
          model.remove(token);
          assertThat(table.find(token, tag)).isNull();
        }
        case FORGET -> {
          String end = Integer.toString(step.number);
          table.forget(caller -> caller.subject().endsWith(end));
          model.keySet().removeIf(each -> each.endsWith(end));
        }
        case STALE_PUT -> {
          long before = table.epoch();
          table.forget(caller -> false);
          SeenTokens.Seen was = table.find(token, tag);
          table.put(seen(token, tag), before);
          assertThat(table.find(token, tag)).as("not known before that").isSameAs(was);
        }
      }
      SeenTokens.Fill fill = table.fill();
      // only an eviction lets go of more than the model does
      List<String> found = new ArrayList<>();
      long bytes = 0;
      for (Map.Entry<String, SeenTokens.Seen> each : model.entrySet()) {
        SeenTokens.Seen one = table.find(each.getKey(), tags.applyAsLong(each.getKey()));
        if (one != null) {
          assertThat(one).isSameAs(each.getValue());
          found.add(each.getKey());
          bytes += one.bytes();
        }
      }
      evictions += model.size() - found.size();
      model.keySet().retainAll(found);
      assertThat(fill.tokens()).isEqualTo(found.size()).isLessThanOrEqualTo(maxTokens);
      assertThat(fill.bytes()).isEqualTo(bytes).isLessThanOrEqualTo(maxBytes);
      assertThat(fill.evictions()).isEqualTo(evictions);
    }
  }

  /** The clock's promise: what is used between two rounds of its hand stays. */
  @Property(tries = 50)
  void tokensInUse_outliveThoseThatCameOnce(@ForAll long seed) {
    SeenTokens table = new SeenTokens(50, Long.MAX_VALUE, text);
    List<SeenTokens.Seen> used = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String token = Verifications.text(i, 100);
      SeenTokens.Seen one = seen(token, text.tag(token) ^ seed);
      table.put(one, table.epoch());
      used.add(one);
    }
    for (int i = 100; i < 1100; i++) {
      used.forEach(SeenTokens.Seen::use);
      String token = Verifications.text(i, 100);
      table.put(seen(token, text.tag(token) ^ seed), table.epoch());
    }
    for (int i = 0; i < 20; i++) {
      String token = Verifications.text(i, 100);
      assertThat(table.find(token, text.tag(token) ^ seed)).isSameAs(used.get(i));
    }
    assertThat(table.fill().tokens()).isEqualTo(50);
  }

  @Property(tries = 300)
  void texts_areTheSameWhereTheyAreEqual(
      @ForAll("texts") String one, @ForAll("texts") String other) {
    assertThat(text.same(one, other)).isEqualTo(one.equals(other));
    assertThat(text.same(one, new String(one.toCharArray()))).isTrue();
  }

  @Provide
  Arbitrary<String> texts() {
    // lengths around the end of a chunk, and characters with one lower half
    return Arbitraries.strings()
        .withChars('a', 'b', '\u0161', '\uff61')
        .ofLength(1024)
        .flatMap(
            base ->
                Arbitraries.of(0, 1, 7, 8, 63, 64, 1023, 1024)
                    .map(length -> "a".repeat(1024) + base.substring(0, length)));
  }

  @Property(tries = 300)
  void changeOfAnyOneCharacter_isSeen(@ForAll("texts") String one, @ForAll int at) {
    int index = Math.floorMod(at, one.length());
    for (char other : new char[] {'b', '\u0161', 'a'}) {
      String changed = one.substring(0, index) + other + one.substring(index + 1);
      assertThat(text.same(one, changed)).isEqualTo(one.equals(changed));
    }
  }
}
