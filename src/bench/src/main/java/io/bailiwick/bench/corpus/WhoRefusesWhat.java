package io.bailiwick.bench.corpus;

import io.bailiwick.testkit.AttackCase;
import io.bailiwick.testkit.AttackCase.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Replays the corpus to every library and writes the page {@code ATTACKS.md}. Cases of level {@code
 * agent} are left out of the comparison: they are about a token format that only one of the
 * libraries is for.
 */
final class WhoRefusesWhat {
  static final List<Judge.Library> LIBRARIES =
      List.of(
          new Ours(), new Nimbus(), new Jose4j(), new JavaJwt(), new Jjwt(), new KeycloakCore());

  private static final int SHOWN = 8;

  /** By library, the ids of what it accepted. */
  private final Map<String, Set<String>> accepted = new LinkedHashMap<>();

  WhoRefusesWhat() {
    for (Judge.Library library : LIBRARIES) {
      accepted.put(library.name(), replay(library));
    }
  }

  /** The ids of the cases that it accepted. */
  Set<String> accepted(String library) {
    return Set.copyOf(accepted.getOrDefault(library, Set.of()));
  }

  String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Who refuses what

        The attack corpus of `bailiwick-testkit` before the libraries people would use instead. Each is set up as its
        documentation recommends for access tokens with issuer, audience and a JWKS. Refused of all, by kind of attack; the first
        row is of good tokens, accepted of all. All run on Java 17 with its own providers. `WhoRefusesWhatTest` holds that
        this page is what a run gives.

        A refusal counts however it is said, an unexpected exception too. Where a library has no such algorithm it refuses what is
        signed with it, the good token too. *must*: an RFC demands it, or forgery follows. *strict*: the RFCs leave it open, and a
        library that accepts it is not wrong. *open*: they allow it, and only the key's own holder can make it, so that nothing is
        forged; it is the provider of signature code that decides. Attacks on Bailiwick's own token format are not compared.

        """);
    table(page, "must", Level.JWT);
    table(page, "strict", Level.STRICT);
    table(page, "open", Level.OPEN);
    page.append("## How each is set up\n\n");
    LIBRARIES.forEach(each -> page.append("- **" + each.name() + "**: " + each.setup() + ".\n"));
    page.append("\n## What was accepted of *must*\n\n");
    LIBRARIES.forEach(each -> page.append("- **" + each.name() + "**: " + listed(each) + "\n"));
    return page.toString();
  }

  private void table(StringBuilder page, String title, Level level) {
    page.append("## " + title + "\n\n| |");
    LIBRARIES.forEach(each -> page.append(" " + each.name() + " |"));
    page.append("\n|---|" + "---|".repeat(LIBRARIES.size()) + "\n");
    if (level == Level.JWT) {
      row(page, "good tokens accepted", each -> each.good() && each.level() == level, true);
    }
    Set<String> families = new LinkedHashSet<>();
    Corpus.ALL.cases().stream()
        .filter(each -> !each.good() && each.level() == level)
        .forEach(each -> families.add(each.family()));
    for (String family : families) {
      row(
          page,
          family,
          each -> !each.good() && each.level() == level && each.family().equals(family),
          false);
    }
    row(page, "**all attacks**", each -> !each.good() && each.level() == level, false);
    page.append('\n');
  }

  private void row(StringBuilder page, String name, Predicate<AttackCase> which, boolean taken) {
    List<String> ids = Corpus.ALL.cases().stream().filter(which).map(AttackCase::id).toList();
    page.append("| " + name + " |");
    for (Set<String> by : accepted.values()) {
      long count = ids.stream().filter(id -> by.contains(id) == taken).count();
      page.append(" " + count + "/" + ids.size() + " |");
    }
    page.append('\n');
  }

  private String listed(Judge.Library library) {
    Set<String> by = accepted(library.name());
    Map<String, List<String>> families = new LinkedHashMap<>();
    for (AttackCase each : Corpus.ALL.cases()) {
      if (!each.good() && each.level() == Level.JWT && by.contains(each.id())) {
        families
            .computeIfAbsent(each.family(), name -> new ArrayList<>())
            .add(each.id().substring(each.family().length() + 1));
      }
    }
    return families.isEmpty()
        ? "nothing."
        : families.entrySet().stream()
            .map(each -> each.getKey() + " (" + some(each.getValue()) + ")")
            .collect(Collectors.joining("; ", "", "."));
  }

  private static String some(List<String> ids) {
    String first =
        ids.stream().limit(SHOWN).map(id -> "`" + id + "`").collect(Collectors.joining(", "));
    return ids.size() > SHOWN ? first + " and " + (ids.size() - SHOWN) + " more" : first;
  }

  private static Set<String> replay(Judge.Library library) {
    Map<String, Judge> judges = new LinkedHashMap<>();
    Set<String> accepted = new LinkedHashSet<>();
    for (AttackCase each : Corpus.ALL.cases()) {
      try {
        Judge judge = judges.get(each.keys());
        if (judge == null) {
          judge = library.trusting(Corpus.ALL.jwks(each.keys()));
          judges.put(each.keys(), judge);
        }
        judge.verify(each.token());
        accepted.add(each.id());
      } catch (Exception | LinkageError | StackOverflowError e) {
        // refused, whatever the way
      }
    }
    return accepted;
  }
}
