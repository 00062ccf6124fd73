package io.bailiwick.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MeasuredTest {
  private static final Measured MEASURED =
      new Measured(
          "A title",
          "limit",
          List.of(
              new Turn("limit", 0, 10, 0),
              new Turn("other", 0, 20, 64),
              new Turn("limit", 1, 100, 0),
              new Turn("other", 1, 300, 64),
              new Turn("limit", 2, 12, 0),
              new Turn("other", 2, 36, 64)));

  @Test
  void ratio_isTheMedianOfTheRounds_notOfTheLanes() {
    assertThat(MEASURED.ratio("other", "limit")).isEqualTo(3);
    assertThat(MEASURED.more("other", "limit")).isEqualTo(24);
    assertThat(MEASURED.cpu("other")).isEqualTo(36);
    assertThat(MEASURED.alloc("other")).isEqualTo(64);
    assertThat(MEASURED.spread("limit")).isCloseTo(100 * 2 / 12.0, within(1e-9));
  }

  @Test
  void unknownLane_isRefused() {
    assertThatThrownBy(() -> MEASURED.cpu("nobody")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void verdict_saysWhetherTheGoalIsMet() {
    assertThat(Verdict.atMost("what", 1.1, "x", 1.1, "").met()).isTrue();
    assertThat(Verdict.atMost("what", 1.1, "x", 1.11, "").met()).isFalse();
    assertThat(Verdict.atMost("what", 1.1, "x", Double.NaN, "").met()).isFalse();
    assertThat(Verdict.atLeast("what", 17, "x", 16, "").met()).isFalse();
    assertThat(Verdict.atLeast("what", 17, "x", 18, "").goal()).isEqualTo("at least 17x");
  }

  @Test
  void report_hasATableAndTheGoals() {
    String text =
        new Report(
                List.of("somewhere"),
                List.of(Verdict.atMost("what", 1.1, "x", 1.2, "")),
                List.of(MEASURED))
            .markdown();
    assertThat(text)
        .contains("| what | at most 1.1x | 1.20x | **no** |")
        .contains("| other | 36.0 ns | ")
        .contains(" | 3.00 | 64 |");
  }

  @Test
  void turnAndLane_readWhatTheyWrite() {
    Turn turn = new Turn("limit @ 5 scopes", 3, 1.25, 64);
    assertThat(Turn.read(turn.line())).isEqualTo(turn);
    Lane lane = new Lane("raw JCA", "a.B.c", Map.of("algorithm", "RS256", "candidate", "raw JCA"));
    assertThat(Lane.read(lane.line())).isEqualTo(lane);
  }

  @Test
  void plan_namesBenchmarksThatThereAre() throws Exception {
    for (Group group : Plan.groups()) {
      for (Lane lane : group.lanes()) {
        int dot = lane.method().lastIndexOf('.');
        assertThat(Class.forName(lane.method().substring(0, dot)).getMethods())
            .as(lane.name())
            .anyMatch(method -> method.getName().equals(lane.method().substring(dot + 1)));
      }
    }
  }
}
