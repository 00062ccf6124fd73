package io.bailiwick.testkit.corpus;

import io.bailiwick.testkit.AttackCase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The whole file, as it is in the jar. */
final class AttackCorpusFile {
  private static final List<AttackCase> CASES = made();

  private AttackCorpusFile() {}

  static String text() {
    StringBuilder text = new StringBuilder("{\n");
    text.append("\"$schema\": \"attacks.schema.json\",\n");
    text.append("\"issuer\": " + Json.quote(Draft.ISSUER) + ",\n");
    text.append("\"audience\": " + Json.quote(Draft.AUDIENCE) + ",\n");
    text.append("\"now\": " + Json.quote(Draft.INSTANT.toString()) + ",\n");
    text.append("\"keySets\": {\n");
    text.append(
        KeySets.all().entrySet().stream()
            .map(set -> Json.quote(set.getKey()) + ": [\n" + lines(set.getValue()) + "\n]")
            .collect(Collectors.joining(",\n")));
    text.append("\n},\n\"cases\": [\n");
    text.append(lines(cases().stream().map(AttackCorpusFile::line).toList()));
    return text.append("\n]\n}\n").toString();
  }

  static List<AttackCase> cases() {
    return CASES;
  }

  private static List<AttackCase> made() {
    Cases cases = new Cases();
    Controls.add(cases);
    UnsignedAttacks.add(cases);
    HmacConfusionAttacks.add(cases);
    AlgorithmAttacks.add(cases);
    BroughtKeyAttacks.add(cases);
    KeyIdAttacks.add(cases);
    KeySetAttacks.add(cases);
    Pkcs1Attacks.add(cases);
    RsaNumberAttacks.add(cases);
    PssAttacks.add(cases);
    EcdsaAttacks.add(cases);
    EdAttacks.add(cases);
    ShapeAttacks.add(cases);
    Base64Attacks.add(cases);
    ExtensionAttacks.add(cases);
    SizeAttacks.add(cases);
    JsonAttacks.add(cases);
    ClaimAttacks.add(cases);
    AgentAttacks.add(cases);
    return List.copyOf(cases.all());
  }

  private static String lines(List<String> lines) {
    return String.join(",\n", lines);
  }

  private static String line(AttackCase each) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("id", each.id());
    members.put("family", each.family());
    members.put("level", each.level().name().toLowerCase(Locale.ROOT));
    members.put("origin", each.origin());
    members.put("about", each.about());
    members.put("keys", each.keys());
    members.put("token", each.token());
    each.reason().ifPresent(reason -> members.put("reason", reason));
    members.replaceAll((name, value) -> Json.quote(value));
    return Json.object(members);
  }
}
