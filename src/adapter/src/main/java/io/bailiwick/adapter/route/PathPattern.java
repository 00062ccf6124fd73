package io.bailiwick.adapter.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compiled path pattern. It is matched against decoded segments, never against a joined path, so
 * that a slash within an id can't be taken for a separator. Time grows with the product of both
 * lengths at worst.
 */
final class PathPattern {
  private enum Kind {
    LITERAL,
    /** Exactly one segment. */
    ONE,
    /** Any number of segments, none included; {@code **} is ONE and then this. */
    REST
  }

  private record Token(Kind kind, String text) {
    static final Token ONE = new Token(Kind.ONE, "*");
    static final Token REST = new Token(Kind.REST, "**");

    boolean takes(Token other) {
      return switch (kind) {
        case LITERAL -> equals(other);
        case ONE -> other.kind != Kind.REST;
        case REST -> true;
      };
    }
  }

  private static final Pattern NAMED = Pattern.compile("\\{([A-Za-z0-9._-]+)}");
  private static final Pattern KEY = Pattern.compile("\\{key\\.\\.\\.}");
  private static final Pattern RESERVED = Pattern.compile("[*{}?#;\\\\\\p{Cntrl}]");

  private final List<Token> tokens;
  private final Optional<Route.Named> named;
  private final OptionalInt keyStart;

  private PathPattern(List<Token> tokens, Optional<Route.Named> named, OptionalInt keyStart) {
    this.tokens = tokens;
    this.named = named;
    this.keyStart = keyStart;
  }

  /**
   * @throws IllegalArgumentException where the text is no pattern
   */
  static PathPattern compile(String text) {
    if (!text.startsWith("/")) {
      throw broken(text, "it must start with a slash");
    }
    List<Token> tokens = new ArrayList<>();
    Optional<Route.Named> named = Optional.empty();
    OptionalInt keyStart = OptionalInt.empty();
    String[] parts = text.equals("/") ? new String[0] : text.substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      Matcher name = NAMED.matcher(part);
      if (part.equals("*")) {
        tokens.add(Token.ONE);
      } else if (part.equals("**")) {
        tokens.add(Token.ONE);
        tokens.add(Token.REST);
      } else if (KEY.matcher(part).matches()) {
        if (named.isEmpty() || i != parts.length - 1) {
          throw broken(text, "{key...} comes last, after the segment that names the agent");
        }
        keyStart = OptionalInt.of(tokens.size());
        tokens.add(Token.ONE);
        tokens.add(Token.REST);
      } else if (name.matches()) {
        if (named.isPresent() || tokens.contains(Token.REST)) {
          throw broken(text, "one segment may name a resource, and no ** may stand before it");
        }
        named = Optional.of(new Route.Named(name.group(1), tokens.size()));
        tokens.add(Token.ONE);
      } else if (part.isEmpty() || RESERVED.matcher(part).find() || dots(part)) {
        throw broken(text, "a segment is plain text, *, ** or {family}");
      } else {
        tokens.add(new Token(Kind.LITERAL, part));
      }
    }
    return new PathPattern(List.copyOf(tokens), named, keyStart);
  }

  boolean isExact() {
    return tokens.stream().allMatch(token -> token.kind() == Kind.LITERAL);
  }

  /** Whether it starts with a wildcard, so that it matches all over the service. */
  boolean isUnanchored() {
    return !tokens.isEmpty() && tokens.get(0).kind() != Kind.LITERAL;
  }

  /** The segment that the pattern itself says names a resource. */
  Optional<Route.Named> named() {
    return named;
  }

  /** Whether a path that matches has that segment. */
  boolean reaches(int segment) {
    return segment < tokens.stream().filter(token -> token.kind() != Kind.REST).count();
  }

  /** Whether a path that matches has the pattern's own text there, and not the caller's. */
  boolean isLiteral(int segment) {
    return segment < tokens.size()
        && tokens.subList(0, segment + 1).stream().noneMatch(token -> token.kind() == Kind.REST)
        && tokens.get(segment).kind() == Kind.LITERAL;
  }

  boolean matches(List<String> segments) {
    return takes(segments.stream().map(text -> new Token(Kind.LITERAL, text)).toList());
  }

  /** Whether whatever the other matches is matched here too. */
  boolean includes(PathPattern other) {
    return takes(other.tokens);
  }

  /** The agent's key within matched segments; empty where the pattern names none. */
  List<String> key(List<String> segments) {
    return keyStart.isPresent()
        ? List.copyOf(segments.subList(keyStart.getAsInt(), segments.size()))
        : List.of();
  }

  List<String> exactSegments() {
    return tokens.stream().map(Token::text).toList();
  }

  /** Glob matching with one point to return to: the last REST seen takes one more each time. */
  private boolean takes(List<Token> path) {
    int token = 0;
    int at = 0;
    int rest = -1;
    int restAt = 0;
    while (at < path.size()) {
      if (token < tokens.size() && tokens.get(token).kind() == Kind.REST) {
        rest = token++;
        restAt = at;
      } else if (token < tokens.size() && tokens.get(token).takes(path.get(at))) {
        token++;
        at++;
      } else if (rest >= 0) {
        token = rest + 1;
        at = ++restAt;
      } else {
        return false;
      }
    }
    while (token < tokens.size() && tokens.get(token).kind() == Kind.REST) {
      token++;
    }
    return token == tokens.size();
  }

  private static boolean dots(String part) {
    return part.equals(".") || part.equals("..");
  }

  private static IllegalArgumentException broken(String text, String rule) {
    return new IllegalArgumentException("Route pattern '" + text + "' can't be used: " + rule);
  }
}
