package io.bailiwick.testkit.corpus;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code tokens.json}, as it is in the jar. */
final class TokenVectorsFile {
  private TokenVectorsFile() {}

  static String text() {
    StringBuilder text = new StringBuilder("{\n");
    text.append("\"$schema\": \"tokens.schema.json\",\n\"service\": ");
    text.append(Json.quote(Draft.RESOURCE)).append(",\n\"issuers\": {\n");
    text.append(
        TrustVectors.keys().entrySet().stream()
            .map(each -> Json.quote(each.getKey()) + ": [\n" + lines(each.getValue()) + "\n]")
            .collect(Collectors.joining(",\n")));
    text.append("\n},\n\"cases\": [\n").append(lines(cases()));
    return text.append("\n]\n}\n").toString();
  }

  static List<String> cases() {
    return Stream.of(TrustVectors.lines(), ClaimVectors.lines(), ProofVectors.lines())
        .flatMap(List::stream)
        .toList();
  }

  private static String lines(List<String> lines) {
    return String.join(",\n", lines);
  }
}
