package io.bailiwick.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.AttackCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A number is in the corpus only where the page beside it says which vulnerability that is. */
class CorpusCveTest {
  private static final Path PAGE =
      Path.of("src/main/resources/io/bailiwick/testkit/vectors/README.md");
  private static final Pattern NUMBER = Pattern.compile("CVE-\\d{4}-\\d{4,}");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (CVE-\\d{4}-\\d{4,}) \\| [^|]+ \\| [^|]+ \\|$");

  @Test
  void everyNumberOfTheCorpus_isExplained_andNoOther() throws IOException {
    List<String> explained =
        ROW.matcher(Files.readString(PAGE)).results().map(row -> row.group(1)).toList();
    Stream<String> origins = AttackCorpusFile.cases().stream().map(AttackCase::origin);

    assertThat(explained)
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(new TreeSet<>(origins.flatMap(CorpusCveTest::numbers).toList()));
  }

  private static Stream<String> numbers(String origin) {
    return NUMBER.matcher(origin).results().map(MatchResult::group);
  }
}
