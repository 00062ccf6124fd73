package io.bailiwick.it.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class NarratorTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Narrator narrator =
      new Narrator(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @Test
  void everyStepAsTold_isASuccess() {
    narrator.expect("two and two", 4, 2 + 2);

    assertThat(narrator.allWentAsTold()).isTrue();
  }

  @Test
  void oneStepOtherwise_isNone() {
    narrator.expect("fine", true);
    narrator.expect("two and two", 5, 2 + 2);
    narrator.summary();

    assertThat(narrator.allWentAsTold()).isFalse();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("but it was 4 and not 5");
  }

  @Test
  void brokenChapter_isNone() {
    narrator.expect("fine", true);
    narrator.broke(new IllegalStateException("away"));

    assertThat(narrator.allWentAsTold()).isFalse();
  }

  @Test
  void tourWithoutSteps_isNone() {
    assertThat(narrator.allWentAsTold()).isFalse();
  }
}
