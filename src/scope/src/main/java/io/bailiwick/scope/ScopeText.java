package io.bailiwick.scope;

/** How one scope is written: the characters, the escapes, the bounds. */
final class ScopeText {
  private static final PercentEncoding ID =
      new PercentEncoding(
          codePoint -> isBareInId(codePoint) || isPrintableBeyondAscii(codePoint),
          codePoint -> !isBareInId(codePoint));

  /** Of ASCII, what stands for itself in an id. */
  private static final boolean[] BARE = new boolean[128];

  static {
    for (int c = 0; c < BARE.length; c++) {
      BARE[c] = isTokenCharacter(c) && c != ':' && c != '%' && c != '*';
    }
  }

  private ScopeText() {}

  /** Whether this is RFC 6749's scope-token: {@code 1*( %x21 / %x23-5B / %x5D-7E )}. */
  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(ScopeText::isTokenCharacter);
  }

  static boolean isName(String text) {
    if (text.isEmpty() || text.length() > Scope.MAX_NAME) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean good =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '.'
              || c == '_'
              || c == '-';
      if (!good) {
        return false;
      }
    }
    return true;
  }

  static void requireName(String text, String what) {
    if (!isName(text)) {
      throw new MalformedScope(
          "The " + what + " must be 1 to " + Scope.MAX_NAME + " of A-Z a-z 0-9 . _ -");
    }
  }

  /** Whether this can be a decoded id: well-formed text, not empty, within the bound. */
  static boolean isId(String id) {
    // no text grows shorter by escaping, so a huge one need not be walked
    if (id.isEmpty() || id.length() > Scope.MAX_ID) {
      return false;
    }
    if (isBare(id)) {
      return true;
    }
    long length = PercentEncoding.encodedLength(id, ScopeText::isBareInId);
    return length >= 0 && length <= Scope.MAX_ID;
  }

  static void requireId(String id) {
    if (!isId(id)) {
      throw new MalformedScope(
          "The id must be well-formed text, not empty, and at most "
              + Scope.MAX_ID
              + " characters when escaped");
    }
  }

  static String decodeId(String text) {
    if (isBare(text)) {
      return text;
    }
    try {
      return ID.decode(text);
    } catch (PercentEncoding.Broken e) {
      throw new MalformedScope("In the id " + e.getMessage());
    }
  }

  static String write(String resource, String action) {
    return resource + ':' + action;
  }

  static String write(String resource, String id, String wildcard, String action) {
    StringBuilder text =
        new StringBuilder(resource.length() + id.length() + action.length() + 3).append(resource);
    PercentEncoding.encode(id, ScopeText::isBareInId, text.append(':'));
    return text.append(wildcard).append(':').append(action).toString();
  }

  private static boolean isTokenCharacter(int c) {
    return c >= 0x21 && c <= 0x7E && c != '"' && c != '\\';
  }

  private static boolean isBareInId(int codePoint) {
    return codePoint < BARE.length && BARE[codePoint];
  }

  /** Whether all of it stands for itself, as nearly every id does. */
  private static boolean isBare(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isBareInId(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintableBeyondAscii(int codePoint) {
    if (codePoint < 0xA0) {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
