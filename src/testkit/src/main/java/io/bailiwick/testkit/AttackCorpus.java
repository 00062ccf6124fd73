package io.bailiwick.testkit;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hundreds of tokens that must be refused, each for its own reason, and good ones among them as
 * controls: {@code vectors/attacks.json} beside this class, which other languages can replay from
 * the file ({@code vectors/README.md} says how). Replay it at {@link #now()}, trusting {@link
 * #issuer()} with the {@link #jwks} that a case names, for {@link #audience()}. Immutable.
 */
public final class AttackCorpus {
  private final String issuer;
  private final String audience;
  private final Instant now;
  private final Map<String, Object> keySets;
  private final List<AttackCase> cases;

  private AttackCorpus(Map<String, Object> file) throws ParseException {
    issuer = text(file, "issuer");
    audience = text(file, "audience");
    now = Instant.parse(text(file, "now"));
    keySets = Optional.ofNullable(JSONObjectUtils.getJSONObject(file, "keySets")).orElseThrow();
    List<AttackCase> read = new ArrayList<>();
    for (Map<String, Object> each : JSONObjectUtils.getJSONObjectArray(file, "cases")) {
      read.add(
          new AttackCase(
              text(each, "id"),
              text(each, "family"),
              AttackCase.Level.valueOf(text(each, "level").toUpperCase(Locale.ROOT)),
              text(each, "origin"),
              text(each, "about"),
              text(each, "keys"),
              text(each, "token"),
              Optional.ofNullable(JSONObjectUtils.getString(each, "reason"))));
    }
    cases = List.copyOf(read);
  }

  /** Reads the file; a few hundred kilobytes. */
  public static AttackCorpus load() {
    try (InputStream in = AttackCorpus.class.getResourceAsStream("vectors/attacks.json")) {
      if (in == null) {
        throw new IllegalStateException("The attack corpus is not in the jar");
      }
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new AttackCorpus(JSONObjectUtils.parse(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException e) {
      throw new IllegalStateException("The attack corpus is not well-formed", e);
    }
  }

  /** The one trusted issuer. */
  public String issuer() {
    return issuer;
  }

  /** What a token must be for. */
  public String audience() {
    return audience;
  }

  /** The time at which the corpus is replayed. */
  public Instant now() {
    return now;
  }

  /**
   * A key set as the text of a JWKS.
   *
   * @throws IllegalArgumentException where the corpus has none of that name
   */
  public String jwks(String name) {
    @Nullable Object keys = keySets.get(name);
    if (keys == null) {
      throw new IllegalArgumentException("The corpus has no such key set");
    }
    return JSONObjectUtils.toJSONString(Map.of("keys", keys));
  }

  /** The names of its key sets. */
  public List<String> keySets() {
    return List.copyOf(keySets.keySet());
  }

  /** Every case, attacks and controls, as they are in the file. */
  public List<AttackCase> cases() {
    return cases;
  }

  private static String text(Map<String, Object> from, String name) throws ParseException {
    @Nullable String text = JSONObjectUtils.getString(from, name);
    if (text == null) {
      throw new ParseException("A member is missing: " + name, 0);
    }
    return text;
  }
}
